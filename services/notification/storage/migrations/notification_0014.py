"""notification: how far a process came with the deliveries that it claimed together

Additive and nullable: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0014"
down_revision = "notification_0013"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("mark", sa.Text))


def downgrade() -> None:
    op.drop_column("delivery", "mark")
