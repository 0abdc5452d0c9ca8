"""evaluation: effect studies, their looks, and the metrics that programmes are judged by

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0031"
down_revision = "evaluation_0030"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_studies()
    op.create_table(
        "study_look",
        sa.Column("look_id", sa.Text, primary_key=True),
        sa.Column("study_id", sa.Text, sa.ForeignKey("study.study_id"), nullable=False),
        sa.Column("revision", sa.Integer),
        sa.Column("looked_on", sa.Date, nullable=False),
        sa.Column("looked_at", INSTANT, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("finding", sa.JSON, nullable=False),
    )
    op.create_index("study_look_revision", "study_look", ["study_id", "revision"], unique=True)
    op.create_table(
        "study_metric",
        sa.Column("study_metric_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text),
        sa.Column("competency", sa.Text),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("before_days", sa.Integer, nullable=False),
        sa.Column("after_days", sa.Integer, nullable=False),
        sa.Column("is_primary", sa.Boolean, nullable=False),
        sa.Column("better", sa.Text),
        sa.Column("statistic", sa.Text),
        sa.Column("saved_at", INSTANT, nullable=False),
    )
    op.create_table(
        "study_rule",
        sa.Column("study_rule_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", INSTANT, nullable=False),
    )


def _create_studies() -> None:
    op.create_table(
        "study",
        sa.Column("study_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("metric", sa.Text, nullable=False),
        sa.Column("offering_id", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("before_days", sa.Integer, nullable=False),
        sa.Column("after_days", sa.Integer, nullable=False),
        sa.Column("comparison_unit_ids", sa.JSON),
        sa.Column("pool", sa.JSON, nullable=False),
        sa.Column("selected_from", sa.Date),
        sa.Column("selected_to", sa.Date),
        sa.Column("is_primary", sa.Boolean, nullable=False),
        sa.Column("better", sa.Text, nullable=False),
        sa.Column("statistic", sa.Text),
        sa.Column("relevant_change", sa.Float, nullable=False),
        sa.Column("treated_share", sa.Float, nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("by_default", sa.Boolean, nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("verdict_at", INSTANT),
        sa.Column("covered", sa.JSON),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_study_programme_id", "study", ["programme_id"])
    _create_partial_index("study_pending", ["next_at"], "next_at is not null", unique=False)
    _create_partial_index("study_primary", ["programme_id", "year"], "is_primary", unique=True)


def _create_partial_index(name: str, columns: list[str], where: str, *, unique: bool) -> None:
    only = sa.text(where)
    op.create_index(name, "study", columns, unique=unique, postgresql_where=only, sqlite_where=only)


def downgrade() -> None:
    for table in ("study_rule", "study_metric", "study_look", "study"):
        op.drop_table(table)
