"""The calls of the contract: their names, and the arguments that callers may send."""

import inspect
from collections.abc import Callable
from typing import Any

import marshmallow
import pytest

from services.parts import PARTS
from shared.service.requests import Listing
from shared.service.rpc_server import CorrelatedRpc

# `name` must be sent, `name?` may be; what stands behind the bar is part of the contract and
# not built yet. It is refused until it is: nothing is accepted and then ignored.
CALLS = {
    "enrolment": {
        "save_programme": "programme_id? title kind learning_hours competencies "
        "cost_per_participant provider? prerequisites? pass_score? min_attendance_share? "
        "certificate_valid_months?",
        "list_programmes": "limit? after?",
        "schedule_offering": "offering_id? programme_id meetings capacity min_participants venue? "
        "resource_ids? budget_id? enrol_by?",
        "cancel_offering": "offering_id reason",
        "get_offering": "offering_id",
        "list_offerings": "limit? after?",
        "request_enrolment": "offering_id employee_id requested_by?",
        "decide_enrolment": "enrolment_id decision decided_by reason? override_reason?",
        "cancel_enrolment": "enrolment_id cancelled_by reason",
        "decline_nomination": "enrolment_id reason text?",
        "set_delegate": "employee_id delegate_id from until",
        "get_coverage": "unit_id from to",
        "save_budget": "budget_id? title fiscal_year amount mode",
        "get_budget": "budget_id",
        "list_budgets": "limit? after?",
        "record_attendance": "offering_id records",
        "nominate": "offering_id employee_ids nominated_by",
        "complete_offering": "offering_id completed_at results",
        "reverse_completion": "enrolment_id reason",
        "get_enrolment": "enrolment_id",
        "list_enrolments": "offering_id? employee_id? approver_id? unit_id? status? limit? after?",
        "get_learning_hours": "employee_id year",
        "verify_certificate": "code",
    },
    "evaluation": {
        "save_instrument": "instrument_id? title questions",
        "save_policy": "policy_id? programme_id? programme_kind? min_learning_hours? items",
        "list_evaluations": "enrolment_id? respondent_id? status? limit? after?",
        "get_evaluation": "evaluation_id",
        "submit_evaluation": "evaluation_id respondent_id answers",
        "save_need_rule": "category competency trainable_share",
        "rank_needs": "period_start period_end",
        "register_study": "programme_id metric before_days after_days comparison_unit_ids? "
        "selected_from? selected_to? primary?",
        "measure_effect": "study_id",
        "list_studies": "limit? after?",
    },
    "notification": {
        "list_notifications": "employee_id unread_only? limit? after?",
        "mark_read": "notification_id",
        "get_preferences": "employee_id",
        "set_preferences": "employee_id language? channels? quiet_from? quiet_to? digest? muted?",
        "preview": "template language data?",
    },
}
OPERATORS = {
    "get_health": "",
    "list_parked": "state? event? limit? after?",
    "get_parked": "parked_id",
    "retry_parked": "parked_id retried_by",
    "discard_parked": "parked_id reason discarded_by",
}
"""What every service answers alike."""

for each in CALLS.values():
    each |= OPERATORS

NESTED = {
    ("enrolment", "schedule_offering", "meetings"): "starts_at ends_at",
    ("enrolment", "complete_offering", "results"): "employee_id passed score?",
    ("enrolment", "record_attendance", "records"): "employee_id meeting status",
    ("evaluation", "save_instrument", "title"): "id en",
    (
        "evaluation",
        "save_instrument",
        "questions",
    ): "key text kind min? max? choices? required",
    ("evaluation", "save_policy", "items"): "level respondent opens_after_days due_within_days? "
    "due_within_working_days? instrument_id? at?",
}
ASKED_FOR_LATER = {
    ("enrolment", "schedule_offering"): "programme_id meetings capacity min_participants"
}
"""Required for a new record only; where a known one is changed, what is left out stays."""

STRICTER_THAN_PROMISED: dict[tuple[str, str], set[str]] = {}
"""Debts: arguments that the contract lets out and the code still asks for."""

UNKNOWN = ["Unknown field."]
EVERY_CALL = [(service, method) for service, methods in CALLS.items() for method in methods]
each_call = pytest.mark.parametrize(("service", "method"), EVERY_CALL)


def calls_of(service: str) -> dict[str, Callable[..., Any]]:
    """The RPC methods of a service, by name."""
    (cls,) = [part.service for part in PARTS if part.name == service]
    return {
        name: method
        for name, method in inspect.getmembers(cls, inspect.isfunction)
        for entrypoint in getattr(method, "nameko_entrypoints", ())
        if isinstance(entrypoint, CorrelatedRpc)
    }


def schema_of(service: str, method: str) -> marshmallow.Schema:
    """What `@command` or `@query` checks the arguments of a method with."""
    schema: marshmallow.Schema = inspect.getclosurevars(calls_of(service)[method]).nonlocals[
        "schema"
    ]()
    return schema


def names(promised: str) -> set[str]:
    return {word.rstrip("?") for word in promised.split()}


def must(promised: str) -> set[str]:
    return {word for word in promised.split() if not word.endswith("?")}


@each_call
def test_a_call_takes_the_arguments_of_the_contract(service: str, method: str) -> None:
    built, _, _ = CALLS[service][method].partition("|")

    described = schema_of(service, method).fields
    fields = {field.data_key or name: field for name, field in described.items()}

    assert set(fields) >= names(built)
    required = {name for name, field in fields.items() if field.required}
    later = names(ASKED_FOR_LATER.get((service, method), ""))
    stricter = STRICTER_THAN_PROMISED.get((service, method), set())
    assert required == (must(built) - later) | stricter


@each_call
def test_a_call_refuses_arguments_that_it_does_not_know(service: str, method: str) -> None:
    _, _, not_built = CALLS[service][method].partition("|")
    strange = dict.fromkeys({"no_such_argument", *names(not_built)}, "x")

    with pytest.raises(marshmallow.ValidationError) as refused:
        schema_of(service, method).load(strange)

    reasons: Any = refused.value.messages
    assert {name: reasons[name] for name in strange} == dict.fromkeys(strange, UNKNOWN)


@pytest.mark.parametrize(("service", "method", "argument"), NESTED)
def test_a_record_in_an_argument_takes_what_the_contract_says(
    service: str, method: str, argument: str
) -> None:
    promised = NESTED[service, method, argument]
    field: Any = schema_of(service, method).fields[argument]
    record = getattr(field, "inner", field).schema

    assert set(record.fields) >= names(promised)
    assert {name for name, one in record.fields.items() if one.required} <= must(promised)
    assert record.unknown == marshmallow.RAISE


@each_call
def test_a_list_answers_50_and_at_most_500(service: str, method: str) -> None:
    schema = schema_of(service, method)
    if not method.startswith("list_"):
        return

    assert isinstance(schema, Listing)
    assert schema.fields["limit"].load_default == 50
    assert schema.fields["limit"].deserialize(500) == 500
    for wrong in (0, 501, "50", 1.5, True):
        with pytest.raises(marshmallow.ValidationError):
            schema.fields["limit"].deserialize(wrong)


def test_every_call_of_the_contract_is_there() -> None:
    """There may be more: the contract changes only by adding."""
    built = {(part.name, method) for part in PARTS for method in calls_of(part.name)}

    assert built >= set(EVERY_CALL)
