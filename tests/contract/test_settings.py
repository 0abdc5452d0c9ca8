"""Everything that can be set is documented, with the default that it really has."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from shared.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text("utf-8")
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)

DOCUMENTED = {name: default for name, _, default, _ in ROW.findall(PAGE)}
EXAMPLES = {name: example.strip("`") for name, _, _, example in ROW.findall(PAGE)}
NAMES = {field.name.upper() for field in fields(Settings)}
DERIVED = {"RPC_AMQP_URI", "MAIL_MODE"}
"""Their defaults are rules, which the page gives in words."""

OTHER_READERS = {
    "shared/operating/audit.py",  # SUDO_USER: who did it, which is no setting
    "shared/operating/failing.py",  # LOG_LEVEL, when the settings themselves cannot be read
}

ONLY_FOR_COMPOSE = {"AMQP_PORT", "MANAGEMENT_PORT"}


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No setting is set."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    return monkeypatch


def test_every_setting_is_on_the_page() -> None:
    assert set(DOCUMENTED) == NAMES


def test_every_setting_is_read_under_its_own_name() -> None:
    source = ast.parse((ROOT / "shared" / "settings.py").read_text("utf-8"))
    calls = [node for node in ast.walk(source) if isinstance(node, ast.Call)]

    assert {name for call in calls for name in _settings_read_by(call)} == NAMES


def _settings_read_by(call: ast.Call) -> list[str]:
    """`env.str("NAME", …)` or `_helper(env, "NAME", …)`."""
    name = 1 if isinstance(call.func, ast.Name) else 0
    texts = [str(one.value) for one in call.args[name : name + 1] if isinstance(one, ast.Constant)]
    return [text for text in texts if re.fullmatch(r"[A-Z][A-Z_]+", text)]


@pytest.mark.parametrize("name", sorted(NAMES - DERIVED))
def test_the_page_gives_the_default_that_is_used(
    name: str, bare_environment: pytest.MonkeyPatch
) -> None:
    value = getattr(read_settings(), name.lower())

    said = "not set" if value is None else f"`{_plain(value)}`"

    assert DOCUMENTED[name] == said


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_example_is_accepted(
    name: str, bare_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example = EXAMPLES[name]
    if name == "HOLIDAY_OVERRIDES":
        example = str(tmp_path / "holidays.csv")
        Path(example).write_text("date,working,name\n")
    if name == "MAIL_MODE":
        bare_environment.setenv("SMTP_URL", EXAMPLES["SMTP_URL"])
    bare_environment.setenv(name, example)

    assert getattr(read_settings(), name.lower()) is not None


@pytest.mark.parametrize("name", sorted(NAMES - {"HOLIDAY_OVERRIDES"}))
def test_every_setting_can_be_given_as_a_file(
    name: str, bare_environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if name == "MAIL_MODE":
        bare_environment.setenv("SMTP_URL", EXAMPLES["SMTP_URL"])
    bare_environment.setenv(name, EXAMPLES[name])
    as_variable = read_settings()
    file = tmp_path / "value"
    file.write_text(f" {EXAMPLES[name]}\n")
    bare_environment.delenv(name)
    bare_environment.setenv(f"{name}_FILE", str(file))

    assert read_settings() == as_variable


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for folder in ("services", "shared")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if re.search(r"os\.environ|import environ\b|getenv|\benvirons\b|envvar", path.read_text())
    ]

    assert set(readers) <= {"shared/settings.py", *OTHER_READERS}


def test_the_settings_of_compose_exist_and_show_their_defaults() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    shown = dict(
        line.removeprefix("#").split("=", 1) for line in lines if re.match(r"#[A-Z_]+=", line)
    )
    examples = {"SMTP_URL", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"}
    examples |= {"PORTAL_OPERATORS"}

    assert set(shown) - ONLY_FOR_COMPOSE <= NAMES
    for name in set(shown) - ONLY_FOR_COMPOSE - examples:
        assert DOCUMENTED[name].startswith(f"`{shown[name]}`")


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.key) if isinstance(value, ZoneInfo) else str(value)
