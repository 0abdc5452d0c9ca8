"""evaluation: files that were checked, and may be imported within the hour

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0040"
down_revision = "evaluation_0014"


def upgrade() -> None:
    op.create_table(
        "checked_file",
        sa.Column("file_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("checked_by", sa.Text, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_checked_file_checked_at", "checked_file", ["checked_at"])


def downgrade() -> None:
    op.drop_table("checked_file")
