"""evaluation: rules of training needs, competency gaps, rankings

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0021"
down_revision = "evaluation_0031"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "need_rule",
        sa.Column("category_key", sa.Text, primary_key=True),
        sa.Column("competency_key", sa.Text, primary_key=True),
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("need_rule_id", sa.Text, nullable=False, unique=True),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("competency", sa.Text, nullable=False),
        sa.Column("trainable_share", sa.Float, nullable=False),
        sa.Column("severity", sa.SmallInteger, nullable=False),
        sa.Column("rest_cause", sa.Text, nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
    )
    op.create_table(
        "need_minimum",
        sa.Column("effective_from", sa.Date, primary_key=True),
        sa.Column("min_complaints", sa.Integer, nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
    )
    op.create_table(
        "competency_gap",
        sa.Column("about", sa.Text, primary_key=True),
        sa.Column("subject_id", sa.Text, primary_key=True),
        sa.Column("competency_key", sa.Text, primary_key=True),
        sa.Column("competency", sa.Text, nullable=False),
        sa.Column("gap_share", sa.Float, nullable=False),
        sa.Column("assessed_on", sa.Date, nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
    )
    _create_rankings()


def _create_rankings() -> None:
    op.create_table(
        "need_ranking",
        sa.Column("ranking_id", sa.Text, primary_key=True),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("ranked_at", _INSTANT, nullable=False),
        sa.Column("ranked_on", sa.Date, nullable=False),
        sa.Column("ranked_by", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("summary", sa.JSON, nullable=False),
    )
    op.create_table(
        "need",
        sa.Column("ranking_id", sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("competency", sa.Text, nullable=False),
        sa.Column("rank", sa.Integer),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_index("need_of_a_unit", "need", ["unit_id", "ranking_id"])


def downgrade() -> None:
    for table in ("need", "need_ranking", "competency_gap", "need_minimum", "need_rule"):
        op.drop_table(table)
