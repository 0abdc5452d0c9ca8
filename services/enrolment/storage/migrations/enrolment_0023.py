"""enrolment: find whom somebody leads, and what nobody has decided, without reading everything

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0023"
down_revision = "enrolment_0022"

_REQUESTED = sa.text("status = 'requested'")


def upgrade() -> None:
    op.create_index("employee_led_by", "employee", ["supervisor_id", "employee_id"])
    op.create_index(
        "enrolment_requested",
        "enrolment",
        ["enrolment_id"],
        postgresql_where=_REQUESTED,
        sqlite_where=_REQUESTED,
    )


def downgrade() -> None:
    op.drop_index("enrolment_requested", "enrolment")
    op.drop_index("employee_led_by", "employee")
