"""notification: offerings and seats, for calendars

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0010"
down_revision = "notification_0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "gathering",
        sa.Column("offering_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("venue", sa.Text),
        sa.Column("meetings", sa.JSON, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "seat",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("offering_id", sa.Text, primary_key=True),
        sa.Column("taken", sa.Boolean, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    for table in ("seat", "gathering"):
        op.drop_table(table)
