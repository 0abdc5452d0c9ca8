"""evaluation: what groups use, quarterly reviews

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0014"
down_revision = "evaluation_0013"


def upgrade() -> None:
    op.add_column("learning", sa.Column("about", sa.Text, nullable=False, server_default="learned"))
    op.create_table("review_quarter", sa.Column("period_end", sa.Date, primary_key=True))
    op.create_table(
        "programme_review",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("period_end", sa.Date, primary_key=True),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("completed", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("programme_review")
    op.drop_table("review_quarter")
    op.drop_column("learning", "about")
