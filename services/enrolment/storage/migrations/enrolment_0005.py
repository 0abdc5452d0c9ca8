"""people: changes dated ahead, sealed numbers, ratings; versions of programmes, providers

Additive: new columns are nullable or have a default, so the previous release keeps running
during roll-out.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0005"
down_revision = "enrolment_0004"

INSTANT = sa.DateTime(timezone=True)
FACTS = (
    "programme_id, version, title, kind, learning_hours, competencies, cost_per_participant, "
    "provider, prerequisites, pass_score, min_attendance_share, certificate_valid_months, "
    "delivery_mode, degree_level, cost_per_offering, travel_cost_per_day"
)


def upgrade() -> None:
    _extend_employees()
    _create_ratings()
    _extend_programmes()
    _create_versions()
    _create_providers()


def _extend_employees() -> None:
    for column in (
        sa.Column("appointed_on", sa.Date),
        sa.Column("grade", sa.Text),
        sa.Column("nip_sealed", sa.Text),
        sa.Column("nip_mark", sa.Text),
    ):
        op.add_column("employee", column)
    op.create_index("ix_employee_nip_mark", "employee", ["nip_mark"])
    op.create_table(
        "employee_ahead",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("effective_on", sa.Date, primary_key=True, index=True),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("base", sa.JSON),
        sa.Column("changed_at", INSTANT, nullable=False),
    )


def _create_ratings() -> None:
    op.create_table(
        "performance_rating",
        sa.Column("employee_id", sa.Text, primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("predicate", sa.Text, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "kept_key",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
    )


def _extend_programmes() -> None:
    for column in (
        sa.Column("delivery_mode", sa.Text),
        sa.Column("degree_level", sa.Text),
        sa.Column("cost_per_offering", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("travel_cost_per_day", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    ):
        op.add_column("programme", column)
    op.execute("update programme set delivery_mode = 'classical' where kind = 'training'")
    op.add_column(
        "offering", sa.Column("programme_version", sa.Integer, nullable=False, server_default="1")
    )


def _create_versions() -> None:
    op.create_table(
        "programme_version",
        sa.Column(
            "programme_id", sa.Text, sa.ForeignKey("programme.programme_id"), primary_key=True
        ),
        sa.Column("version", sa.Integer, primary_key=True),
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
        sa.Column("delivery_mode", sa.Text),
        sa.Column("degree_level", sa.Text),
        sa.Column("cost_per_offering", sa.BigInteger, nullable=False),
        sa.Column("travel_cost_per_day", sa.BigInteger, nullable=False),
    )
    op.execute(f"insert into programme_version ({FACTS}) select {FACTS} from programme")


def _create_providers() -> None:
    op.create_table(
        "provider",
        sa.Column("provider_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("capacity", sa.Integer),
        sa.Column("agreement_number", sa.Text),
        sa.Column("agreement_from", sa.Date),
        sa.Column("agreement_until", sa.Date),
    )


def downgrade() -> None:
    for table in ("provider", "programme_version"):
        op.drop_table(table)
    op.drop_column("offering", "programme_version")
    for column in (
        "version",
        "travel_cost_per_day",
        "cost_per_offering",
        "degree_level",
        "delivery_mode",
    ):
        op.drop_column("programme", column)
    for table in ("kept_key", "performance_rating", "employee_ahead"):
        op.drop_table(table)
    op.drop_index("ix_employee_nip_mark", "employee")
    for column in ("nip_mark", "nip_sealed", "grade", "appointed_on"):
        op.drop_column("employee", column)
