"""notification: which address of a person's calendar is good

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0030"
down_revision = "notification_0014"


def upgrade() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("serial", sa.Integer, nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("calendar_link")
