"""formal education: study assignments, semester reports, service bond

Additive: the previous release keeps running during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0006"
down_revision = "enrolment_0005"

IS_OPEN = sa.text("status in ('applied', 'selected', 'decreed', 'under_way')")
TO_LOOK_AT = sa.text("next_on is not null")
TO_COUNT = sa.text("bond_next_on is not null")


def upgrade() -> None:
    _create_studies()
    _create_reports()
    _create_bonds()


def _create_studies() -> None:
    op.create_table(
        "study",
        sa.Column("study_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False, index=True),
        sa.Column(
            "offering_id",
            sa.Text,
            sa.ForeignKey("offering.offering_id"),
            nullable=False,
            index=True,
        ),
        sa.Column("programme_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("funding", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("planned_until", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("confirmed", sa.JSON, nullable=False),
        *(
            sa.Column(name, sa.Text)
            for name in (
                "sponsor",
                "sanction",
                "enrolment_id",
                "applied_by",
                "decided_by",
                "reason",
                "override_reason",
                "decree_number",
                "extension_decree_number",
            )
        ),
        *(
            sa.Column(name, sa.Date)
            for name in (
                "decreed_on",
                "started_on",
                "returned_on",
                "bond_counted_until",
                "bond_next_on",
            )
        ),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index(
        "study_open_once",
        "study",
        ["employee_id"],
        unique=True,
        postgresql_where=IS_OPEN,
        sqlite_where=IS_OPEN,
    )
    op.create_index(
        "study_bond_next_on",
        "study",
        ["bond_next_on"],
        postgresql_where=TO_COUNT,
        sqlite_where=TO_COUNT,
    )


def _create_reports() -> None:
    op.create_table(
        "study_report",
        sa.Column("study_id", sa.Text, sa.ForeignKey("study.study_id"), primary_key=True),
        sa.Column("semester", sa.Integer, primary_key=True),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("next_on", sa.Date),
        sa.Column("gpa", sa.Float),
        sa.Column("text", sa.Text),
        sa.Column("submitted_on", sa.Date),
    )
    op.create_index(
        "study_report_next_on",
        "study_report",
        ["next_on"],
        postgresql_where=TO_LOOK_AT,
        sqlite_where=TO_LOOK_AT,
    )


def _create_bonds() -> None:
    op.create_table(
        "study_bond_entry",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column("study_id", sa.Text, sa.ForeignKey("study.study_id"), nullable=False, index=True),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("entered_on", sa.Date, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("entered_by", sa.Text),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("study_bond_entry", "study_report", "study"):
        op.drop_table(table)
