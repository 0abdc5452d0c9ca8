"""roster, programmes, offerings, enrolments, certificates, learning hours"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0001"
down_revision = None
branch_labels = ("enrolment",)

INSTANT = sa.DateTime(timezone=True)
STILL_COUNTS = sa.text("status not in ('rejected', 'cancelled')")


def upgrade() -> None:
    _create_roster()
    _create_catalogue()
    _create_enrolments()
    _create_records()


def _create_roster() -> None:
    op.create_table(
        "employee",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text, nullable=False, index=True),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("supervisor_id", sa.Text),
        sa.Column("employment", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "unit",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("parent_id", sa.Text),
        sa.Column("head_id", sa.Text),
        sa.Column("min_on_duty", sa.Integer, nullable=False),
        sa.Column("min_on_duty_by_position", sa.JSON, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )


def _create_catalogue() -> None:
    op.create_table(
        "programme",
        sa.Column("programme_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("learning_hours", sa.Float, nullable=False),
        sa.Column("competencies", sa.JSON, nullable=False),
        sa.Column("cost_per_participant", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.Text),
        sa.Column("prerequisites", sa.JSON, nullable=False),
        sa.Column("pass_score", sa.Float),
        sa.Column("min_attendance_share", sa.Float),
        sa.Column("certificate_valid_months", sa.Integer),
    )
    op.create_table(
        "offering",
        sa.Column("offering_id", sa.Text, primary_key=True),
        sa.Column(
            "programme_id",
            sa.Text,
            sa.ForeignKey("programme.programme_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("meetings", sa.JSON, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False, index=True),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("min_participants", sa.Integer, nullable=False),
        sa.Column("venue", sa.Text),
        sa.Column("enrol_by", INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
    )


def _create_enrolments() -> None:
    op.create_table(
        "enrolment",
        sa.Column("enrolment_id", sa.Text, primary_key=True),
        sa.Column("offering_id", sa.Text, sa.ForeignKey("offering.offering_id"), nullable=False),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("employee_id", sa.Text, nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("approver_id", sa.Text, index=True),
        sa.Column("requested_by", sa.Text),
        sa.Column("decided_by", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("completed_at", INSTANT),
        sa.Column("score", sa.Float),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("enrolment_of_an_offering", "enrolment", ["offering_id", "status"])
    op.create_index(
        "enrolment_once",
        "enrolment",
        ["offering_id", "employee_id"],
        unique=True,
        postgresql_where=STILL_COUNTS,
        sqlite_where=STILL_COUNTS,
    )


def _create_records() -> None:
    op.create_table(
        "certificate",
        sa.Column("certificate_id", sa.Text, primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("enrolment_id", sa.Text, nullable=False, index=True),
        sa.Column("holder_name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("learning_hours", sa.Float, nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("revoked_at", INSTANT),
    )
    op.create_table(
        "hours_entry",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("hours", sa.Numeric(12, 2), nullable=False),
        sa.Column("enrolment_id", sa.Text, nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
    )
    op.create_index("hours_of_a_year", "hours_entry", ["employee_id", "year"])


def downgrade() -> None:
    for table in (
        "hours_entry",
        "certificate",
        "enrolment",
        "offering",
        "programme",
        "unit",
        "employee",
    ):
        op.drop_table(table)
