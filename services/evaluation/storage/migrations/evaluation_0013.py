"""evaluation: sheets and totals of the public satisfaction survey

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0013"
down_revision = "evaluation_0012"


def upgrade() -> None:
    op.create_table(
        "skm_sheet",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("sheet_id", sa.Text, primary_key=True),
        sa.Column("surveyed_on", sa.Date, nullable=False),
        sa.Column("ratings", sa.JSON, nullable=False),
    )
    op.create_index("skm_sheet_of_a_day", "skm_sheet", ["unit_id", "surveyed_on"])
    op.create_table(
        "skm_total",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("period_start", sa.Date, primary_key=True),
        sa.Column("period_end", sa.Date, primary_key=True),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("totals", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("skm_total")
    op.drop_table("skm_sheet")
