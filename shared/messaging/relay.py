"""The leaving half of the road: outbox rows, in order, onto the bus.

A row is deleted only when the bus has confirmed it. One relay is active per service, so the
events of an aggregate leave in order; the lease that makes it so is the database's own.
"""

import fcntl
import json
from collections.abc import Sequence
from typing import IO, Any, Protocol

import structlog
from sqlalchemy import Connection, delete, select, text, update

from shared.clock import Clock
from shared.database import Database
from shared.envelope import Envelope
from shared.messaging.tables import outbox

log = structlog.get_logger(__name__)

WINDOW = 500
"""Rows sent before the first confirm must have come back."""


_BLOCKED = select(outbox.c.subject).where(outbox.c.refused_at.is_not(None))

_OLDEST = (
    select(outbox)
    .where(outbox.c.refused_at.is_(None), outbox.c.subject.not_in(_BLOCKED))
    .order_by(outbox.c.id)
    .limit(WINDOW)
)
"""The oldest rows, without aggregates that have a refused one: order is kept."""


class Outlet(Protocol):
    """Where the relay hands over. Raises DependencyDown when the bus cannot be reached."""

    def send(self, envelopes: Sequence[Envelope]) -> dict[int, str | None]:
        """Return when every message is confirmed; {index: reason} for those refused.

        Without a reason: not sent, because an earlier one of its aggregate was refused.
        """
        ...


class Relay:
    """Empties one service's outbox.

    active   whether this process did so in its last round; else another one has the lease
    """

    active = False

    def __init__(self, service: str, database: Database, outlet: Outlet, clock: Clock):
        self._lease = Lease(service, database)
        self._database = database
        self._outlet = outlet
        self._clock = clock

    def pump(self) -> int:
        """Relay everything there is; return how many rows left.

        Does nothing while another process holds the lease. Raises DependencyDown.
        """
        self.active = self._lease.hold()
        if not self.active:
            return 0
        relayed = 0
        while batch := self._next():
            ids = [row.id for row in batch]
            refused = self._outlet.send([_envelope(row) for row in batch])
            self._forget(
                [row_id for index, row_id in enumerate(ids) if index not in refused],
                {ids[index]: reason for index, reason in refused.items() if reason},
            )
            relayed += len(ids) - len(refused)
        return relayed

    def close(self) -> None:
        """Give up the lease."""
        self.active = False
        self._lease.release()

    def _next(self) -> Sequence[Any]:
        with self._database.reading() as session:
            return session.execute(_OLDEST).all()

    def _forget(self, sent: Sequence[int], refused: dict[int, str]) -> None:
        with self._database.transaction() as session:
            session.execute(delete(outbox).where(outbox.c.id.in_(sent)))
            for row_id, reason in refused.items():
                log.warning("the broker refused an event", outbox_id=row_id, reason=reason)
                session.execute(
                    update(outbox)
                    .where(outbox.c.id == row_id)
                    .values(refused_at=self._clock.now(), reason=reason)
                )


class Lease:
    """One holder at a time, freed by the system itself when its process dies."""

    def __init__(self, service: str, database: Database):
        self._database = database
        self._name = f"lontar relay {service}"
        self._connection: Connection | None = None
        self._file: IO[str] | None = None

    def hold(self) -> bool:
        """Take the lease, or confirm that it is still held. Raises what the database raises."""
        return self._hold_file() if self._database.is_sqlite else self._hold_advisory_lock()

    def release(self) -> None:
        """Let another process take over."""
        if self._connection:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        if self._file:
            self._file.close()
            self._file = None

    def _hold_advisory_lock(self) -> bool:
        if self._connection is None:
            connection = self._database.engine.connect()
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            key = text("select pg_try_advisory_lock(hashtext(:name))")
            if not connection.execute(key, {"name": self._name}).scalar():
                connection.close()
                return False
            self._connection = connection
        try:
            self._connection.execute(text("select 1"))
        except Exception:
            self.release()
            raise
        return True

    def _hold_file(self) -> bool:
        if self._file is None:
            file = open(f"{self._database.url.database}.relay", "w")  # noqa: SIM115
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._file = file
        return True


def _envelope(row: Any) -> Envelope:
    headers = json.loads(row.headers)
    return Envelope(
        exchange=row.exchange,
        routing_key=row.event,
        headers=headers,
        body=bytes(row.body),
        message_id=headers["ce-id"],
    )
