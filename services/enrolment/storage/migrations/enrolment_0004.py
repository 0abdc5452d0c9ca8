"""records: attendance, fate of certificates, learning elsewhere, targets of hours, letters

Additive: new columns are nullable or have a default, and hours may come from elsewhere than
an enrolment; so the previous release keeps running.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0004"
down_revision = "enrolment_0003"

INSTANT = sa.DateTime(timezone=True)
TO_TELL = sa.text(
    "expires_at is not null and told_at is null and revoked_at is null and renewed_by_id is null"
)


def upgrade() -> None:
    _create_attendance()
    _extend_certificates()
    _extend_hours()
    _create_external_learning()
    _create_targets()
    _create_letters()


def _create_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("enrolment_id", sa.Text, primary_key=True),
        sa.Column("meeting", sa.Integer, primary_key=True),
        sa.Column("offering_id", sa.Text, nullable=False, index=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text),
        sa.Column("recorded_at", INSTANT, nullable=False),
    )


def _extend_certificates() -> None:
    for column in (
        sa.Column("revoked_reason", sa.Text),
        sa.Column("revoked_by", sa.Text),
        sa.Column("renews_id", sa.Text),
        sa.Column("renewed_by_id", sa.Text),
        sa.Column("told_at", INSTANT),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    ):
        op.add_column("certificate", column)
    op.create_index(
        "certificate_to_tell",
        "certificate",
        ["expires_at"],
        postgresql_where=TO_TELL,
        sqlite_where=TO_TELL,
    )


def _extend_hours() -> None:
    with op.batch_alter_table("hours_entry") as table:  # SQLite copies the table
        table.alter_column("enrolment_id", existing_type=sa.Text, nullable=True)
        table.add_column(sa.Column("learning_id", sa.Text))
        table.add_column(sa.Column("evidence", sa.Text))
    op.create_index("ix_hours_entry_learning_id", "hours_entry", ["learning_id"])


def _create_external_learning() -> None:
    op.create_table(
        "external_learning",
        sa.Column("learning_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("organiser", sa.Text, nullable=False),
        sa.Column("document_type", sa.Text, nullable=False),
        sa.Column("learning_hours", sa.Numeric(12, 2), nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("certificate_number", sa.Text),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", INSTANT),
        sa.Column("reason", sa.Text),
    )


def _create_targets() -> None:
    op.create_table(
        "hours_target",
        sa.Column("target_id", sa.Text, primary_key=True),
        sa.Column("employment", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("hours", sa.Numeric(12, 2)),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("refuses", sa.Boolean, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", INSTANT, nullable=False),
    )


def _create_letters() -> None:
    op.create_table(
        "assignment_letter",
        sa.Column("letter_id", sa.Text, primary_key=True),
        sa.Column("offering_id", sa.Text, nullable=False, index=True),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("signer_id", sa.Text, nullable=False),
        sa.Column("signed_on", sa.Date, nullable=False),
        sa.Column("issued_by", sa.Text),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("assignment_letter")
    op.drop_table("hours_target")
    op.drop_table("external_learning")
    op.execute("delete from hours_entry where enrolment_id is null")
    op.drop_index("ix_hours_entry_learning_id", "hours_entry")
    with op.batch_alter_table("hours_entry") as table:
        table.drop_column("evidence")
        table.drop_column("learning_id")
        table.alter_column("enrolment_id", existing_type=sa.Text, nullable=False)
    op.drop_index("certificate_to_tell", "certificate")
    for column in (
        "version",
        "told_at",
        "renewed_by_id",
        "renews_id",
        "revoked_by",
        "revoked_reason",
    ):
        op.drop_column("certificate", column)
    op.drop_table("attendance")
