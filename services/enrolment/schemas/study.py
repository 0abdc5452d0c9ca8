"""Requests and answers about formal education."""

from collections.abc import Sequence
from dataclasses import fields as fields_of
from typing import Any, get_args

from marshmallow import fields, validate

from services.enrolment.domain.study import Funding, Study, StudyStatus
from services.enrolment.domain.study_bond import BondEntry, balance
from services.enrolment.domain.study_eligibility import RULES, Check, Sanction
from services.enrolment.domain.study_numbers import STUDY_NUMBERS
from services.enrolment.domain.study_reports import Report
from services.enrolment.domain.study_years import StudyYear
from services.enrolment.schemas.budgets import MOST_RUPIAH
from services.enrolment.schemas.common import number, plain, whole
from shared.service.requests import Id, Instant, Listing, Request, Title

_MOST_YEARS = 20
_RULE_NAMES = [rule.__name__ for rule in RULES]


def _sanction() -> fields.String:
    """The worst one in force, as an officer knows it."""
    return fields.String(allow_none=True, validate=validate.OneOf(get_args(Sanction)))


class CheckStudyEligibility(Request):
    offering_id = Id(required=True)
    employee_id = Id(required=True)
    sanction = _sanction()


class ApplyForStudy(Request):
    """sanction, override_reason: count only where applied_by is a training officer."""

    offering_id = Id(required=True)
    employee_id = Id(required=True)
    funding = fields.String(required=True, validate=validate.OneOf(get_args(Funding)))
    sponsor = Title(allow_none=True)
    sanction = _sanction()
    applied_by = Id(allow_none=True)
    override_reason = Title(allow_none=True)


class DecideStudy(Request):
    """confirmed: rules that could not be checked, and that the officer has looked into."""

    study_id = Id(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(["select", "reject"]))
    decided_by = Id(required=True)
    confirmed = fields.List(fields.String(validate=validate.OneOf(_RULE_NAMES)), load_default=list)
    sanction = _sanction()
    reason = Title(allow_none=True)
    override_reason = Title(allow_none=True)


class YearFields(Request):
    """amount: rupiah of the fiscal year of the budget."""

    budget_id = Id(required=True)
    amount = whole(1, MOST_RUPIAH, required=True)


def _years() -> fields.List[Any]:
    """What the office pays: for each fiscal year whose budget is known."""
    return fields.List(
        fields.Nested(YearFields), validate=validate.Length(max=_MOST_YEARS), load_default=list
    )


class DecreeStudy(Request):
    study_id = Id(required=True)
    decree_number = Title(required=True)
    decreed_on = fields.Date(required=True)
    recorded_by = Id(required=True)
    years = _years()


class CommitStudyYear(YearFields):
    study_id = Id(required=True)
    recorded_by = Id(required=True)


class StartStudy(Request):
    study_id = Id(required=True)
    started_on = fields.Date(required=True)
    recorded_by = Id(required=True)


class SubmitStudyReport(Request):
    """gpa: grade point average, 0 to 4."""

    study_id = Id(required=True)
    semester = whole(1, 100, required=True)
    submitted_by = Id(required=True)
    gpa = number(0, 4, allow_none=True)
    text = Title(allow_none=True)


class ExtendStudy(Request):
    study_id = Id(required=True)
    until = fields.Date(required=True)
    decree_number = Title(required=True)
    recorded_by = Id(required=True)
    years = _years()


class ReturnFromStudy(Request):
    """returned_on: first day on duty."""

    study_id = Id(required=True)
    returned_on = fields.Date(required=True)
    recorded_by = Id(required=True)


class CompleteStudy(Request):
    study_id = Id(required=True)
    completed_at = Instant(required=True)
    score = number(0, 100, allow_none=True)
    recorded_by = Id(required=True)


class EndStudy(Request):
    study_id = Id(required=True)
    reason = Title(required=True)
    recorded_by = Id(required=True)


class ReleaseStudyBond(Request):
    study_id = Id(required=True)
    days = whole(1, 100_000, required=True)
    reason = Title(required=True)
    released_by = Id(required=True)


class GetStudy(Request):
    study_id = Id(required=True)


class ListStudies(Listing):
    employee_id = Id(allow_none=True)
    offering_id = Id(allow_none=True)
    status = fields.String(
        allow_none=True, validate=validate.OneOf([str(one) for one in StudyStatus])
    )


class SaveStudyNumber(Request):
    """from_day: today where nobody says. value: 0 switches off a rule that may be missing."""

    name = fields.String(required=True, validate=validate.OneOf(STUDY_NUMBERS))
    value = whole(0, 10_000, required=True)
    from_day = fields.Date(allow_none=True)
    decided_by = Id(required=True)


class ListStudyNumbers(Request):
    on = fields.Date(allow_none=True)


def study_view(study: Study) -> dict[str, Any]:
    facts = {each.name: getattr(study, each.name) for each in fields_of(Study)}
    return plain(facts) | {"confirmed": list(study.confirmed)}


def checks_view(checks: Sequence[Check]) -> list[dict[str, Any]]:
    return [dict(vars(one)) for one in checks]


def report_view(report: Report) -> dict[str, Any]:
    facts = plain(vars(report))
    return {name: value for name, value in facts.items() if name not in ("study_id", "next_on")}


def years_view(years: Sequence[StudyYear]) -> list[dict[str, Any]]:
    """amount: rupiah; status: committed, spent, released."""
    shown = [plain(vars(year)) for year in years]
    for year in shown:
        del year["study_id"]
    return shown


def bond_view(entries: Sequence[BondEntry]) -> dict[str, Any]:
    """days_open: of service still owed."""
    shown = [plain(vars(entry)) for entry in entries]
    for entry in shown:
        del entry["study_id"]
    return {"days_open": balance(entries), "entries": shown}
