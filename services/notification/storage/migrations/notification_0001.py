"""notification: people, messages, deliveries"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0001"
down_revision = None
branch_labels = ("notification",)

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("preferred_language", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    _create_message()
    _create_delivery()


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("notification_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("template_version", sa.SmallInteger, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("once_key", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("message_of_a_person", "message", ["employee_id", "notification_id"])
    op.create_index("ix_message_created_at", "message", ["created_at"])


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("notification_id", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("doubts", sa.SmallInteger, nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("claimed_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("reason", sa.Text),
    )
    op.create_index(
        "delivery_due",
        "delivery",
        ["channel", "next_at"],
        postgresql_where=sa.text("next_at is not null"),
        sqlite_where=sa.text("next_at is not null"),
    )


def downgrade() -> None:
    for table in ("delivery", "message", "person"):
        op.drop_table(table)
