"""Moves a service's outbox to its exchange."""

import select
from datetime import UTC, datetime

from bench.baselines.raw import BATCH, broker, database

# array(): joined to the subquery instead, the planner reads the whole backlog for each batch.
CLAIM = """
    delete from outbox where position = any (array
        (select position from outbox order by position limit %s for update))
    returning position, event_id::text, name, subject::text, version, body
"""
IDLE = 1.0  # seconds between looks when nobody wakes it


def run(service: str) -> None:
    """Publish for ever; a row leaves the outbox only once the broker has confirmed it."""
    connection = database.connect()
    publisher = broker.Publisher(broker.connect())
    with connection, connection.cursor() as cursor:
        cursor.execute("listen outbox")
    while True:
        with connection, connection.cursor() as cursor:
            cursor.execute(CLAIM, (BATCH,))
            claimed = sorted(cursor.fetchall())
            for row in claimed:
                _publish(publisher, service, row)
            publisher.flush()
        if len(claimed) < BATCH:
            _sleep(connection)


def _publish(publisher: broker.Publisher, service: str, row: tuple) -> None:
    """One outbox row as a CloudEvent in binary mode."""
    _, event_id, name, subject, version, body = row
    headers = {
        "ce-specversion": "1.0",
        "ce-id": event_id,
        "ce-type": name,
        "ce-source": f"/lontar/{service}",
        "ce-time": datetime.now(UTC).isoformat(),
        "ce-subject": subject,
        "ce-sequence": str(version),
    }
    publisher.publish(f"{service}.events", name, body, headers)


def _sleep(connection) -> None:
    """Wait for a commit's notice, at most IDLE."""
    connection.poll()
    if not connection.notifies:
        select.select([connection], [], [], IDLE)
        connection.poll()
    connection.notifies.clear()
