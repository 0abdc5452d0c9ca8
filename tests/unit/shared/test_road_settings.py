"""A malformed setting stops the start with one line that names it."""

from pathlib import Path

import pytest

from shared.settings import BadSetting, read_settings, require

MALFORMED = {
    "AMQP_URI": "http://broker",
    "RPC_AMQP_URI": "broker",
    "DATABASE_URL": "mysql://database",
    "HTTP_PORT": "many",
    "SMTP_URL": "mail.example",
    "MAIL_MODE": "perhaps",
    "ROOM_CHAT_URL": "secret-token-of-a-room",
    "TIME_ZONE": "Asia/Atlantis",
    "LANGUAGE": "fr",
    "HOLIDAY_OVERRIDES": "no/such/file.csv",
    "LOG_LEVEL": "loud",
    "RPC_WORKERS": "0",
    "BATCH_SIZE": "-1",
    "BATCH_LINGER_MS": "soon",
    "HOLD_ATTEMPTS": "1.5",
    "HOLD_FIRST_PAUSE_SECONDS": "0",
    "KEEP_INBOX_DAYS": "ever",
    "KEEP_PARKED_DAYS": "0",
    "KEEP_MESSAGES_DAYS": "x",
    "KEEP_REQUESTS_DAYS": "",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*MALFORMED, "DATA_DIR", "MAIL_FROM", "PORTAL_URL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


@pytest.mark.parametrize("name", [name for name, value in MALFORMED.items() if value])
def test_a_malformed_setting_is_named_in_one_line(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, MALFORMED[name])

    with pytest.raises(BadSetting) as refused:
        read_settings()

    assert name in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_nothing_has_to_be_set_for_an_installation_without_servers():
    settings = read_settings()

    assert settings.embedded
    assert settings.mail_mode == "file"
    assert settings.language == "id"
    assert str(settings.time_zone) == "Asia/Makassar"


def test_a_url_is_written_as_users_write_it(monkeypatch: pytest.MonkeyPatch):
    for written in ("postgresql://u:p@h/d", "postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"):
        monkeypatch.setenv("DATABASE_URL", written)
        assert read_settings().database_url == "postgresql+psycopg2://u:p@h/d"


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    secret = tmp_path / "uri"
    secret.write_text("amqp://user:password@broker/\n")
    monkeypatch.setenv("AMQP_URI_FILE", str(secret))

    assert read_settings().amqp_uri == "amqp://user:password@broker/"


def test_rpc_takes_the_broker_of_the_events_unless_it_has_its_own(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("AMQP_URI", "amqp://one/")
    assert read_settings().rpc_amqp_uri == "amqp://one/"

    monkeypatch.setenv("RPC_AMQP_URI", "amqp://two/")
    assert read_settings().rpc_amqp_uri == "amqp://two/"


def test_mail_is_live_only_where_a_server_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SMTP_URL", "smtp://mail.example")
    assert read_settings().mail_mode == "live"

    monkeypatch.setenv("MAIL_MODE", "redirect:me@example.org")
    assert read_settings().mail_mode == "redirect:me@example.org"

    monkeypatch.delenv("SMTP_URL")
    with pytest.raises(BadSetting, match="SMTP_URL"):
        read_settings()


def test_a_missing_required_setting_is_named():
    with pytest.raises(BadSetting, match="DATABASE_URL is required"):
        require(read_settings(), "DATABASE_URL")


def test_the_language_of_a_desktop_is_understood(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "en_GB:en")

    assert read_settings().language == "en"
