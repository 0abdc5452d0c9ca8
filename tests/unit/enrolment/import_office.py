"""A personnel office for tests: files in a folder, and an enrolment database of its own."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.enrolment.importing import KINDS, Report, import_file
from shared.clock import TravellingClock
from shared.database import Database
from shared.messaging.tables import outbox
from tests.servers import migrated_file

NOON = datetime(2026, 3, 31, 4, 0, tzinfo=UTC)

ROSTER = "employee_id,name,unit_id,position,supervisor_id,email,employment,active"
UNITS = "unit_id,name,parent_id,min_on_duty"


def an_employee(employee_id: str = "E1", name: str = "Maria Tefa", **cells: str) -> str:
    """One line under the header ROSTER; values with commas bring their own quotes."""
    row = {
        "employee_id": employee_id,
        "name": name,
        "unit_id": "KEC-ALAK",
        "position": "Operator SIAK",
        "supervisor_id": "",
        "email": "",
        "employment": "PNS",
        "active": "true",
    }
    return ",".join((row | cells).values())


class Office:
    """Writes files and imports them; its clock stands at noon and runs on."""

    def __init__(self, folder: Path):
        self._folder = folder
        self.clock = TravellingClock(NOON)
        self.database = Database(migrated_file("enrolment", folder), source="/lontar/enrolment")

    def file(self, content: str | bytes) -> Path:
        path = self._folder / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def imports(self, content: str | bytes, kind: str = "roster", **options: Any) -> Report:
        return import_file(self.database, KINDS[kind], self.file(content), self.clock, **options)

    def refusals(self, content: str | bytes, kind: str = "roster") -> list[str]:
        """What is wrong with a file; nothing of it may have been published."""
        before = len(self.events())
        report = self.imports(content, kind)
        assert report.errors
        assert len(self.events()) == before
        return [str(error) for error in report.errors]

    def events(self) -> list[dict[str, Any]]:
        """What is in the outbox: the body, and the headers under their own names."""
        with self.database.reading() as session:
            rows = session.execute(select(outbox).order_by(outbox.c.id)).all()
        return [json.loads(row.headers) | json.loads(row.body) for row in rows]
