"""turns: one transaction at a time decides about a learner's hours

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0007"
down_revision = "enrolment_0006"


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("turn")
