"""The command finds what it works on, and says in one line when it cannot."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from services.enrolment.storage.tables import EmployeeRow
from services.evaluation.storage.tables import Base as EvaluationBase
from shared.codec import encode
from shared.database import Database, embedded_url
from shared.messaging.tables import outbox, waiting
from shared.migrations import migrate
from tests.e2e.system import Process
from tests.integration.console import (
    COMMAND,
    REPOSITORY,
    Place,
    an_employee_event,
    count,
    embedded,
    headers,
    migrations,
    on_server,
    run,
)
from tests.integration.test_lontar_command import ROSTER

PATIENCE_SECONDS = 90.0


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("import",),
        ("import", "roster"),
        ("import", "units"),
        ("parked",),
        ("parked", "list"),
        ("parked", "show"),
        ("parked", "retry"),
        ("parked", "discard"),
        ("topology",),
    ],
    ids=" ".join,
)
def test_every_command_explains_itself_without_any_setting(arguments: tuple[str, ...]):
    answer = run([*arguments, "--help"], {"DATABASE_URL": "nonsense"})

    assert (answer.code, answer.err) == (0, "")
    assert f"Usage: {' '.join(['lontar', *arguments])}" in answer.out


def test_the_map_needs_no_database(tmp_path: Path):
    answer = run(["topology"], {"DATABASE_URL": "nonsense"})

    assert answer.code == 0
    assert ["hr.events", "employee.changed", "enrolment, evaluation, notification"] in answer.rows
    assert ["enrolment.events", "study.applied", "-"] in answer.rows
    assert ["hr.events", "(any other name)", "enrolment, which parks it"] in answer.rows


def test_the_command_is_light(tmp_path: Path):
    look = (
        "import importlib, sys; from services.lontar import COMMANDS;"
        "[importlib.import_module(one.partition(':')[0]) for one in COMMANDS.values()];"
        "print(*{'eventlet', 'nameko', 'kombu', 'statsmodels'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", look], cwd=REPOSITORY, capture_output=True)

    assert (done.returncode, done.stdout) == (0, b"\n")


def test_a_directory_without_data_is_named_and_left_alone(tmp_path: Path):
    place = tmp_path / "nothing"

    failure = run(["parked", "list"], {"DATA_DIR": str(place)}).failure

    assert failure.startswith(f"{place} holds no data yet: start `python -m services`")
    assert not place.exists()


def test_a_first_import_makes_the_databases_and_a_dry_run_does_not(tmp_path: Path, roster: Path):
    place = tmp_path / "var"
    settings = {"DATA_DIR": str(place)}

    tried = run(["import", "roster", roster, "--dry-run"], settings)
    assert tried.out == "roster.csv: 2 rows, 2 would be published, 0 unchanged\n"
    assert not place.exists()

    assert run(["import", "roster", roster], settings).code == 0
    assert count(Database(embedded_url(place, "enrolment")), outbox) == 2
    assert run(["parked", "list"], settings).code == 0


def test_a_first_import_of_a_bad_file_makes_nothing(tmp_path: Path, roster: Path):
    roster.write_text("")
    place = tmp_path / "var"

    failure = run(["import", "roster", roster], {"DATA_DIR": str(place)}).failure

    assert "is empty" in failure
    assert not place.exists()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL must start with postgresql://"),
        ({"DATABASE_URL": "postgresql://h:port/x"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "the database: OperationalError: "),
        ({"TIME_ZONE": "Mars/Base"}, "TIME_ZONE: there is no zone 'Mars/Base'"),
        ({"HTTP_PORT": "many"}, "HTTP_PORT"),
        ({"DATA_DIR": "/dev/null"}, "/dev/null holds no data yet"),
    ],
    ids=lambda value: "" if isinstance(value, str) else "=".join(*value.items()),
)
def test_wrong_settings_and_a_database_that_is_down_are_one_line(
    settings: dict[str, str], reason: str
):
    assert reason in run(["parked", "list"], settings).failure


@pytest.mark.parametrize("content", ["Ndün".encode("latin-1"), b"PK\x03\x04", None])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None):
    place = embedded(tmp_path)
    file = tmp_path / "bad"
    file.mkdir() if content is None else file.write_bytes(content)

    assert str(file) in place.lontar("import", "roster", file).failure


def test_a_database_that_is_not_migrated_is_named(fresh_database: Callable[[str], str]):
    url = fresh_database("enrolment")

    failure = run(["parked", "list"], {"DATABASE_URL": url}).failure

    assert "belongs to no service of Lontar yet" in failure


def test_a_database_of_another_version_says_what_to_run(
    fresh_database: Callable[[str], str], tmp_path: Path
):
    for place in (on_server(fresh_database("enrolment")), embedded(tmp_path)):
        with place.database.transaction() as session:
            old = "update alembic_version set version_num = 'enrolment_0000' where version_num like"
            session.execute(text(f"{old} 'enrolment%'"))
        failure = place.lontar("parked", "list").failure

        assert "enrolment is at enrolment_0000" in failure
        assert "run `python -m services.enrolment migrate`" in failure or "start `" in failure


def test_a_corrupt_database_file_is_one_line(tmp_path: Path):
    place = embedded(tmp_path)
    place.database.close()
    (tmp_path / "enrolment.db").write_bytes(b"this is no database" * 1000)

    assert "file is not a database" in place.lontar("parked", "list").failure


def test_rosters_are_not_imported_into_another_service(
    fresh_database: Callable[[str], str], roster: Path
):
    url = fresh_database("evaluation")
    database = Database(url.replace("postgresql://", "postgresql+psycopg2://"))
    migrate(database, migrations("evaluation"))

    failure = run(["import", "roster", roster], {"DATABASE_URL": url}).failure

    assert failure == "DATABASE_URL is the database of evaluation, not of enrolment"
    assert count(database, outbox) == 0


def test_a_bar_is_drawn_on_a_terminal_only(tmp_path: Path, roster: Path):
    place = embedded(tmp_path)
    ours, theirs = os.openpty()
    environment = os.environ | {"DATA_DIR": str(tmp_path), "TERM": "xterm"}

    done = subprocess.run(
        [COMMAND, "import", "roster", roster],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    drawn = os.read(ours, 100_000).decode()

    assert (done.returncode, b"2 published" in done.stdout) == (0, True)
    assert "100%" in drawn
    assert place.lontar("import", "roster", roster).err == ""


def test_it_works_beside_running_services_and_without_them(tmp_path: Path, roster: Path):
    place = embedded(tmp_path)
    parked = place.set_aside(
        routing_key="employee.changed",
        body=encode(an_employee_event("E9")),
        headers=headers(an_employee_event("E9")),
    )
    assert place.lontar("parked", "retry", "--all").code == 0

    with _running_services(place, tmp_path / "process"):
        _wait_for("the parked message is applied", lambda: place.waiting(parked) is None)
        assert place.lontar("import", "roster", roster).code == 0
        evaluation = Database(embedded_url(tmp_path, "evaluation"))
        learners = EvaluationBase.metadata.tables["employee"]
        _wait_for("all three are known there", lambda: count(evaluation, learners) >= 2)
        assert count(place.database, EmployeeRow) == 3

        bad = place.set_aside(routing_key="unit.changed", body=b"[", reason="malformed")
        assert place.lontar("parked", "retry", bad).code == 0
        _wait_for("it is parked again", lambda: place.waiting(bad).state == "parked")
        assert "malformed JSON" in place.lontar("parked", "show", bad).out
        assert place.lontar("parked", "discard", bad, "--reason", "no message").code == 0
        assert count(place.database, waiting) == 1


@contextmanager
def _running_services(place: Place, directory: Path) -> Iterator[None]:
    process = Process("services", ["-m", "services"], directory, place.environment)
    try:
        process.wait_for("notification ready")
        yield
        assert process.terminate() == 0
    finally:
        process.kill()


def _wait_for(what: str, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
