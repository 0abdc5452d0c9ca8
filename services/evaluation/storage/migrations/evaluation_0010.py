"""evaluation: versions of policies and instruments, closing, late answers, drafts

Additive: the previous release keeps running during roll-out. Policies and instruments that it
saves meanwhile have to be saved again.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0010"
down_revision = "evaluation_0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_versions()
    op.add_column("schedule", sa.Column("policy_version", sa.Integer))
    op.add_column("schedule", sa.Column("offering_id", sa.Text))
    op.add_column("schedule", sa.Column("unit_id", sa.Text))
    op.create_index("schedule_of_a_learner", "schedule", ["employee_id"])
    op.create_index("schedule_of_a_programme", "schedule", ["programme_id", "offering_id"])
    op.add_column("evaluation", sa.Column("reminds_again", sa.JSON))
    op.add_column("evaluation", sa.Column("closes_at", INSTANT))
    op.add_column("evaluation", sa.Column("late", sa.Boolean))
    op.add_column("evaluation", sa.Column("reason", sa.Text))
    op.add_column("answers", sa.Column("instrument_version", sa.Integer))
    op.add_column("answers", sa.Column("score", sa.Float))
    op.create_table(
        "draft",
        sa.Column(
            "evaluation_id", sa.Text, sa.ForeignKey("evaluation.evaluation_id"), primary_key=True
        ),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
    )


def _create_versions() -> None:
    """Of a built-in questionnaire that was replaced, 1 is the built-in."""
    op.create_table(
        "policy_version",
        sa.Column("policy_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("programme_id", sa.Text),
        sa.Column("programme_kind", sa.Text),
        sa.Column("min_learning_hours", sa.Float),
        sa.Column("closes_after_days", sa.Integer, nullable=False),
        sa.Column("effective_from", sa.Date),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
    )
    op.execute(
        "insert into policy_version select policy_id, 1, programme_id, programme_kind, "
        "min_learning_hours, 30, null, items, saved_at from policy"
    )
    op.create_table(
        "instrument_version",
        sa.Column("instrument_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
    )
    op.execute(
        "insert into instrument_version select instrument_id, case when instrument_id in "
        "('reaction', 'learning', 'behaviour-participant', 'behaviour-supervisor') "
        "then 2 else 1 end, title, questions, saved_at from instrument"
    )


def downgrade() -> None:
    op.drop_table("draft")
    for column in ("score", "instrument_version"):
        op.drop_column("answers", column)
    for column in ("reason", "late", "closes_at", "reminds_again"):
        op.drop_column("evaluation", column)
    op.drop_index("schedule_of_a_programme", "schedule")
    op.drop_index("schedule_of_a_learner", "schedule")
    for column in ("unit_id", "offering_id", "policy_version"):
        op.drop_column("schedule", column)
    op.drop_table("instrument_version")
    op.drop_table("policy_version")
