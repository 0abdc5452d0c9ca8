"""`python -m tests.integration.portal.services_process PEOPLE`: the services, with these people.

PEOPLE is a JSON file: units, employees, leave and complaints, as HR's events tell them.
"""

import shared.launcher.early  # noqa: F401, I001  (first of all)

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from services.parts import PARTS
from shared.events import Event
from shared.events.hr import ComplaintReceived, EmployeeChanged, LeaveChanged, UnitChanged
from shared.launcher.process import Process, embedded
from shared.messaging.outbox import post
from shared.settings import read_settings

_NOW = datetime.now(UTC)


def _events(told: dict[str, list[dict[str, Any]]]) -> list[Event]:
    when = {"occurred_at": _NOW, "changed_at": _NOW}
    leave = [
        one | {name: date.fromisoformat(one[name]) for name in ("starts_on", "ends_on")}
        for one in told["leave"]
    ]
    return [
        *(UnitChanged(**when, **one) for one in told["units"]),
        *(EmployeeChanged(**when, **one) for one in told["employees"]),
        *(LeaveChanged(**when, **one) for one in leave),
        *(ComplaintReceived(**when, **one, received_at=_NOW) for one in told["complaints"]),
    ]


def _tell(process: Process, told: dict[str, list[dict[str, Any]]]) -> None:
    with process.wiring.databases["enrolment"].transaction() as session:
        for event in _events(told):
            post(session, event, sequence=1, source="/lontar/import")


def main(people: Path) -> None:
    process = embedded(PARTS, read_settings())
    _tell(process, json.loads(people.read_text()))
    process.run()


main(Path(sys.argv[1]))
