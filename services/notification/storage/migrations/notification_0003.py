"""notification: how people want to be written to

Additive and nullable: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0003"
down_revision = "notification_0002"


def upgrade() -> None:
    op.add_column("person", sa.Column("wishes", sa.JSON))


def downgrade() -> None:
    op.drop_column("person", "wishes")
