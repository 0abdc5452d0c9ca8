"""the waitlist, and what leads to it: queue, declined, expired, test-outs, numbers of the rules

Additive: new columns are nullable or have a default, so the previous release keeps running.
"""

import sqlalchemy as sa
from alembic import op

revision = "enrolment_0003"
down_revision = "enrolment_0002"

INSTANT = sa.DateTime(timezone=True)
BEFORE = sa.text("status not in ('rejected', 'cancelled')")
STILL_COUNTS = sa.text("status not in ('rejected', 'cancelled', 'declined', 'expired')")
NOT_LOOKED_AT = sa.text("looked_at is null")
IS_PENDING = sa.text("next_at is not null")


def upgrade() -> None:
    _extend_offerings()
    _extend_enrolments()
    _create_rules()
    _create_absences()
    _create_budgets()
    _create_warnings()
    _create_resources()


def _extend_offerings() -> None:
    for column in (
        sa.Column("resource_ids", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("budget_id", sa.Text),
        sa.Column("travel_days_before", sa.Integer, nullable=False, server_default="0"),
        sa.Column("travel_days_after", sa.Integer, nullable=False, server_default="0"),
        sa.Column("decide_by", INSTANT),
        sa.Column("next_at", INSTANT),
        sa.Column("status", sa.Text, nullable=False, server_default="scheduled"),
        sa.Column("reason", sa.Text),
        sa.Column("last_queue_number", sa.Integer, nullable=False, server_default="0"),
    ):
        op.add_column("offering", column)
    op.create_index("ix_offering_next_at", "offering", ["next_at"])


def _extend_enrolments() -> None:
    for column in (
        sa.Column("comment", sa.Text),
        sa.Column("queue_number", sa.Integer),
        sa.Column("escalated_at", INSTANT),
        sa.Column("next_at", INSTANT),
        sa.Column("override_reason", sa.Text),
        sa.Column("cancelled_late", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("enrolment", column)
    op.drop_index("enrolment_once", "enrolment")
    _create_enrolment_once(STILL_COUNTS)
    op.create_index(
        "enrolment_next_at",
        "enrolment",
        ["next_at"],
        postgresql_where=IS_PENDING,
        sqlite_where=IS_PENDING,
    )


def _create_enrolment_once(where: sa.TextClause) -> None:
    op.create_index(
        "enrolment_once",
        "enrolment",
        ["offering_id", "employee_id"],
        unique=True,
        postgresql_where=where,
        sqlite_where=where,
    )


def _create_rules() -> None:
    op.create_table(
        "offered_test",
        sa.Column("test_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False, index=True),
        sa.Column("programme_id", sa.Text, nullable=False, index=True),
        sa.Column("enrolment_id", sa.Text, nullable=False),
        sa.Column("pass_score", sa.Float, nullable=False),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("passed", sa.Boolean),
        sa.Column("taken_on", sa.Date),
        sa.Column("recorded_by", sa.Text),
    )
    op.create_table(
        "rule_number",
        sa.Column("rule_number_id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("value", sa.Integer, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", INSTANT, nullable=False),
    )


def _create_absences() -> None:
    op.create_table(
        "absence",
        sa.Column("absence_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("looked_at", INSTANT),
    )
    op.create_index("absence_of", "absence", ["employee_id", "ends_on"])
    op.create_index(
        "absence_to_look_at",
        "absence",
        ["absence_id"],
        postgresql_where=NOT_LOOKED_AT,
        sqlite_where=NOT_LOOKED_AT,
    )
    op.create_table(
        "delegation",
        sa.Column("delegation_id", sa.Text, primary_key=True),
        sa.Column("employee_id", sa.Text, nullable=False),
        sa.Column("delegate_id", sa.Text, nullable=False),
        sa.Column("from_day", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
    )
    op.create_index("delegation_of", "delegation", ["employee_id", "until"])


def _create_budgets() -> None:
    op.create_table(
        "budget",
        sa.Column("budget_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("unit_id", sa.Text),
        sa.Column("programme_id", sa.Text),
    )
    of_budget = sa.ForeignKey("budget.budget_id")
    op.create_table(
        "budget_revision",
        sa.Column("revision_id", sa.Text, primary_key=True),
        sa.Column("budget_id", sa.Text, of_budget, nullable=False, index=True),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
    )
    op.create_table(
        "budget_entry",
        sa.Column("entry_id", sa.Text, primary_key=True),
        sa.Column(
            "budget_id", sa.Text, sa.ForeignKey("budget.budget_id"), nullable=False, index=True
        ),
        sa.Column("kind", sa.Text, nullable=False),
        *(
            sa.Column(name, sa.BigInteger, nullable=False)
            for name in ("amount", "reserved", "committed", "spent")
        ),
        sa.Column("offering_id", sa.Text, index=True),
        sa.Column("enrolment_id", sa.Text, index=True),
        sa.Column("study_id", sa.Text, index=True),
        sa.Column("note", sa.Text),
        sa.Column("entered_at", INSTANT, nullable=False),
    )


def _create_warnings() -> None:
    op.create_table(
        "coverage_warning",
        sa.Column("unit_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("position", sa.Text, primary_key=True),
        sa.Column("on_duty", sa.Integer, nullable=False),
        sa.Column("min_on_duty", sa.Integer, nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("noticed_at", INSTANT, nullable=False),
    )
    op.create_index("coverage_warning_day", "coverage_warning", ["day"])


def _create_resources() -> None:
    op.create_table("resource", sa.Column("resource_id", sa.Text, primary_key=True))
    op.create_table(
        "resource_booking",
        sa.Column("resource_id", sa.Text, sa.ForeignKey("resource.resource_id"), primary_key=True),
        sa.Column("offering_id", sa.Text, primary_key=True, index=True),
        sa.Column("starts_at", INSTANT, primary_key=True),
        sa.Column("ends_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    op.drop_index("ix_offering_next_at", "offering")
    for table in (
        "resource_booking",
        "resource",
        "coverage_warning",
        "budget_entry",
        "budget_revision",
        "budget",
        "delegation",
        "absence",
        "rule_number",
        "offered_test",
    ):
        op.drop_table(table)
    op.drop_index("enrolment_next_at", "enrolment")
    op.drop_index("enrolment_once", "enrolment")
    _create_enrolment_once(BEFORE)
    for column in (
        "comment",
        "queue_number",
        "escalated_at",
        "next_at",
        "override_reason",
        "cancelled_late",
    ):
        op.drop_column("enrolment", column)
    for column in (
        "resource_ids",
        "budget_id",
        "travel_days_before",
        "travel_days_after",
        "decide_by",
        "next_at",
        "status",
        "reason",
        "last_queue_number",
    ):
        op.drop_column("offering", column)
