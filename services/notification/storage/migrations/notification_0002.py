"""notification: changes of employees that take effect on a later day

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "notification_0002"
down_revision = "notification_0001"


def upgrade() -> None:
    op.create_table(
        "person_ahead",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("effective_on", sa.Date, primary_key=True),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("base", sa.JSON),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_person_ahead_effective_on", "person_ahead", ["effective_on"])


def downgrade() -> None:
    op.drop_table("person_ahead")
