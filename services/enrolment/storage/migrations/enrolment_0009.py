"""coverage is asked again: units to look at, and the days that leave was moved from

Additive and nullable: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0009"
down_revision = "enrolment_0008"

MOVED_FROM = ("was_from", "was_until")


def upgrade() -> None:
    for name in MOVED_FROM:
        op.add_column("absence", sa.Column(name, sa.Date, nullable=True))
    op.create_table(
        "coverage_question",
        sa.Column("question_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("coverage_question")
    for name in MOVED_FROM:
        op.drop_column("absence", name)
