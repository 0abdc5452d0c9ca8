"""The installation without servers: a SIGKILL in the middle loses and doubles nothing."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.system import SERVICES, Process, wait_until

CLASSES, CLASS_SIZE, KILLS = 20, 25, 4
LEARNERS = [f"pegawai-{number:04}" for number in range(CLASSES * CLASS_SIZE)]


class Embedded:
    """An embedded installation in a directory: run, killed, read."""

    def __init__(self, directory: Path):
        self._directory = directory
        self._data = directory / "data"
        self._starts = 0
        self.process: Process | None = None

    def office(self, steps: list[dict[str, Any]]) -> Process:
        """Start it with an office inside that makes these calls."""
        plan = self._directory / f"plan-{self._starts}"
        plan.write_text("".join(json.dumps(step) + "\n" for step in steps))
        return self._start("office", ["-m", "tests.e2e.embedded_office", str(plan)])

    def plain(self) -> Process:
        """Start it as a user does."""
        process = self._start("services", ["-m", "services"])
        for service in SERVICES:
            process.wait_for(f"{service} ready")
        return process

    def rows(self, service: str, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self._data / f"{service}.db", timeout=10)) as connection:
            return connection.execute(query).fetchall()

    def count(self, service: str, what: str) -> int:
        return self.rows(service, f"select count(*) from {what}")[0][0]

    def work_left(self) -> dict[str, int]:
        """Outbox and held rows, by where they are."""
        left = {}
        for service in SERVICES:
            left[f"outbox of {service}"] = self.count(service, "outbox")
            left[f"waiting in {service}"] = self.count(service, "waiting")
        return {where: count for where, count in left.items() if count}

    def _start(self, name: str, arguments: list[str]) -> Process:
        self._starts += 1
        directory = self._directory / f"{self._starts:02}-{name}"
        self.process = Process(name, arguments, directory, {"DATA_DIR": str(self._data)})
        return self.process


@pytest.fixture
def embedded(tmp_path: Path):
    installation = Embedded(tmp_path)
    yield installation
    if installation.process:
        installation.process.kill()


def test_an_embedded_run_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    embedded: Embedded,
):
    completions = _enrol_classes(embedded)

    hits = [_kill_in_the_middle(embedded, completions, number) for number in range(1, KILLS + 1)]
    assert all(hits), "a kill hit an idle system"
    completed = embedded.count("enrolment", "enrolment where status = 'completed'")
    assert 0 < completed < len(LEARNERS)

    services = embedded.plain()
    wait_until(lambda: not embedded.work_left(), "quiet", embedded.work_left)
    assert services.terminate() == 0
    _assert_each_has_its_effects_once(embedded, completed)

    office = embedded.office(completions)
    wait_until(
        lambda: office.check() and _answers(office) == CLASSES and not embedded.work_left(),
        "all completions",
        office.lines,
    )
    office.kill()
    _assert_each_has_its_effects_once(embedded, len(LEARNERS))


def _kill_in_the_middle(embedded: Embedded, completions: list[dict], number: int) -> bool:
    """Kill it when it has got on; whether it was at work (three attempts)."""
    wanted = number * CLASSES // (KILLS + 1)
    for _ in range(3):
        office = embedded.office(completions)
        wait_until(
            lambda office=office: (
                office.check() and _answers(office) >= wanted and embedded.work_left()
            ),
            "work in the middle",
            office.lines,
            every=0.002,
        )
        office.kill()
        assert _answers(office) < CLASSES, "everything was completed before the kill"
        if embedded.work_left():
            return True
    return False


def _enrol_classes(embedded: Embedded) -> list[dict[str, Any]]:
    """The calls that complete everybody; each has its request_id once and for all."""
    people = [_person("atasan", None), *(_person(one, "atasan") for one in LEARNERS)]
    office = embedded.office([{"people": people}])
    wait_until(
        lambda: (
            office.check()
            and "office ready" in office.lines()
            and embedded.count("notification", "person") == len(people)
            and embedded.count("enrolment", "employee") == len(people)
        ),
        "whole roster",
        office.lines,
    )
    office.kill()

    (saved,) = _answers_to(embedded, [_save_programme()])
    ended_at = datetime.now(UTC) - timedelta(days=1)
    scheduling = [_schedule(saved["programme_id"], ended_at) for _ in range(CLASSES)]
    offerings = [one["offering_id"] for one in _answers_to(embedded, scheduling)]
    seats = {
        offering_id: LEARNERS[number * CLASS_SIZE : (number + 1) * CLASS_SIZE]
        for number, offering_id in enumerate(offerings)
    }
    nominating = [
        _step("nominate", offering_id=offering_id, employee_ids=learners, nominated_by="atasan")
        for offering_id, learners in seats.items()
    ]
    _answers_to(embedded, nominating)
    return [
        _step(
            "complete_offering",
            offering_id=offering_id,
            completed_at=(ended_at + timedelta(minutes=1)).isoformat(),
            results=[{"employee_id": one, "passed": True} for one in learners],
        )
        for offering_id, learners in seats.items()
    ]


def _answers_to(embedded: Embedded, steps: list[dict[str, Any]]) -> list[Any]:
    """Run an office until all is answered and done."""
    office = embedded.office(steps)
    wait_until(
        lambda: office.check() and _answers(office) == len(steps) and not embedded.work_left(),
        "answers",
        office.lines,
    )
    answers = [json.loads(line)["answer"] for line in office.lines() if line.startswith("{")]
    office.kill()
    return answers


def _assert_each_has_its_effects_once(embedded: Embedded, completions: int) -> None:
    completed = Counter(
        row[0]
        for row in embedded.rows(
            "enrolment", "select enrolment_id from enrolment where status = 'completed'"
        )
    )
    assert len(completed) == completions
    certified = embedded.rows("enrolment", "select enrolment_id from certificate")
    assert Counter(row[0] for row in certified) == completed
    evaluations = embedded.rows("evaluation", "select enrolment_id from evaluation")
    assert Counter(row[0] for row in evaluations) == Counter(dict.fromkeys(completed, 5))
    for about in ("training.completed", "evaluation.scheduled"):
        messages = embedded.rows(
            "notification", f"select subject_id from message where about = '{about}'"
        )
        assert Counter(row[0] for row in messages) == completed, about
    assert embedded.work_left() == {}


def _answers(office: Process) -> int:
    return sum(line.startswith("{") for line in office.lines())


def _step(method: str, **arguments: Any) -> dict[str, Any]:
    arguments = {"request_id": str(uuid4()), **arguments}
    return {"service": "enrolment", "method": method, "arguments": arguments}


def _save_programme() -> dict[str, Any]:
    return _step(
        "save_programme",
        title="Pelayanan Prima",
        kind="training",
        learning_hours=6,
        competencies=[],
        cost_per_participant=0,
    )


def _schedule(programme_id: str, ended_at: datetime) -> dict[str, Any]:
    starts_at = ended_at - timedelta(hours=6)
    return _step(
        "schedule_offering",
        programme_id=programme_id,
        meetings=[{"starts_at": starts_at.isoformat(), "ends_at": ended_at.isoformat()}],
        capacity=CLASS_SIZE,
        min_participants=1,
    )


def _person(employee_id: str, supervisor_id: str | None) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "name": employee_id,
        "unit_id": "kelurahan-01",
        "position": "Pranata pelayanan",
        "supervisor_id": supervisor_id,
        "email": None,
        "employment": "PNS",
        "active": True,
        "roles": ["officer"] if supervisor_id is None else [],
    }
