"""campaigns: participation, findings, reviews, stories, campaigns and their readers

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0020"
down_revision = "notification_0010"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("person", sa.Column("unit_id", sa.Text))
    op.add_column("person", sa.Column("position", sa.Text))
    _create_what_is_known()
    _create_campaigns()


def _create_what_is_known() -> None:
    op.create_table(
        "unit",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "participation",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("occurred_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT),
    )
    op.create_table(
        "finding",
        sa.Column("study_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False, index=True),
        sa.Column("metric", sa.Text, nullable=False),
        *(sa.Column(name, sa.Float) for name in ("estimate", "ci_low", "ci_high")),
        sa.Column("unit_of_measure", sa.Text, nullable=False),
        sa.Column("registered", sa.Boolean, nullable=False),
        sa.Column("is_primary", sa.Boolean, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
    )
    op.create_table(
        "review",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("groups", sa.JSON, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
    )


def _create_campaigns() -> None:
    op.create_table(
        "story",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("text", sa.JSON, nullable=False),
        sa.Column("consented_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT),
    )
    op.create_table(
        "campaign",
        sa.Column("campaign_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("position", sa.Text),
        sa.Column("unit_kind", sa.Text),
        sa.Column("claims", sa.JSON, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=False),
        sa.Column("approved_by", sa.Text),
        sa.Column("approved_at", INSTANT),
    )
    op.create_table(
        "campaign_reader",
        sa.Column("campaign_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, primary_key=True, index=True),
        sa.Column("told_at", INSTANT),
    )


def downgrade() -> None:
    for table in (
        "campaign_reader",
        "campaign",
        "story",
        "review",
        "finding",
        "participation",
        "unit",
    ):
        op.drop_table(table)
    op.drop_column("person", "position")
    op.drop_column("person", "unit_id")
