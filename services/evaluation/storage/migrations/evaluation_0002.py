"""evaluation: changes of employees that take effect on a later day

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0002"
down_revision = "evaluation_0001"


def upgrade() -> None:
    op.create_table(
        "employee_ahead",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("effective_on", sa.Date, primary_key=True),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("base", sa.JSON),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_employee_ahead_effective_on", "employee_ahead", ["effective_on"])


def downgrade() -> None:
    op.drop_table("employee_ahead")
