"""the years of a study assignment, and which budgets pay for them

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0008"
down_revision = "enrolment_0007"

IS_OWED = sa.text("status = 'committed'")


def upgrade() -> None:
    op.create_table(
        "study_year",
        sa.Column("study_id", sa.Text, sa.ForeignKey("study.study_id"), primary_key=True),
        sa.Column("fiscal_year", sa.Integer, primary_key=True),
        sa.Column("budget_id", sa.Text, sa.ForeignKey("budget.budget_id"), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_index(
        "study_year_owed",
        "study_year",
        ["fiscal_year"],
        postgresql_where=IS_OWED,
        sqlite_where=IS_OWED,
    )


def downgrade() -> None:
    op.drop_table("study_year")
