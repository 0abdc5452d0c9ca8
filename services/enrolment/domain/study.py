"""One civil servant's study assignment, from the application to the return."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from services.enrolment.domain.people import Employee
from services.enrolment.domain.programme import Programme
from services.enrolment.domain.study_numbers import Numbers
from services.enrolment.domain.study_reports import months_later
from shared.errors import Conflict, Forbidden, ValidationError
from shared.events import Event
from shared.events.study import (
    StudyApplied,
    StudyCompleted,
    StudyDecreed,
    StudyEnded,
    StudyExtended,
    StudyRejected,
    StudyReturned,
    StudySelected,
    StudyStarted,
)

Funding = Literal["ministry", "sponsor", "office", "self"]


class StudyStatus(StrEnum):
    """Where a study assignment stands."""

    APPLIED = "applied"
    SELECTED = "selected"
    REJECTED = "rejected"
    DECREED = "decreed"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    WITHDRAWN = "withdrawn"


OPEN = (
    StudyStatus.APPLIED,
    StudyStatus.SELECTED,
    StudyStatus.DECREED,
    StudyStatus.UNDER_WAY,
)
"""One person has at most one of these."""

NOT_BEGUN = (StudyStatus.APPLIED, StudyStatus.SELECTED, StudyStatus.DECREED)


@dataclass(frozen=True, kw_only=True)
class Study:
    """funding        who pays; office: the local government's own budget
    starts_on, ends_on   as planned; ends_on moves with an extension
    planned_until  the last day before any extension
    enrolment_id   the seat, from the selection on
    returned_on    first day on duty again; None: away, or never went
    """

    study_id: str
    employee_id: str
    offering_id: str
    programme_id: str
    title: str
    funding: Funding
    starts_on: date
    ends_on: date
    planned_until: date
    status: StudyStatus = StudyStatus.APPLIED
    sponsor: str | None = None
    sanction: str | None = None
    enrolment_id: str | None = None
    applied_by: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    override_reason: str | None = None
    confirmed: tuple[str, ...] = ()
    decree_number: str | None = None
    decreed_on: date | None = None
    extension_decree_number: str | None = None
    started_on: date | None = None
    returned_on: date | None = None


Step = tuple[Study, list[Event]]


def apply(study: Study, at: datetime) -> Step:
    """Ask for a study assignment. Raises ValidationError."""
    if study.ends_on <= study.starts_on:
        reason = {"ends_on": ["must be after starts_on"]}
        raise ValidationError("a study must end after it starts", reason)
    return study, [StudyApplied(**about(study, at))]


def select(
    study: Study,
    enrolment_id: str,
    *,
    by: str,
    confirmed: tuple[str, ...],
    override_reason: str | None,
    at: datetime,
) -> Step:
    """Choose an applicant, who has a seat. Raises Conflict."""
    it_is(study, "decide about", StudyStatus.APPLIED)
    selected = replace(
        study,
        status=StudyStatus.SELECTED,
        enrolment_id=enrolment_id,
        decided_by=by,
        confirmed=confirmed,
        override_reason=override_reason or study.override_reason,
    )
    return selected, [StudySelected(**about(study, at))]


def reject(study: Study, *, by: str, reason: str | None, at: datetime) -> Step:
    """Do not choose an applicant. Raises Conflict."""
    it_is(study, "decide about", StudyStatus.APPLIED)
    rejected = replace(study, status=StudyStatus.REJECTED, decided_by=by, reason=reason)
    return rejected, [StudyRejected(**about(study, at), reason=reason)]


def decree(study: Study, number: str, day: date, *, today: date, at: datetime) -> Step:
    """Record the signed decree. Raises Conflict, ValidationError."""
    it_is(study, "decree", StudyStatus.SELECTED)
    not_in_the_future("decreed_on", day, today)
    decreed = replace(study, status=StudyStatus.DECREED, decree_number=number, decreed_on=day)
    return decreed, [StudyDecreed(**about(study, at), decree_number=number)]


def start(study: Study, day: date, *, today: date, at: datetime) -> Step:
    """Record that the learner went. Raises Conflict, ValidationError."""
    it_is(study, "start", StudyStatus.DECREED)
    not_in_the_future("started_on", day, today)
    if day > study.ends_on:
        raise Conflict(f"the study was planned to end on {study.ends_on}: apply for a new one")
    started = replace(study, status=StudyStatus.UNDER_WAY, started_on=day)
    return started, [StudyStarted(**about(study, at), started_on=day, ends_on=study.ends_on)]


def extend(study: Study, until: date, decree_number: str, numbers: Numbers, at: datetime) -> Step:
    """Let the study take longer. Raises Conflict."""
    it_is(study, "extend", StudyStatus.UNDER_WAY)
    is_still_away(study)
    if until <= study.ends_on:
        raise Conflict(f"the study runs until {study.ends_on} already")
    extension_is_not_too_long(study, until, numbers)
    extended = replace(study, ends_on=until, extension_decree_number=decree_number)
    return extended, [StudyExtended(**about(study, at), ends_on=until)]


def come_back(study: Study, day: date, bond_days: int, *, today: date, at: datetime) -> Step:
    """Record the return to duty. Raises Conflict, ValidationError."""
    has_begun(study, "return from")
    is_still_away(study)
    not_in_the_future("returned_on", day, today)
    if study.started_on and day < study.started_on:
        raise Conflict(f"the study began on {study.started_on}: nobody returns before that")
    told = StudyReturned(**about(study, at), returned_on=day, bond_days=bond_days)
    return replace(study, returned_on=day), [told]


def complete(study: Study, at: datetime) -> Step:
    """Record that the degree was reached. Raises Conflict."""
    it_is(study, "complete", StudyStatus.UNDER_WAY)
    return replace(study, status=StudyStatus.COMPLETED), [StudyCompleted(**about(study, at))]


def end(study: Study, *, reason: str, at: datetime) -> Step:
    """Give it up, or end it without the degree. Raises Conflict."""
    it_is(study, "end", *OPEN)
    begun = study.status is StudyStatus.UNDER_WAY
    status = StudyStatus.NOT_COMPLETED if begun else StudyStatus.WITHDRAWN
    return replace(study, status=status, reason=reason), [
        StudyEnded(**about(study, at), reason=reason)
    ]


def about(study: Study, at: datetime) -> dict[str, Any]:
    """What every event of a study says."""
    return {
        "occurred_at": at,
        "study_id": study.study_id,
        "employee_id": study.employee_id,
        "programme_id": study.programme_id,
        "title": study.title,
    }


def it_is(study: Study, to_do: str, *statuses: StudyStatus) -> None:
    if study.status not in statuses:
        wanted = " or ".join(statuses)
        raise Conflict(f"the study is {study.status}: to {to_do} it, it must be {wanted}")


def has_begun(study: Study, to_do: str) -> None:
    if study.started_on is None:
        raise Conflict(f"the study is {study.status} and has not begun: nobody can {to_do} it")


def is_still_away(study: Study) -> None:
    if study.returned_on is not None:
        raise Conflict(f"{study.employee_id} returned on {study.returned_on} already")


def is_a_degree(programme: Programme) -> None:
    if programme.kind != "degree":
        raise Conflict(
            f"{programme.title} is a training: a study assignment needs a programme of kind "
            "degree; use request_enrolment for trainings"
        )


def has_no_other_open_study(other: Study | None) -> None:
    if other is not None:
        raise Conflict(
            f"{other.employee_id} has a study assignment that is {other.status} already "
            f"({other.study_id})"
        )


def an_officer_decides(decider: Employee | None, study: Study) -> None:
    """A training officer, and nobody about their own study."""
    if decider is None or not decider.is_officer:
        raise Forbidden("only a training officer may do this")
    if decider.employee_id == study.employee_id:
        raise Forbidden("nobody decides about their own study assignment")


def extension_is_not_too_long(study: Study, until: date, numbers: Numbers) -> None:
    months = numbers["study_max_extension_months"]
    latest = months_later(study.planned_until, months)
    if until > latest:
        raise Conflict(
            f"a study may be extended by {months} months in all, that is until {latest}: "
            "choose an earlier day"
        )


def not_in_the_future(field: str, day: date, today: date) -> None:
    if day > today:
        reason = {field: [f"must not be after today, {today}"]}
        raise ValidationError("what lies ahead cannot be recorded", reason)
