"""The three services in one process and the portal in another, as `make portal` runs them."""

import json
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import randrange
from signal import SIGKILL, SIGTERM
from typing import Any
from uuid import uuid4

import httpx

from shared.database import Database, embedded_url
from shared.envelope import Envelope
from shared.launcher.socket_files import DOOR, short_address
from shared.messaging.waiting import set_aside
from tests import servers
from tests.integration.portal import town
from tests.servers import processes

PATIENCE = 90  # s
_REPOSITORY = Path(__file__).parents[3]


class Refusal(Exception):
    """What a call answered instead."""


class Running:
    """A process with its output in a file."""

    def __init__(self, arguments: list[str], directory: Path, environment: dict[str, str]):
        directory.mkdir(parents=True, exist_ok=True)
        self._output = directory / "output"
        self._output.write_text("")
        self.process = processes.spawn(
            [sys.executable, *arguments],
            directory=directory,
            environment=environment,
            when_we_die=SIGKILL,
        )

    @property
    def said(self) -> str:
        return self._output.read_text(errors="replace")

    def wait_for(self, line: str) -> None:
        wait_until(lambda: self._check() and line in self.said.splitlines(), line, self)

    def _check(self) -> bool:
        assert self.process.poll() is None, self.said[-3000:]
        return True

    def stop(self) -> int:
        self.process.send_signal(SIGTERM)
        return self.process.wait(PATIENCE)


class House:
    """settings: for the portal, beside where things are."""

    def __init__(self, directory: Path, **settings: str):
        self.directory = directory
        self.data = directory / "data"
        self.data.mkdir(parents=True)
        self.port = servers.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._visitors: dict[str, Visitor] = {}
        (directory / "people.json").write_text(json.dumps(town.people()))
        self.portal = self.start_portal(directory / "portal", **settings)
        self.services = self.start_services()
        self.services.wait_for("notification ready")
        self.portal.wait_for("portal ready")
        wait_until(lambda: self._knows(town.GONE), "people", self.services)
        today = datetime.now(UTC).date()
        self._coming_days = iter(self._working_days(today + timedelta(30), 300))
        self._past_days = iter(self._working_days(today - timedelta(300), 299)[::-1])

    def start_services(self) -> Running:
        arguments = ["-m", "tests.integration.portal.services_process"]
        people = str(self.directory / "people.json")
        return Running([*arguments, people], self.directory / "services", self.environment())

    def start_portal(self, directory: Path, **settings: str) -> Running:
        """One, or another beside it."""
        return Running(["-m", "services.portal"], directory, self.environment() | settings)

    def stop(self) -> None:
        for one in (self.portal, self.services):
            one.process.kill()
            one.process.wait()

    def call(self, service: str, method: str, **arguments: Any) -> Any:
        """As a program of this machine calls. Raises Refusal."""
        question = {"service": service, "method": method, "arguments": arguments}
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            with short_address(self.data / DOOR) as address:
                line.connect(address)
            with line.makefile("rwb") as lines:
                lines.write(json.dumps(question).encode() + b"\n")
                lines.flush()
                said = json.loads(lines.readline())
        if "error" in said:
            raise Refusal(f"{said['error']['exc_type']}: {said['error']['value']}")
        return said["result"]

    def visitor(self, employee_id: str | None = None) -> "Visitor":
        """A browser; of somebody who signed in. Signing in again and again would be guessing."""
        if employee_id is None:
            return Visitor(self.url)
        if employee_id not in self._visitors:
            self._visitors[employee_id] = Visitor(self.url)
            self._visitors[employee_id].sign_in(employee_id)
        return self._visitors[employee_id]

    def an_offering(self, *, past: bool = False, days: int = 1, **facts: Any) -> str:
        """On working days that no other offering has: nobody can be in two places."""
        free = self._past_days if past else self._coming_days
        chosen = sorted(next(free) for _ in range(days))
        given = {
            "programme_id": self.a_programme(),
            "meetings": [town.meeting(day) for day in chosen],
            "capacity": 20,
            "min_participants": 1,
            "venue": "Aula Lontar",
        }
        offering = self.call("enrolment", "schedule_offering", **(given | facts))
        return str(offering["offering_id"])

    def a_programme(self, **facts: Any) -> str:
        given = {
            "title": "Pelayanan Prima di Loket",
            "kind": "training",
            "learning_hours": 8,
            "competencies": ["pelayanan publik"],
            "cost_per_participant": 350_000,
        }
        saved = self.call("enrolment", "save_programme", **(given | facts))
        return str(saved["programme_id"])

    def requested(self, employee_id: str, offering_id: str | None = None) -> str:
        """The id of a request that waits for its approver."""
        asked = self.call(
            "enrolment",
            "request_enrolment",
            offering_id=offering_id or self.an_offering(),
            employee_id=employee_id,
        )
        return str(asked["enrolment_id"])

    def nominated(self, offering_id: str, *employee_ids: str) -> dict[str, str]:
        """Enrolment ids by employee."""
        answers = self.call(
            "enrolment",
            "nominate",
            offering_id=offering_id,
            employee_ids=list(employee_ids),
            nominated_by=town.OFFICER,
        )
        assert all(one["enrolment_id"] for one in answers), answers
        return {one["employee_id"]: one["enrolment_id"] for one in answers}

    def completed(self, *employee_ids: str, **facts: Any) -> dict[str, str]:
        """Enrolment ids by employee, of a class that is over and passed."""
        offering_id = self.an_offering(past=True, **facts)
        seats = self.nominated(offering_id, *employee_ids)
        end = self.call("enrolment", "get_offering", offering_id=offering_id)["ends_at"]
        self.call(
            "enrolment",
            "complete_offering",
            offering_id=offering_id,
            completed_at=end,
            results=[{"employee_id": one, "passed": True, "score": 88} for one in employee_ids],
        )
        return seats

    def form_of(self, respondent_id: str, enrolment_id: str, level: int = 1) -> str:
        """The id of an evaluation that is open for somebody."""
        found: list[dict[str, Any]] = []

        def is_open() -> bool:
            found[:] = self.call(
                "evaluation",
                "list_evaluations",
                enrolment_id=enrolment_id,
                respondent_id=respondent_id,
                status="open",
            )["items"]
            return any(one["level"] == level for one in found)

        wait_until(is_open, "an open form", self.services)
        return str(next(one["evaluation_id"] for one in found if one["level"] == level))

    def set_aside(self, service: str = "enrolment", *, held: bool = False, **parts: Any) -> str:
        """A message as a subscription leaves it, in the database beside the running services."""
        reason, now = parts.pop("reason", "off its schema: no unit_id"), datetime.now(UTC)
        given = {"exchange": "hr.events", "routing_key": "employee.changed", "body": b"{}"}
        database = Database(embedded_url(self.data, service))
        with database.transaction() as session:
            row_id = set_aside(
                session,
                f"{service}.hr.events.v1",
                Envelope(**(given | parts)),
                reason=reason,
                next_at=now + timedelta(days=9) if held else None,
                now=now,
            )
        database.close()
        return row_id

    def until_parked(self, service: str, parked_id: str) -> dict[str, Any]:
        """What is told of a message once it is parked again."""
        told: dict[str, Any] = {}

        def is_parked() -> bool:
            told.update(self.call(service, "get_parked", parked_id=parked_id))
            return bool(told["state"] == "parked")

        wait_until(is_parked, "a message that is parked again", self.services)
        return told

    def _working_days(self, first: date, number: int) -> list[date]:
        days = {"from": first.isoformat(), "to": (first + timedelta(number)).isoformat()}
        calendar = self.call("enrolment", "get_coverage", unit_id=town.COUNTER, **days)
        return [date.fromisoformat(one["day"]) for one in calendar["days"] if one["working"]]

    def _knows(self, employee_id: str) -> bool:
        try:
            self.call("enrolment", "get_employee", employee_id=employee_id)
            self.call("notification", "get_preferences", employee_id=employee_id)
        except Refusal:
            return False
        return True

    def environment(self) -> dict[str, str]:
        kept = ("PATH", "HOME", "LANG")
        return {name: os.environ[name] for name in kept if name in os.environ} | {
            "PYTHONPATH": str(_REPOSITORY),
            "DATA_DIR": str(self.data),
            "PORTAL_PORT": str(self.port),
            "LANGUAGE": "id",
            "PORTAL_URL": self.url,
            "PORTAL_OPERATORS": town.OPERATOR,
        }


class Visitor:
    """A browser without scripts: keeps cookies, follows links, fills in forms."""

    def __init__(self, url: str, language: str = "en"):
        address = f"10.{randrange(256)}.{randrange(256)}.{randrange(256)}"
        self.client = httpx.Client(
            base_url=url,
            timeout=PATIENCE,
            follow_redirects=True,
            headers={"X-Forwarded-For": address},  # as the office's proxy says; not all are one
        )
        self.client.cookies.set("language", language, domain="127.0.0.1")

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        """With the hidden fields of the page's first form that has them."""
        return self.client.post(path, data=self.hidden(path) | fields)

    def hidden(self, path: str) -> dict[str, str]:
        """csrf and request_id, as some page of this visitor has them."""
        page = self.client.get(path).text
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)
        if csrf is None:
            csrf = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/tasks").text)
        return {"csrf": csrf[1] if csrf else "", "request_id": str(uuid4())}

    def sign_in(self, employee_id: str) -> None:
        answer = self.post("/sign-in", employee_id=employee_id, next="/")
        assert answer.url.path == "/tasks", answer.text


@contextmanager
def open_house(directory: Path, **settings: str) -> Iterator[House]:
    house = House(directory, **settings)
    try:
        yield house
    finally:
        house.stop()


def wait_until(condition: Callable[[], Any], what: str, running: Running) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if condition():
                return
        except (OSError, Refusal):
            pass  # the door is not open yet, or an event is still under way
        assert time.monotonic() < deadline, f"no {what}: {running.said[-3000:]}"
        time.sleep(0.02)
