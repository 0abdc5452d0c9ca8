"""Writes to the learners of a batch."""

from datetime import UTC, datetime

from bench.baselines import rules
from bench.baselines.raw import database

CONTACTS = (
    "select employee_id, name, email, language from contact where employee_id = any(%s::text[])"
)
MESSAGE = ("notification_id", "employee_id", "about", "subject", "body", "created_at")
DELIVERY = (
    "delivery_id",
    "notification_id",
    "channel",
    "address",
    "status",
    "attempts",
    "next_at",
)


def handle(cursor, events: list[tuple[str, dict]]) -> None:
    """One message and one pending delivery for each event, in the caller's transaction."""
    now = datetime.now(UTC)
    cursor.execute(CONTACTS, (list({data["employee_id"] for _, data in events}),))
    contacts = {employee_id: contact for employee_id, *contact in cursor.fetchall()}
    messages, deliveries = [], []
    for about, data in events:
        name, email, language = contacts[data["employee_id"]]
        subject, body = rules.written(about, data, name, language)
        message_id = rules.new_id()
        messages.append((message_id, data["employee_id"], about, subject, body, now))
        deliveries.append((rules.new_id(), message_id, "email", email, "pending", 0, now))
    database.insert(cursor, "message", MESSAGE, messages)
    database.insert(cursor, "delivery", DELIVERY, deliveries)
