"""Facts about study assignments (formal education), published by the enrolment service."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from shared.events.enrolment import EXCHANGE
from shared.events.event import Event, Id, Text

Semester = Annotated[int, Meta(ge=1)]
Days = Annotated[int, Meta(ge=0)]


@dataclass(frozen=True, kw_only=True)
class _AboutStudy:
    """study_id   of one civil servant's study assignment
    employee_id   who studies
    programme_id   which degree
    title   of the degree, as people read it
    """

    study_id: Id
    employee_id: Id
    programme_id: Id
    title: Text


@dataclass(frozen=True, kw_only=True)
class StudyApplied(_AboutStudy, Event, name="study.applied", exchange=EXCHANGE, subject="study_id"):
    """Somebody applies for a study assignment; a training officer decides."""


@dataclass(frozen=True, kw_only=True)
class StudySelected(
    _AboutStudy, Event, name="study.selected", exchange=EXCHANGE, subject="study_id"
):
    """The applicant was selected and has a seat; the decree follows."""


@dataclass(frozen=True, kw_only=True)
class StudyRejected(
    _AboutStudy, Event, name="study.rejected", exchange=EXCHANGE, subject="study_id"
):
    """The applicant was not selected.

    reason   in the officer's words; null where none were given
    """

    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class StudyDecreed(_AboutStudy, Event, name="study.decreed", exchange=EXCHANGE, subject="study_id"):
    """The appointing official signed the decree.

    decree_number   of the decree
    """

    decree_number: Text


@dataclass(frozen=True, kw_only=True)
class StudyStarted(_AboutStudy, Event, name="study.started", exchange=EXCHANGE, subject="study_id"):
    """The study began: the learner is away from the unit.

    started_on   first day away
    ends_on   last day, as planned
    """

    started_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class StudyReportDue(
    _AboutStudy, Event, name="study.report_due", exchange=EXCHANGE, subject="study_id"
):
    """The report of a semester is to be handed in soon.

    semester   from 1
    due_on   last day to hand it in
    """

    semester: Semester
    due_on: date


@dataclass(frozen=True, kw_only=True)
class StudyReportOverdue(
    _AboutStudy, Event, name="study.report_overdue", exchange=EXCHANGE, subject="study_id"
):
    """The report of a semester is missing, and somebody has to ask for it.

    semester   from 1
    due_on   last day on which it was to be handed in
    step   1: the supervisor is told; 2: it is still missing, the training officers are told
    escalated_to   who is to ask for it; null: any training officer
    """

    semester: Semester
    due_on: date
    step: Literal[1, 2]
    escalated_to: Id | None


@dataclass(frozen=True, kw_only=True)
class StudyReportSubmitted(
    _AboutStudy, Event, name="study.report_submitted", exchange=EXCHANGE, subject="study_id"
):
    """The report of a semester was handed in.

    semester   from 1
    """

    semester: Semester


@dataclass(frozen=True, kw_only=True)
class StudyExtended(
    _AboutStudy, Event, name="study.extended", exchange=EXCHANGE, subject="study_id"
):
    """The study may take longer.

    ends_on   last day from now on
    """

    ends_on: date


@dataclass(frozen=True, kw_only=True)
class StudyReturned(
    _AboutStudy, Event, name="study.returned", exchange=EXCHANGE, subject="study_id"
):
    """The learner is back on duty, and the service bond begins.

    returned_on   first day on duty
    bond_days   days of service owed
    """

    returned_on: date
    bond_days: Days


@dataclass(frozen=True, kw_only=True)
class StudyCompleted(
    _AboutStudy, Event, name="study.completed", exchange=EXCHANGE, subject="study_id"
):
    """The degree was reached; `training.completed` tells the rest."""


@dataclass(frozen=True, kw_only=True)
class StudyEnded(_AboutStudy, Event, name="study.ended", exchange=EXCHANGE, subject="study_id"):
    """The study ended without the degree, or will not take place.

    reason   in the words of whoever ended it
    """

    reason: Text


@dataclass(frozen=True, kw_only=True)
class StudyBondEnded(
    _AboutStudy, Event, name="study.bond_ended", exchange=EXCHANGE, subject="study_id"
):
    """The service bond is over.

    outcome   served, released by the office, or broken: the learner left before
    days_open   days of service still owed (0 unless broken)
    """

    outcome: Literal["served", "released", "broken"]
    days_open: Days
