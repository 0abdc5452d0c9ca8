"""Settings, from the environment only. `docs/settings.md` lists them all.

Each may also be given as NAME_FILE, the path of a file that holds the value (a secret).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import EnvError, FileAwareEnv, validate

from shared.seal import Seal

_POSTGRESQL = re.compile(r"^postgres(ql)?(\+\w+)?://")
_MAIL_MODES = re.compile(r"^(file|live|redirect:[^@\s]+@[^@\s]+)$")
_CHAT_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[!-~]{1,1000}$", re.IGNORECASE)


class BadSetting(Exception):
    """One line that names the setting and what is wrong with it."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can set. Durations are in the unit that their name ends with."""

    amqp_uri: str | None
    rpc_amqp_uri: str | None
    database_url: str | None
    data_dir: Path
    http_port: int
    smtp_url: str | None
    mail_from: str
    mail_mode: str
    mail_on_working_days_only: bool
    portal_url: str
    webhook_private: bool
    room_chat_url: str | None
    room_chat_events: str
    portal_port: int
    portal_key: str | None
    portal_proxies: str
    portal_operators: str | None
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None
    oidc_claim: str
    time_zone: ZoneInfo
    language: str
    holiday_overrides: Path | None
    nip_key: str | None
    contact_key: str | None
    link_key: str | None
    log_level: str
    rpc_workers: int
    batch_size: int
    batch_linger_ms: int
    hold_attempts: int
    hold_first_pause_seconds: float
    keep_inbox_days: int
    keep_parked_days: int
    keep_messages_days: int
    keep_contacts_days: int
    keep_requests_days: int
    study_limit_seconds: int

    @property
    def embedded(self) -> bool:
        """Whether this is an installation without servers."""
        return self.database_url is None

    @property
    def operators(self) -> frozenset[str]:
        """Employee ids of those who look after the installation."""
        names = (self.portal_operators or "").split(",")
        return frozenset(name.strip() for name in names) - {""}

    @property
    def nip_key_file(self) -> Path:
        """Where the key is kept that is made when none is configured."""
        return self.data_dir / "nip.key"

    @property
    def portal_key_file(self) -> Path:
        """The same for the key that signs the portal's cookies."""
        return self.data_dir / "portal.key"

    @property
    def link_key_file(self) -> Path:
        """Where the key of signed links is kept that is made when none is configured."""
        return self.data_dir / "link.key"


def read_settings() -> Settings:
    """Read and check all settings. Raises BadSetting naming the first malformed one."""
    try:
        return _read(FileAwareEnv(strip_whitespace=True))
    except (EnvError, ValueError, OSError) as error:
        raise BadSetting(" ".join(str(error).split())) from error


def require(settings: Settings, *names: str) -> None:
    """Raise BadSetting naming the first of these settings that is not set."""
    for name in names:
        if getattr(settings, name.lower()) is None:
            raise BadSetting(f"{name} is required and not set")


def _read(env: FileAwareEnv) -> Settings:
    amqp_uri = _uri(env, "AMQP_URI", "amqp://", "amqps://")
    smtp_url = _uri(env, "SMTP_URL", "smtp://", "smtps://")
    return Settings(
        amqp_uri=amqp_uri,
        rpc_amqp_uri=_uri(env, "RPC_AMQP_URI", "amqp://", "amqps://") or amqp_uri,
        database_url=_database_url(env),
        data_dir=Path(env.str("DATA_DIR", "var")),
        http_port=env.int("HTTP_PORT", 0, validate=validate.Range(0, 65535)),
        smtp_url=smtp_url,
        mail_from=env.str("MAIL_FROM", "lontar@localhost"),
        mail_mode=_mail_mode(env, smtp_url),
        mail_on_working_days_only=env.bool("MAIL_ON_WORKING_DAYS_ONLY", False),
        portal_url=env.str("PORTAL_URL", "http://localhost:8080").rstrip("/"),
        webhook_private=env.bool("WEBHOOK_PRIVATE", False),
        room_chat_url=_chat_url(env, "ROOM_CHAT_URL"),
        room_chat_events=env.str(
            "ROOM_CHAT_EVENTS", "coverage.short,effect.measured,message.parked"
        ),
        portal_port=env.int("PORTAL_PORT", 8080, validate=validate.Range(1, 65535)),
        portal_key=_sealing_key(env, "PORTAL_KEY"),
        portal_proxies=env.str("PORTAL_PROXIES", "127.0.0.1"),
        portal_operators=_text(env, "PORTAL_OPERATORS"),
        oidc_issuer=_issuer(env),
        oidc_client_id=_text(env, "OIDC_CLIENT_ID"),
        oidc_client_secret=_text(env, "OIDC_CLIENT_SECRET"),
        oidc_claim=env.str("OIDC_CLAIM", "employee_id"),
        time_zone=_zone(env),
        language=_language(env),
        holiday_overrides=_existing_file(env, "HOLIDAY_OVERRIDES"),
        nip_key=_sealing_key(env, "NIP_KEY"),
        contact_key=_sealing_key(env, "CONTACT_KEY"),
        link_key=_sealing_key(env, "LINK_KEY"),
        log_level=env.str(
            "LOG_LEVEL", "warning", validate=validate.OneOf(["debug", "info", "warning", "error"])
        ),
        rpc_workers=_positive(env, "RPC_WORKERS", 10),
        batch_size=_positive(env, "BATCH_SIZE", 300),
        batch_linger_ms=_positive(env, "BATCH_LINGER_MS", 20),
        hold_attempts=_positive(env, "HOLD_ATTEMPTS", 20),
        hold_first_pause_seconds=env.float(
            "HOLD_FIRST_PAUSE_SECONDS", 1.0, validate=validate.Range(0.01, 3600)
        ),
        keep_inbox_days=_positive(env, "KEEP_INBOX_DAYS", 60),
        keep_parked_days=_positive(env, "KEEP_PARKED_DAYS", 365),
        keep_messages_days=_positive(env, "KEEP_MESSAGES_DAYS", 730),
        keep_contacts_days=_positive(env, "KEEP_CONTACTS_DAYS", 365),
        keep_requests_days=_positive(env, "KEEP_REQUESTS_DAYS", 30),
        study_limit_seconds=_positive(env, "STUDY_LIMIT_SECONDS", 60),
    )


def _text(env: FileAwareEnv, name: str) -> str | None:
    return env.str(name, None) or None


def _uri(env: FileAwareEnv, name: str, *schemes: str) -> str | None:
    value = _text(env, name)
    if value and not value.startswith(schemes):
        raise BadSetting(f"{name} must start with {' or '.join(schemes)}")
    return value


def _chat_url(env: FileAwareEnv, name: str) -> str | None:
    """An Apprise URL. It is a key, so that no error shows it."""
    value = _text(env, name)
    if value and not _CHAT_URL.match(value):
        raise BadSetting(f"{name} must be an Apprise URL, such as tgram://TOKEN/CHAT")
    return value


def _database_url(env: FileAwareEnv) -> str | None:
    """As a user writes it; the driver is chosen here, in one place.

    psycopg 3, which SQLAlchemy would take, blocks the green hub; psycopg2 does not.
    """
    value = _text(env, "DATABASE_URL")
    if value is None:
        return None
    if not _POSTGRESQL.match(value):
        raise BadSetting("DATABASE_URL must start with postgresql://")
    return _POSTGRESQL.sub("postgresql+psycopg2://", value)


def _mail_mode(env: FileAwareEnv, smtp_url: str | None) -> str:
    mode = _text(env, "MAIL_MODE") or ("live" if smtp_url else "file")
    if not _MAIL_MODES.match(mode):
        raise BadSetting("MAIL_MODE must be file, live or redirect:ADDRESS")
    if mode != "file" and smtp_url is None:
        raise BadSetting(f"MAIL_MODE {mode} needs SMTP_URL")
    return mode


def _issuer(env: FileAwareEnv) -> str | None:
    """Passwords and keys travel to it: TLS, but for a provider on this machine."""
    issuer = _uri(env, "OIDC_ISSUER", "https://", "http://localhost", "http://127.0.0.1")
    return issuer.rstrip("/") if issuer else None


def _zone(env: FileAwareEnv) -> ZoneInfo:
    name = env.str("TIME_ZONE", "Asia/Makassar")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting(f"TIME_ZONE: there is no zone {name!r}") from error


def _language(env: FileAwareEnv) -> str:
    """Desktops set LANGUAGE too, as in `en_GB:en`: its first language counts."""
    value = _text(env, "LANGUAGE") or "id"
    language = re.split(r"[:_.@-]", value)[0].lower()
    if language not in ("id", "en"):
        raise BadSetting(f"LANGUAGE must be id or en, not {value!r}")
    return language


def _existing_file(env: FileAwareEnv, name: str) -> Path | None:
    value = _text(env, name)
    if value and not Path(value).is_file():
        raise BadSetting(f"{name}: there is no file {value}")
    return Path(value) if value else None


def _sealing_key(env: FileAwareEnv, name: str) -> str | None:
    value = _text(env, name)
    try:
        if value is not None:
            Seal(value)
    except ValueError as error:
        raise BadSetting(f"{name} {error}") from None  # without the value: it is a secret
    return value


def _positive(env: FileAwareEnv, name: str, default: int) -> int:
    return env.int(name, default, validate=validate.Range(min=1))
