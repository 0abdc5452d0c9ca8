"""notification: sealed addresses, and people who were erased

Additive: the previous release keeps running during roll-out, until a key is given.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0005"
down_revision = "notification_0004"


def upgrade() -> None:
    op.create_table(
        "kept_key",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )
    op.add_column("person", sa.Column("erased_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("person", "erased_at")
    op.drop_table("kept_key")
