"""evaluation: units with their kind, positions of employees

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "evaluation_0003"
down_revision = "evaluation_0002"


def upgrade() -> None:
    op.add_column("employee", sa.Column("position", sa.Text))
    op.create_table(
        "unit",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("head_id", sa.Text),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("unit")
    op.drop_column("employee", "position")
