"""evaluation: answers of nobody in particular, released results, their numbers

Additive: the previous release keeps running during roll-out. Reactions that were answered before
are looked at once by the timer, which closes those whose window is over.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0011"
down_revision = "evaluation_0021"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "anonymous_answers",
        sa.Column("answers_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("offering_id", sa.Text, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("instrument_id", sa.Text, nullable=False),
        sa.Column("instrument_version", sa.Integer),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_anonymous_answers_programme_id", "anonymous_answers", ["programme_id"])
    _create_results()
    op.add_column("evaluation", sa.Column("is_pretest", sa.Boolean))
    op.execute(
        "update evaluation set next_at = due_at where level = 1 and status = 'submitted' "
        "and exists (select 1 from answers where answers.evaluation_id = evaluation.evaluation_id)"
    )


def _create_results() -> None:
    op.create_table(
        "result_scope",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("level", sa.SmallInteger, primary_key=True),
        sa.Column("respondent", sa.Text, primary_key=True),
        sa.Column("parts", sa.JSON, nullable=False),
    )
    op.create_table(
        "result_block",
        sa.Column("block_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("level", sa.SmallInteger, nullable=False),
        sa.Column("respondent", sa.Text, nullable=False),
        sa.Column("offering_id", sa.Text),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.Column("released_at", INSTANT, nullable=False),
    )
    op.create_index("ix_result_block_programme_id", "result_block", ["programme_id"])
    op.create_table(
        "result_number",
        sa.Column("number_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("value", sa.Numeric(9, 4), nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    op.drop_column("evaluation", "is_pretest")
    for table in ("result_number", "result_block", "result_scope", "anonymous_answers"):
        op.drop_table(table)
