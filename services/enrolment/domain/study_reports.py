"""Semester reports: when each is due, and who hears of a missing one."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.enrolment.domain.study_numbers import Numbers
from shared.errors import Conflict


class ReportStatus(StrEnum):
    """planned: not asked for yet; waived: the learner returned before."""

    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    SUBMITTED = "submitted"
    WAIVED = "waived"


WANTED = (
    ReportStatus.PLANNED,
    ReportStatus.DUE,
    ReportStatus.OVERDUE,
    ReportStatus.ESCALATED,
)


@dataclass(frozen=True, kw_only=True)
class Report:
    """The report of one semester.

    semester   from 1
    due_on     last day to hand it in
    next_on    day on which the office has to look at it again; None: no more
    gpa        grade point average, as the university gives it
    """

    study_id: str
    semester: int
    due_on: date
    status: ReportStatus = ReportStatus.PLANNED
    next_on: date | None = None
    gpa: float | None = None
    text: str | None = None
    submitted_on: date | None = None


def planned_reports(
    study_id: str, started_on: date, ends_on: date, numbers: Numbers
) -> list[Report]:
    """One for each semester that has begun by the last day; the last one may be short."""
    reports: list[Report] = []
    every = numbers["study_report_every_months"]
    while months_later(started_on, len(reports) * every) <= ends_on:
        semester = len(reports) + 1
        last_day = months_later(started_on, semester * every) - timedelta(days=1)
        due_on = min(last_day, ends_on) + timedelta(days=numbers["study_report_within_days"])
        reports.append(_planned(study_id, semester, due_on, numbers))
    return reports


def after_extension(known: list[Report], planned: list[Report]) -> list[Report]:
    """What an extension adds, and the last semester where it becomes longer."""
    by_semester = {one.semester: one for one in known}
    changed = []
    for report in planned:
        before = by_semester.get(report.semester)
        untouched = before is not None and before.status is ReportStatus.PLANNED
        if before is None or (untouched and before.due_on != report.due_on):
            changed.append(report)
    return changed


def next_step(report: Report, numbers: Numbers) -> Report:
    """A report whose day has come: told of, then missing, then missing still."""
    if report.status is ReportStatus.PLANNED:
        day_after = report.due_on + timedelta(days=1)
        return replace(report, status=ReportStatus.DUE, next_on=day_after)
    if report.status is ReportStatus.DUE:
        later = report.due_on + timedelta(days=1 + numbers["study_report_escalate_days"])
        return replace(report, status=ReportStatus.OVERDUE, next_on=later)
    return replace(report, status=ReportStatus.ESCALATED, next_on=None)


def hand_in(report: Report, *, gpa: float | None, text: str | None, today: date) -> Report:
    """Raises Conflict: it was handed in before, or nobody waits for it."""
    if report.status not in WANTED:
        raise Conflict(f"the report of semester {report.semester} is {report.status} already")
    return replace(
        report,
        status=ReportStatus.SUBMITTED,
        next_on=None,
        gpa=gpa,
        text=text,
        submitted_on=today,
    )


def waive_what_lies_ahead(reports: list[Report], today: date) -> list[Report]:
    """What nobody was to be asked for yet when the study ended, nobody is asked for any more."""
    return [_waived(one) for one in reports if _lies_ahead(one, today)]


def waive_all(reports: list[Report]) -> list[Report]:
    """Whoever is gone is asked for nothing."""
    return [_waived(one) for one in reports if one.status in WANTED]


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _waived(report: Report) -> Report:
    return replace(report, status=ReportStatus.WAIVED, next_on=None)


def _lies_ahead(report: Report, today: date) -> bool:
    told_on = report.next_on
    return report.status is ReportStatus.PLANNED and told_on is not None and told_on > today


def _planned(study_id: str, semester: int, due_on: date, numbers: Numbers) -> Report:
    told_on = due_on - timedelta(days=numbers["study_report_notice_days"])
    return Report(study_id=study_id, semester=semester, due_on=due_on, next_on=told_on)
