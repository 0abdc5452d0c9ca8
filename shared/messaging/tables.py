"""The rows that the road keeps in every service's own database."""

import sqlalchemy as sa

from shared.columns import Instant

metadata = sa.MetaData()
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", BigId, sa.Identity(always=True), primary_key=True),
    sa.Column("exchange", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("headers", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("refused_at", Instant),
    sa.Column("reason", sa.Text),
    sqlite_autoincrement=True,
)
"""Events that are facts but not yet on the bus; `refused_at`: the broker would not take it."""

sa.Index("outbox_refused", outbox.c.subject, postgresql_where=outbox.c.refused_at.is_not(None))

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("subscription", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("message_id", sa.Text, primary_key=True),
    sa.Column("received_at", Instant, nullable=False),
)
"""Messages that were taken care of: applied, held or parked."""

sa.Index("inbox_received_at", inbox.c.received_at)

progress = sa.Table(
    "progress",
    metadata,
    sa.Column("exchange", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
)
"""The newest version of each aggregate that a latest-wins subscription has applied."""

waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # held, parked, discarded
    sa.Column("subscription", sa.Text, nullable=False),
    sa.Column("exchange", sa.Text, nullable=False),
    sa.Column("routing_key", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text),
    sa.Column("content_encoding", sa.Text),
    sa.Column("message_id", sa.Text),
    sa.Column("headers", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("waits_for", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", Instant),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("updated_at", Instant, nullable=False),
)
"""Messages that could not be applied: held (tried again at next_at), parked or discarded."""

sa.Index(
    "waiting_next_at",
    waiting.c.next_at,
    postgresql_where=waiting.c.next_at.is_not(None),
    sqlite_where=waiting.c.next_at.is_not(None),
)
sa.Index("waiting_waits_for", waiting.c.waits_for)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
)
"""What operators did by hand, and why."""

answered_request = sa.Table(
    "answered_request",
    metadata,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("answer", sa.Text),
    sa.Column("answered_at", Instant, nullable=False),
)
"""First answers of commands, so that a repeated request changes nothing."""

sa.Index("answered_request_answered_at", answered_request.c.answered_at)
