"""evaluation: complaints that are about no unit's service, set aside with the reason

Additive and nullable: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0041"
down_revision = "evaluation_0040"


def upgrade() -> None:
    op.add_column("complaint", sa.Column("set_aside_by", sa.Text))
    op.add_column("complaint", sa.Column("set_aside_at", sa.DateTime(timezone=True)))
    op.add_column("complaint", sa.Column("set_aside_reason", sa.Text))


def downgrade() -> None:
    for column in ("set_aside_reason", "set_aside_at", "set_aside_by"):
        op.drop_column("complaint", column)
