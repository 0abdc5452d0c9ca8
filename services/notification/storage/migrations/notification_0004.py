"""notification: what is settled, what became of a delivery, digests, who cannot be reached

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0004"
down_revision = "notification_0020"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("message", sa.Column("matters", sa.Text))
    op.create_table(
        "settled_matter",
        sa.Column("matter", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("settled_at", INSTANT, nullable=False),
    )
    op.create_index("ix_settled_matter_settled_at", "settled_matter", ["settled_at"])
    _add_digests()
    _create_delivery_step()
    op.create_table(
        "unreachable",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )


def _add_digests() -> None:
    op.add_column("delivery", sa.Column("carried_by", sa.Text))
    op.create_index(
        "delivery_carried",
        "delivery",
        ["carried_by"],
        postgresql_where=sa.text("carried_by is not null"),
        sqlite_where=sa.text("carried_by is not null"),
    )


def _create_delivery_step() -> None:
    op.create_table(
        "delivery_step",
        sa.Column("step_id", sa.Text, primary_key=True),
        sa.Column("notification_id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_index("ix_delivery_step_notification_id", "delivery_step", ["notification_id"])


def downgrade() -> None:
    for table in ("unreachable", "delivery_step", "settled_matter"):
        op.drop_table(table)
    op.drop_index("delivery_carried", "delivery")
    op.drop_column("delivery", "carried_by")
    op.drop_column("message", "matters")
