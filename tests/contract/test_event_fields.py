"""The table of the contract: what a reader of an event may rely on."""

import pytest

from scripts.catalogue.facts import Field, all_facts, fields_of, records_in
from shared.events import Event, event_type
from shared.topology import LISTENS

# For each event its exchange and its fields: `name` is required and never null, `name|null` is
# required and may be null, `name?` may be left out. An event that comes is added here first.
_SEAT = "enrolment_id employee_id offering_id programme_id title"
_EVALUATION = "evaluation_id enrolment_id employee_id respondent_id|null level due_at title"
_CERTIFICATE = "certificate_id code enrolment_id employee_id expires_at|null"
_STUDY = "study_id employee_id programme_id title"
_DELIVERY = "notification_id employee_id channel about"
CONTRACT = {
    "employee.changed": (
        "hr.events",
        "employee_id name unit_id position supervisor_id|null email|null employment active "
        "changed_at nip? phone? language? roles? appointed_on? grade? effective_on?",
    ),
    "unit.changed": (
        "hr.events",
        "unit_id name parent_id|null min_on_duty changed_at "
        "kind? head_id? min_on_duty_by_position?",
    ),
    "leave.changed": (
        "hr.events",
        "leave_id employee_id starts_on ends_on status changed_at kind?",
    ),
    "performance.rated": ("hr.events", "employee_id period predicate changed_at"),
    "complaint.received": (
        "hr.events",
        "complaint_id category received_at changed_at unit_id? text? source?",
    ),
    "service.measured": ("hr.events", "unit_id metric date value statistic n changed_at"),
    "message.parked": ("hr.feedback", "id type reason"),
    "offering.scheduled": (
        "enrolment.events",
        # A venue is optional when an offering is scheduled, so it can be null here.
        "offering_id programme_id title starts_at ends_at venue|null",
    ),
    "offering.changed": (
        "enrolment.events",
        "offering_id programme_id title starts_at ends_at venue|null employee_ids",
    ),
    "offering.cancelled": (
        "enrolment.events",
        "offering_id programme_id title starts_at ends_at venue|null employee_ids reason?",
    ),
    "enrolment.waitlisted": ("enrolment.events", f"{_SEAT} reason|null"),
    "enrolment.declined": ("enrolment.events", f"{_SEAT} reason|null nominated_by?"),
    "enrolment.expired": ("enrolment.events", f"{_SEAT} reason|null"),
    "certificate.renewed": ("enrolment.events", f"{_CERTIFICATE} renews_id"),
    "certificate.revoked": ("enrolment.events", f"{_CERTIFICATE} reason"),
    "certificate.expiring": ("enrolment.events", _CERTIFICATE),
    # Added to the contract with formal education.
    "study.applied": ("enrolment.events", _STUDY),
    "study.selected": ("enrolment.events", _STUDY),
    "study.rejected": ("enrolment.events", f"{_STUDY} reason|null"),
    "study.decreed": ("enrolment.events", f"{_STUDY} decree_number"),
    "study.started": ("enrolment.events", f"{_STUDY} started_on ends_on"),
    "study.report_due": ("enrolment.events", f"{_STUDY} semester due_on"),
    "study.report_overdue": (
        "enrolment.events",
        f"{_STUDY} semester due_on step escalated_to|null",
    ),
    "study.report_submitted": ("enrolment.events", f"{_STUDY} semester"),
    "study.extended": ("enrolment.events", f"{_STUDY} ends_on"),
    "study.returned": ("enrolment.events", f"{_STUDY} returned_on bond_days"),
    "study.completed": ("enrolment.events", _STUDY),
    "study.ended": ("enrolment.events", f"{_STUDY} reason"),
    "study.bond_ended": ("enrolment.events", f"{_STUDY} outcome days_open"),
    # Whoever has no supervisor is decided on by any training officer: nobody is named then.
    "enrolment.requested": ("enrolment.events", f"{_SEAT} approver_id|null"),
    "enrolment.approved": ("enrolment.events", _SEAT),
    "enrolment.rejected": ("enrolment.events", f"{_SEAT} reason|null"),
    "enrolment.enrolled": ("enrolment.events", f"{_SEAT} programme_kind? learning_hours?"),
    "enrolment.cancelled": ("enrolment.events", f"{_SEAT} reason|null"),
    "training.completed": (
        "enrolment.events",
        "enrolment_id employee_id unit_id supervisor_id|null programme_id programme_kind title "
        "offering_id competencies learning_hours completed_at score|null certificate",
    ),
    "training.not_completed": (
        "enrolment.events",
        "enrolment_id employee_id programme_id title offering_id reason",
    ),
    "training.completion_reversed": (
        "enrolment.events",
        "enrolment_id employee_id programme_id title reason",
    ),
    # Added to the contract with the warnings to officers.
    "coverage.short": ("enrolment.events", "warning_id unit_id unit_name because days"),
    # Added to the contract with the notices of the last quarter.
    "hours.short": (
        "enrolment.events",
        "notice_id employee_id year target credited planned short_by due_on unit_id",
    ),
    "hours.enough": (
        "enrolment.events",
        "notice_id employee_id year target|null credited planned",
    ),
    "evaluation.scheduled": (
        "evaluation.events",
        "enrolment_id employee_id programme_id title items",
    ),
    "evaluation.opened": ("evaluation.events", _EVALUATION),
    "evaluation.due_soon": ("evaluation.events", _EVALUATION),
    "evaluation.overdue": ("evaluation.events", f"{_EVALUATION} escalated_to?"),
    "evaluation.submitted": ("evaluation.events", f"{_EVALUATION} late?"),
    "evaluation.cancelled": ("evaluation.events", f"{_EVALUATION} reason?"),
    "needs.ranked": ("evaluation.events", "ranking_id period_start period_end needs"),
    # Where nothing could be estimated there is a verdict, and no figure.
    "effect.measured": (
        "evaluation.events",
        "study_id revision programme_id metric estimate|null ci_low|null ci_high|null "
        "unit_of_measure n_treated n_comparison design registered primary warnings verdict",
    ),
    # Added to the contract with the reports.
    "programme.reviewed": (
        "evaluation.events",
        "programme_id title period_start period_end completed groups?",
    ),
    "notification.delivered": ("notification.events", _DELIVERY),
    "notification.failed": ("notification.events", f"{_DELIVERY} reason"),
}
RECORDS = {
    "training.completed": "certificate_id code expires_at|null",
    "evaluation.scheduled": "evaluation_id level respondent_id|null opens_at due_at",
    "coverage.short": "day position|null on_duty min_on_duty",
    "needs.ranked": "unit_id competency score complaints",
    "effect.measured": "code text",
    "programme.reviewed": "position|null unit_kind|null people gain|null applied_share|null",
}
CHOICES = {
    ("training.completed", "programme_kind"): {"`training`", "`degree`"},
    ("effect.measured", "verdict"): {
        "`improved`",
        "`no_evidence`",
        "`worsened`",
        "`insufficient_data`",
    },
    ("service.measured", "statistic"): {"`mean`", "`median`", "`count`"},
    ("training.not_completed", "reason"): {"`no_show`", "`attendance`", "`failed`", "`withdrawn`"},
}

each_event = pytest.mark.parametrize("name", CONTRACT)


def declared(name: str) -> type[Event]:
    """The declaration of an event of the contract."""
    found = event_type(name)
    assert found is not None, f"{name} is not declared"
    return found


def in_words(fields: list[Field]) -> set[str]:
    """As the table above writes it."""
    return {
        f"{field.name}?" if not field.required else f"{field.name}{'|null' * field.nullable}"
        for field in fields
    }


@each_event
def test_an_event_holds_what_the_contract_says(name: str) -> None:
    exchange, promised = CONTRACT[name]

    assert declared(name).exchange == exchange
    assert in_words(fields_of(declared(name))) >= set(promised.split())


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_inside_an_event_holds_what_the_contract_says(name: str) -> None:
    (record,) = records_in(declared(name))

    assert in_words(fields_of(record)) >= set(RECORDS[name].split())


@pytest.mark.parametrize(("name", "field"), CHOICES)
def test_a_choice_has_the_values_of_the_contract(name: str, field: str) -> None:
    (found,) = [one for one in fields_of(declared(name)) if one.name == field]

    assert set(found.type.split(", ")) == CHOICES[name, field]


def test_every_declared_event_is_in_the_contract() -> None:
    assert {facts.name for facts in all_facts()} == set(CONTRACT)


def test_every_field_has_a_meaning() -> None:
    mute = [
        f"{facts.name}: {field.name}"
        for facts in all_facts()
        for field in [*facts.fields, *(one for each in facts.records.values() for one in each)]
        if not field.meaning
    ]

    assert mute == []


def test_only_an_inbound_event_carries_personal_data() -> None:
    personal = {"nip", "name", "email", "phone", "address"}
    carriers = {facts.name for facts in all_facts() if personal & {x.name for x in facts.fields}}

    assert carriers == {"employee.changed", "unit.changed"}  # the latter has the name of a unit


def test_the_map_names_exactly_the_subscriptions() -> None:
    heard = {(hearing.service, facts.name) for facts in all_facts() for hearing in facts.hearings}

    assert heard == {(service, name) for service, names in LISTENS.items() for name in names}
