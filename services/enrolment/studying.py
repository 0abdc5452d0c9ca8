"""Use cases of a study under way: start, reports, extension, return, and how it ends."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import bonding, funding, graduating
from services.enrolment.applying import has_the_seat_still, numbers_on
from services.enrolment.domain import study, study_reports
from services.enrolment.domain.study import NOT_BEGUN, Study, about
from services.enrolment.domain.study_bond import days_owed
from services.enrolment.domain.study_reports import Report, ReportStatus
from services.enrolment.storage.absences import Absences
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.studies import Reports, Studies
from shared.errors import Forbidden
from shared.events import Event
from shared.events.study import StudyReportDue, StudyReportOverdue, StudyReportSubmitted


def start(session: Session, wanted: Any, at: datetime) -> Study:
    """The learner went: away from the unit, with a report for each semester.

    wanted   study_id, started_on, recorded_by. Raises NotFound, Forbidden, Conflict.
    """
    studies = Studies(session)
    decreed = _locked_for_an_officer(session, studies, wanted)
    today = calendar_of(session).day_of(at)
    started, events = study.start(decreed, wanted.started_on, today=today, at=at)
    has_the_seat_still(session, started)
    studies.save(started, events)
    numbers = numbers_on(session, today)
    Reports(session).save(
        study_reports.planned_reports(started.study_id, wanted.started_on, started.ends_on, numbers)
    )
    _tell_absence(session, started, started.ends_on, at)
    funding.begin(session, started.study_id, wanted.started_on, at)
    return started


def submit_report(session: Session, wanted: Any, at: datetime) -> Report:
    """Hand in the report of a semester: study_id, semester, submitted_by, gpa, text.

    Raises NotFound, Forbidden, Conflict.
    """
    studies, reports = Studies(session), Reports(session)
    under_way = studies.lock(wanted.study_id)
    _may_hand_in(session, under_way, wanted.submitted_by)
    study.has_begun(under_way, "report on")
    today = calendar_of(session).day_of(at)
    wanted_report = reports.get(wanted.study_id, wanted.semester)
    handed_in = study_reports.hand_in(wanted_report, gpa=wanted.gpa, text=wanted.text, today=today)
    reports.save([handed_in])
    told = StudyReportSubmitted(**about(under_way, at), semester=wanted.semester)
    studies.save(under_way, [told])
    return handed_in


def extend(session: Session, wanted: Any, at: datetime) -> tuple[Study, list[str]]:
    """Let a study take longer, and owe for the years that this adds; with warnings.

    wanted   study_id, until, decree_number, recorded_by, years [{budget_id, amount}]
    Raises NotFound, Forbidden, Conflict.
    """
    studies, reports = Studies(session), Reports(session)
    under_way = _locked_for_an_officer(session, studies, wanted)
    numbers = numbers_on(session, calendar_of(session).day_of(at))
    extended, events = study.extend(under_way, wanted.until, wanted.decree_number, numbers, at)
    studies.save(extended, events)
    assert extended.started_on is not None
    planned = study_reports.planned_reports(
        extended.study_id, extended.started_on, extended.ends_on, numbers
    )
    reports.save(study_reports.after_extension(reports.of(extended.study_id), planned))
    _tell_absence(session, extended, extended.ends_on, at)
    return extended, funding.commit_years(session, extended, wanted.years, at)


def come_back(session: Session, wanted: Any, at: datetime) -> Study:
    """The learner is on duty again, and owes service: study_id, returned_on, recorded_by.

    Raises NotFound, Forbidden, Conflict, ValidationError.
    """
    studies = Studies(session)
    away = _locked_for_an_officer(session, studies, wanted)
    today = calendar_of(session).day_of(at)
    study.has_begun(away, "return from")
    owed = days_owed(away, wanted.returned_on, numbers_on(session, wanted.returned_on))
    returned, events = study.come_back(away, wanted.returned_on, owed, today=today, at=at)
    studies.save(returned, events)
    _stop_asking(session, returned.study_id, at)
    _tell_absence(session, returned, wanted.returned_on - timedelta(days=1), at)
    funding.come_back(session, returned.study_id, wanted.returned_on, at)
    bonding.begin(session, studies, returned, owed, at)
    return returned


def complete(session: Session, wanted: Any, at: datetime) -> Study:
    """The degree was reached: study_id, completed_at, score, recorded_by.

    Raises NotFound, Forbidden, Conflict, ValidationError.
    """
    studies = Studies(session)
    under_way = _locked_for_an_officer(session, studies, wanted)
    completed, events = study.complete(under_way, at)
    graduating.graduate(session, under_way, wanted.completed_at, wanted.score, at)
    studies.save(completed, events)
    _stop_asking(session, completed.study_id, at)
    last_day = calendar_of(session).day_of(wanted.completed_at)
    funding.end(session, completed.study_id, last_day, at)
    return completed


def end(session: Session, wanted: Any, at: datetime) -> Study:
    """Give a study up, or end it without the degree: study_id, reason, recorded_by.

    Raises NotFound, Forbidden, Conflict.
    """
    studies = Studies(session)
    locked = _locked_for_an_officer(session, studies, wanted)
    return _end(session, studies, locked, wanted.reason, at)


def end_of_a_leaver(session: Session, employee_id: str, reason: str, at: datetime) -> None:
    """Who left the service studies no more, and serves no bond."""
    studies = Studies(session)
    if open_one := studies.open_of(employee_id):
        _end(session, studies, open_one, reason, at)
    for bound in studies.bonds_of(employee_id):
        bonding.break_off(session, studies, bound, at)


def ask_for_next_report(session: Session, at: datetime) -> bool:
    """Tell of one report that is due or missing; False where there is none."""
    studies, reports = Studies(session), Reports(session)
    today = calendar_of(session).day_of(at)
    claimed = reports.claim_due(today)
    if claimed is None:
        return False
    under_way = studies.lock(claimed[0])
    stepped = study_reports.next_step(reports.get(*claimed), numbers_on(session, today))
    reports.save([stepped])
    studies.save(under_way, [_told(session, under_way, stepped, at)])
    return True


def _end(session: Session, studies: Studies, open_one: Study, reason: str, at: datetime) -> Study:
    ended, events = study.end(open_one, reason=reason, at=at)
    if open_one.status in NOT_BEGUN:
        graduating.give_up_the_seat(session, open_one, reason, at)
    else:
        graduating.leave_without_degree(session, open_one, at)
    studies.save(ended, events)
    reports = Reports(session)
    reports.save(study_reports.waive_all(reports.of(ended.study_id)))
    today = calendar_of(session).day_of(at)
    funding.end(session, ended.study_id, today if ended.started_on else None, at)
    return ended


def _told(session: Session, under_way: Study, report: Report, at: datetime) -> Event:
    facts: dict[str, Any] = about(under_way, at) | {
        "semester": report.semester,
        "due_on": report.due_on,
    }
    if report.status is ReportStatus.DUE:
        return StudyReportDue(**facts)
    if report.status is ReportStatus.OVERDUE:
        supervisor_id = _supervisor_of(session, under_way.employee_id)
        return StudyReportOverdue(**facts, step=1, escalated_to=supervisor_id)
    return StudyReportOverdue(**facts, step=2, escalated_to=None)


def _supervisor_of(session: Session, employee_id: str) -> str | None:
    roster = Roster(session)
    learner = roster.get(employee_id)
    return roster.hierarchy_of([learner]).supervisor_of(learner)


def _stop_asking(session: Session, study_id: str, at: datetime) -> None:
    reports, today = Reports(session), calendar_of(session).day_of(at)
    reports.save(study_reports.waive_what_lies_ahead(reports.of(study_id), today))


def _tell_absence(session: Session, away: Study, until: date, at: datetime) -> None:
    assert away.started_on is not None
    last_day = max(until, away.started_on)
    Absences(session).learn(
        absence_id=away.study_id,
        employee_id=away.employee_id,
        starts_on=away.started_on,
        ends_on=last_day,
        kind="study",
        cancelled=until < away.started_on,
        changed_at=at,
    )


def _locked_for_an_officer(session: Session, studies: Studies, wanted: Any) -> Study:
    locked = studies.lock(wanted.study_id)
    recorder = Roster(session).find([wanted.recorded_by]).get(wanted.recorded_by)
    study.an_officer_decides(recorder, locked)
    return locked


def _may_hand_in(session: Session, under_way: Study, by: str) -> None:
    found = Roster(session).find([by]).get(by)
    if by != under_way.employee_id and (found is None or not found.is_officer):
        raise Forbidden("only the learner or a training officer may hand in a report")
