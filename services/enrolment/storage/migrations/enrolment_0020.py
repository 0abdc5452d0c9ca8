"""enrolment: the last ranking of training needs

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0020"
down_revision = "enrolment_0009"


def upgrade() -> None:
    op.create_table(
        "need_ranking",
        sa.Column("ranking_id", sa.Text, primary_key=True),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("ranked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "ranked_need",
        sa.Column("ranking_id", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("competency", sa.Text, nullable=False),
        sa.Column("competency_key", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("complaints", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("ranked_need")
    op.drop_table("need_ranking")
