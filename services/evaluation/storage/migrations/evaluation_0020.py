"""evaluation: complaints of citizens, figures of services

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0020"
down_revision = "evaluation_0010"

_INSTANT = sa.DateTime(timezone=True)
_TRIAGE = sa.text("unit_id is null")


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("complaint_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text),
        sa.Column("told_unit_id", sa.Text),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.Column("assigned_by", sa.Text),
        sa.Column("assigned_at", _INSTANT),
    )
    op.create_index("complaint_of_a_period", "complaint", ["received_at", "unit_id", "category"])
    op.create_index("complaint_of_a_unit", "complaint", ["unit_id", "category"])
    for name, column in (
        ("complaint_in_triage", "complaint_id"),
        ("complaint_of_an_unknown_unit", "told_unit_id"),
    ):
        op.create_index(name, "complaint", [column], postgresql_where=_TRIAGE, sqlite_where=_TRIAGE)
    op.create_table(
        "service_measure",
        sa.Column("metric", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("statistic", sa.Text, primary_key=True),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("service_measure")
    op.drop_table("complaint")
