"""notification: the secret that an endpoint had before

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0031"
down_revision = "notification_0030"


def upgrade() -> None:
    op.add_column("webhook", sa.Column("former", sa.Text))
    op.add_column("webhook", sa.Column("former_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("webhook", "former_until")
    op.drop_column("webhook", "former")
