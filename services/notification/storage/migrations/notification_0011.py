"""notification: webhooks and what they are to be told

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0011"
down_revision = "notification_0005"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("webhook_id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("saved_by", sa.Text),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("resumes_at", INSTANT),
        sa.Column("gone", sa.Boolean, nullable=False),
    )
    _create_post()


def _create_post() -> None:
    op.create_table(
        "webhook_post",
        sa.Column("post_id", sa.Text, primary_key=True),
        sa.Column("webhook_id", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("claimed_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_index("ix_webhook_post_created_at", "webhook_post", ["created_at"])
    op.create_index("webhook_post_of_a_webhook", "webhook_post", ["webhook_id"])
    op.create_index(
        "webhook_post_due",
        "webhook_post",
        ["next_at"],
        postgresql_where=sa.text("next_at is not null"),
        sqlite_where=sa.text("next_at is not null"),
    )


def downgrade() -> None:
    for table in ("webhook_post", "webhook"):
        op.drop_table(table)
