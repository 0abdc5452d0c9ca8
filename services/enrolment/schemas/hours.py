"""Requests and answers about learning hours (JP)."""

from collections.abc import Sequence
from typing import Any, get_args

from marshmallow import fields, validate

from services.enrolment.domain.external_learning import ExternalLearning, LearningStatus
from services.enrolment.domain.hours import (
    HoursBalance,
    HoursEntry,
    HoursTarget,
    TargetKind,
    warnings_about,
)
from services.enrolment.personnel_exporting import PersonnelExport
from services.enrolment.reporting_hours import UnitHours
from services.enrolment.schemas.common import number, plain, whole
from shared.service.requests import Id, Listing, Request, Title

MOST_HOURS = 10_000


def _year() -> Any:
    return whole(1945, 9998, required=True)


class GetLearningHours(Request):
    employee_id = Id(required=True)
    year = _year()


class GetUnitLearningHours(Listing):
    unit_id = Id(required=True)
    year = _year()


class ExportLearningRecords(Request):
    year = _year()
    unit_id = Id(allow_none=True)


class SaveHoursTarget(Request):
    """hours: null takes the target away; from_day: today where nobody says."""

    employment = Title(required=True)
    hours = number(0, MOST_HOURS, required=True, allow_none=True)
    kind = fields.String(load_default="floor", validate=validate.OneOf(get_args(TargetKind)))
    refuses = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    from_day = fields.Date(allow_none=True)
    decided_by = Id(allow_none=True)


class ListHoursTargets(Request):
    pass


class RecordExternalLearning(Request):
    """learning_hours: JP; evidence: where the proof is."""

    employee_id = Id(required=True)
    title = Title(required=True)
    organiser = Title(required=True)
    learning_hours = number(0.5, 1000, required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    evidence = Title(required=True)
    document_type = Title(load_default="Sertifikat")
    certificate_number = Title(load_default=None, allow_none=True)
    recorded_by = Id(load_default=None, allow_none=True)


class DecideExternalLearning(Request):
    learning_id = Id(required=True)
    decision = fields.String(required=True, validate=validate.OneOf(["confirm", "reject"]))
    decided_by = Id(required=True)
    reason = Title(allow_none=True)


class ReverseExternalLearning(Request):
    learning_id = Id(required=True)
    reversed_by = Id(required=True)
    reason = Title(required=True)


class ListExternalLearning(Listing):
    employee_id = Id(allow_none=True)
    status = fields.String(
        allow_none=True, validate=validate.OneOf([str(one) for one in LearningStatus])
    )


def hours_view(balance: HoursBalance, entries: Sequence[HoursEntry]) -> dict[str, Any]:
    """All but the words in JP; target None where none is in force."""
    return balance_view(balance) | {
        "entries": [plain(vars(one)) | {"source": one.source} for one in entries]
    }


def balance_view(balance: HoursBalance) -> dict[str, Any]:
    target = balance.target
    return {
        "earned": balance.earned,
        "booked": balance.booked,
        "unconfirmed": balance.unconfirmed,
        "forecast": balance.forecast,
        "target": target.hours if target else None,
        "target_kind": target.kind if target else None,
        "warnings": [vars(one) for one in warnings_about(balance)],
    }


def unit_view(report: UnitHours, after: str | None, limit: int) -> dict[str, Any]:
    """The sums are of everybody, the items of one page."""
    floors = report.with_floor
    rest = [one for one in report.people if one[0].employee_id > (after or "")]
    shown = rest[:limit]
    return {
        "unit_id": report.unit_id,
        "name": report.name,
        "year": report.year,
        "people": len(report.people),
        "earned": round(sum(balance.earned for _, balance in report.people), 2),
        "with_floor": len(floors),
        "reached": sum(balance.reaches_target for balance in floors),
        "items": [
            {
                "employee_id": person.employee_id,
                "name": person.name,
                "unit_id": person.unit_id,
                "employment": person.employment,
            }
            | balance_view(balance)
            for person, balance in shown
        ],
        "next": shown[-1][0].employee_id if len(rest) > limit else None,
    }


def target_view(target: HoursTarget) -> dict[str, Any]:
    return plain(vars(target))


def learning_view(learned: ExternalLearning) -> dict[str, Any]:
    return plain(vars(learned))


def export_view(export: PersonnelExport) -> dict[str, Any]:
    return vars(export) | {"left_out": [vars(one) for one in export.left_out]}
