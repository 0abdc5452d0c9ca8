"""evaluation: offerings and seats, as enrolment tells of them

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0030"
down_revision = "evaluation_0020"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "offering",
        sa.Column("offering_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("competencies", sa.JSON, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("cancelled_at", INSTANT),
        sa.Column("eligible", sa.JSON),
        sa.Column("next_at", INSTANT),
    )
    op.create_index("ix_offering_programme_id", "offering", ["programme_id"])
    has_value = sa.text("next_at is not null")
    op.create_index(
        "offering_pending",
        "offering",
        ["next_at"],
        postgresql_where=has_value,
        sqlite_where=has_value,
    )
    op.create_table(
        "seat",
        sa.Column("enrolment_id", sa.Text, primary_key=True),
        sa.Column("offering_id", sa.Text, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text),
        sa.Column("seated_at", INSTANT),
        sa.Column("ended_at", INSTANT),
    )
    op.create_index("ix_seat_offering_id", "seat", ["offering_id"])


def downgrade() -> None:
    op.drop_table("seat")
    op.drop_table("offering")
