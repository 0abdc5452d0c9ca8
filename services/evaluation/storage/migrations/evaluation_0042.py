"""evaluation: of whom something was told, so that nothing told later differs by a few people

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0042"
down_revision = "evaluation_0041"


def upgrade() -> None:
    op.add_column("learning", sa.Column("people", sa.JSON))


def downgrade() -> None:
    op.drop_column("learning", "people")
