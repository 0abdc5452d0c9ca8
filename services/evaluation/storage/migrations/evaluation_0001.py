"""evaluations: roster facts, instruments, policies, schedules, evaluations, answers"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0001"
down_revision = None
branch_labels = ("evaluation",)

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "employee",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("unit_id", sa.Text, nullable=False),
        sa.Column("supervisor_id", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "instrument",
        sa.Column("instrument_id", sa.Text, primary_key=True),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
    )
    op.create_table(
        "policy",
        sa.Column("policy_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text),
        sa.Column("programme_kind", sa.Text),
        sa.Column("min_learning_hours", sa.Float),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
    )
    _create_schedules()
    op.create_table(
        "answers",
        sa.Column(
            "evaluation_id", sa.Text, sa.ForeignKey("evaluation.evaluation_id"), primary_key=True
        ),
        sa.Column("instrument_id", sa.Text, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
    )


def _create_schedules() -> None:
    op.create_table(
        "schedule",
        sa.Column("enrolment_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("policy_id", sa.Text, nullable=False),
        sa.Column("completed_at", INSTANT, nullable=False),
        sa.Column("cancelled_at", INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "evaluation",
        sa.Column("evaluation_id", sa.Text, primary_key=True),
        sa.Column("enrolment_id", sa.Text, nullable=False),
        sa.Column("respondent_id", sa.Text),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("instrument_id", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("opens_at", INSTANT, nullable=False),
        sa.Column("remind_at", INSTANT),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_evaluation_enrolment_id", "evaluation", ["enrolment_id"])
    _create_partial_index("evaluation_pending", "next_at")
    _create_partial_index("evaluation_of_a_respondent", "respondent_id")


def _create_partial_index(name: str, column: str) -> None:
    """Only of rows that have a value."""
    has_value = sa.text(f"{column} is not null")
    op.create_index(
        name, "evaluation", [column], postgresql_where=has_value, sqlite_where=has_value
    )


def downgrade() -> None:
    for table in ("answers", "evaluation", "schedule", "policy", "instrument", "employee"):
        op.drop_table(table)
