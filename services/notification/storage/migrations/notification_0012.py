"""notification: where people are reached by chat

Additive and nullable: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0012"
down_revision = "notification_0011"


def upgrade() -> None:
    op.add_column("person", sa.Column("chat", sa.Text))


def downgrade() -> None:
    op.drop_column("person", "chat")
