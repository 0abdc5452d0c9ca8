"""enrolment: who was told that learning hours are missing

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0022"
down_revision = "enrolment_0021"

_TO_FOLLOW = sa.text("closed_at is null")


def upgrade() -> None:
    op.create_table(
        "hours_round",
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("month", sa.Integer, primary_key=True),
        sa.Column("reached", sa.Text),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "hours_notice",
        sa.Column("notice_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("employee_id", "year", "month", name="hours_notice_once"),
    )
    op.create_index(
        "hours_notice_open",
        "hours_notice",
        ["looked_at"],
        postgresql_where=_TO_FOLLOW,
        sqlite_where=_TO_FOLLOW,
    )


def downgrade() -> None:
    op.drop_table("hours_notice")
    op.drop_table("hours_round")
