"""The `lontar` command as operators run it, and what it works on."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from services.lontar import MIGRATIONS
from shared.codec import encode, headers_of
from shared.database import Database, embedded_url
from shared.events.hr import EmployeeChanged
from shared.ids import new_id
from shared.messaging import Envelope
from shared.messaging.tables import audit, outbox, waiting
from shared.messaging.waiting import set_aside
from shared.migrations import migrate
from tests.integration import nursery
from tests.servers import migrated_file

REPOSITORY = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("lontar")
SETTINGS = ("DATABASE_URL", "DATA_DIR", "AMQP_URI", "TIME_ZONE", "LOG_LEVEL", "HTTP_PORT")
HELD_AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
QUEUE = "enrolment.hr.events.v1"


@dataclass(frozen=True)
class Answer:
    """What a command did. failure: its one line on stderr."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        """The lines of a list, without the titles."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]

    @property
    def failure(self) -> str:
        """The one line of a command that failed."""
        assert self.code != 0
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("lontar: ")
        return lines[0].removeprefix("lontar: ")


def run(arguments: Sequence[str | Path], environment: dict[str, str]) -> Answer:
    """Run `lontar` with these settings and no others."""
    ours = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    code, out, err = nursery.run([str(one) for one in arguments], ours | environment)
    return Answer(code, out.decode(), err.decode())


class Place:
    """An installation, and enrolment's database in it, migrated."""

    def __init__(self, environment: dict[str, str], url: str):
        self.environment = environment
        self.database = Database(url, source="/lontar/enrolment")
        migrate(self.database, migrations("enrolment"))

    def lontar(self, *arguments: str | Path) -> Answer:
        return run(arguments, self.environment)

    def set_aside(self, *, at: datetime = HELD_AT, held: bool = False, **parts: Any) -> str:
        """A message as a subscription leaves it; parts: of the envelope, and a reason."""
        reason = parts.pop("reason", "it has its reasons")
        envelope = Envelope(
            **({"exchange": "hr.events", "routing_key": "x", "body": b"{}"} | parts)
        )
        next_at = at + timedelta(days=9999) if held else None
        with self.database.transaction() as session:
            return set_aside(session, QUEUE, envelope, reason=reason, next_at=next_at, now=at)

    def refuse(self, event: EmployeeChanged, *, at: datetime = HELD_AT) -> str:
        """An event in the outbox that the broker would not take."""
        with self.database.transaction() as session:
            number = session.scalar(
                insert(outbox).returning(outbox.c.id),
                {
                    "exchange": event.exchange,
                    "event": event.event_name,
                    "subject": event.subject,
                    "headers": json.dumps(headers(event)),
                    "body": encode(event),
                    "created_at": at,
                    "refused_at": at,
                    "reason": "no queue takes it",
                },
            )
        return f"outbox:enrolment:{number}"

    def waiting(self, row_id: str) -> Any:
        """The row of a message; None: it is gone."""
        with self.database.reading() as session:
            return session.execute(select(waiting).where(waiting.c.id == row_id)).one_or_none()

    def outbox(self) -> list[Any]:
        with self.database.reading() as session:
            return list(session.execute(select(outbox).order_by(outbox.c.id)).all())

    def audited(self) -> list[tuple[str, str, str | None]]:
        """(action, record, reason)"""
        with self.database.reading() as session:
            rows = session.execute(select(audit).order_by(audit.c.at, audit.c.record)).all()
        assert all(row.actor for row in rows)
        return [(row.action, row.record, row.reason) for row in rows]


def embedded(data_dir: Path) -> Place:
    """An installation without servers, with its three databases."""
    for service in MIGRATIONS:
        migrated_file(service, data_dir)
    return Place({"DATA_DIR": str(data_dir)}, embedded_url(data_dir, "enrolment"))


def on_server(url: str) -> Place:
    """The enrolment service on PostgreSQL."""
    return Place({"DATABASE_URL": url}, url.replace("postgresql://", "postgresql+psycopg2://"))


def migrations(service: str) -> Path:
    return REPOSITORY / "services" / service / "storage" / "migrations"


def an_employee_event(employee_id: str = "E1", **facts: Any) -> EmployeeChanged:
    """As HR would send it."""
    told: dict[str, Any] = {
        "occurred_at": HELD_AT,
        "employee_id": employee_id,
        "name": "Maria Tefa",
        "unit_id": "KEC-ALAK",
        "position": "Operator SIAK",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": HELD_AT,
    }
    return EmployeeChanged(**(told | facts))


def headers(event: EmployeeChanged) -> dict[str, Any]:
    return headers_of(
        event, event_id=new_id(), source="/hr/simpeg", sequence=1, traceparent="00-0-0-01"
    )


def count(database: Database, table: Any) -> int:
    """Rows of a table."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
