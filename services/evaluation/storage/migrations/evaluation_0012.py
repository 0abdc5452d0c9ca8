"""evaluation: what groups learned

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0012"
down_revision = "evaluation_0011"


def upgrade() -> None:
    op.create_table(
        "learning",
        sa.Column("learning_id", sa.Text, primary_key=True),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("offering_id", sa.Text),
        sa.Column("position", sa.Text),
        sa.Column("unit_kind", sa.Text),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("found", sa.JSON, nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_learning_programme_id", "learning", ["programme_id"])


def downgrade() -> None:
    op.drop_table("learning")
