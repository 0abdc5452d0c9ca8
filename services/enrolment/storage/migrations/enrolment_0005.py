"""people: changes dated ahead, sealed numbers, ratings

Additive: new columns are nullable, so the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0005"
down_revision = "enrolment_0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _extend_employees()
    _create_ratings()


def _extend_employees() -> None:
    for column in (
        sa.Column("appointed_on", sa.Date),
        sa.Column("grade", sa.Text),
        sa.Column("nip_sealed", sa.Text),
        sa.Column("nip_mark", sa.Text),
    ):
        op.add_column("employee", column)
    op.create_index("ix_employee_nip_mark", "employee", ["nip_mark"])
    op.create_table(
        "employee_ahead",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("effective_on", sa.Date, primary_key=True, index=True),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("base", sa.JSON),
        sa.Column("changed_at", INSTANT, nullable=False),
    )


def _create_ratings() -> None:
    op.create_table(
        "performance_rating",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("predicate", sa.Text, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "kept_key",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in ("kept_key", "performance_rating", "employee_ahead"):
        op.drop_table(table)
    op.drop_index("ix_employee_nip_mark", "employee")
    for column in ("nip_mark", "nip_sealed", "grade", "appointed_on"):
        op.drop_column("employee", column)
