"""Calls about formal education, and the timers that ask for reports and count the bond."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import applying, bonding, funding, studying
from services.enrolment.domain.people import Employee
from services.enrolment.domain.study import Study
from services.enrolment.schemas import study as schemas
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import RuleNumbers
from services.enrolment.storage.studies import Bonds, Reports, Studies
from services.enrolment.storage.study_years import StudyYears
from shared.errors import Forbidden
from shared.service import Service, command, every, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar


class StudyCalls(Service):
    """Calls about formal education, and the timers that ask for reports and count the bond."""

    calendar: WorkingCalendar

    @query(schemas.CheckStudyEligibility)
    def check_study_eligibility(self, request: Any, session: Session) -> dict[str, Any]:
        """What each rule finds about an applicant. Raises NotFound, Conflict (no degree)."""
        checks = applying.check(
            session,
            request.offering_id,
            request.employee_id,
            request.sanction,
            self.clock.now(),
        )
        return {"checks": schemas.checks_view(checks)}

    @command(schemas.ApplyForStudy)
    def apply_for_study(self, request: Any, session: Session) -> dict[str, Any]:
        """Ask for a study assignment. Raises NotFound, ValidationError, Conflict (the rules)."""
        applied, checks = applying.apply(session, request, self.clock.now())
        return schemas.study_view(applied) | {"checks": schemas.checks_view(checks)}

    @command(schemas.DecideStudy)
    def decide_study(self, request: Any, session: Session) -> dict[str, Any]:
        """Select or reject an applicant. Raises NotFound, Forbidden, Conflict."""
        return schemas.study_view(applying.decide(session, request, self.clock.now()))

    @command(schemas.DecreeStudy)
    def decree_study(self, request: Any, session: Session) -> dict[str, Any]:
        """Record the decree, and owe the years of it whose budgets are known.

        Raises NotFound, Forbidden, Conflict, ValidationError.
        """
        return _with_years(session, *applying.decree(session, request, self.clock.now()))

    @command(schemas.CommitStudyYear)
    def commit_study_year(self, request: Any, session: Session) -> dict[str, Any]:
        """Owe a year of a study to the budget of that year; again: another amount.

        Raises NotFound, Forbidden, Conflict.
        """
        return _with_years(session, *funding.commit_year(session, request, self.clock.now()))

    @command(schemas.StartStudy)
    def start_study(self, request: Any, session: Session) -> dict[str, Any]:
        """The learner went. Raises NotFound, Forbidden, Conflict, ValidationError."""
        return schemas.study_view(studying.start(session, request, self.clock.now()))

    @command(schemas.SubmitStudyReport)
    def submit_study_report(self, request: Any, session: Session) -> dict[str, Any]:
        """Hand in the report of a semester. Raises NotFound, Forbidden, Conflict."""
        return schemas.report_view(studying.submit_report(session, request, self.clock.now()))

    @command(schemas.ExtendStudy)
    def extend_study(self, request: Any, session: Session) -> dict[str, Any]:
        """Let a study take longer. Raises NotFound, Forbidden, Conflict."""
        return _with_years(session, *studying.extend(session, request, self.clock.now()))

    @command(schemas.ReturnFromStudy)
    def return_from_study(self, request: Any, session: Session) -> dict[str, Any]:
        """The learner is on duty again. Raises NotFound, Forbidden, Conflict, ValidationError."""
        return schemas.study_view(studying.come_back(session, request, self.clock.now()))

    @command(schemas.CompleteStudy)
    def complete_study(self, request: Any, session: Session) -> dict[str, Any]:
        """The degree was reached. Raises NotFound, Forbidden, Conflict, ValidationError."""
        return schemas.study_view(studying.complete(session, request, self.clock.now()))

    @command(schemas.EndStudy)
    def end_study(self, request: Any, session: Session) -> dict[str, Any]:
        """Give a study up, or end it without the degree. Raises NotFound, Forbidden, Conflict."""
        return schemas.study_view(studying.end(session, request, self.clock.now()))

    @command(schemas.ReleaseStudyBond)
    def release_study_bond(self, request: Any, session: Session) -> dict[str, Any]:
        """Let go of days of service owed. Raises NotFound, Forbidden, Conflict."""
        bonding.release(
            session,
            request.study_id,
            request.days,
            request.reason,
            request.released_by,
            self.clock.now(),
        )
        session.flush()
        return schemas.bond_view(Bonds(session).of(request.study_id))

    @query(schemas.GetStudy)
    def get_study(self, request: Any, session: Session) -> dict[str, Any]:
        """One study with its reports, its service bond and who pays. Raises NotFound."""
        study = Studies(session).get(request.study_id)
        reports = Reports(session).of(study.study_id)
        return schemas.study_view(study) | {
            "reports": [schemas.report_view(one) for one in reports],
            "bond": schemas.bond_view(Bonds(session).of(study.study_id)),
            "years": schemas.years_view(StudyYears(session).of(study.study_id)),
        }

    @query(schemas.ListStudies)
    def list_studies(self, request: Any, session: Session) -> dict[str, Any]:
        """Study assignments by learner, offering and status."""
        limit, request.limit = request.limit, request.limit + 1
        items = [schemas.study_view(one) for one in Studies(session).page(request)]
        return page(items, limit, "study_id")

    @command(schemas.SaveStudyNumber)
    def save_study_number(self, request: Any, session: Session) -> dict[str, Any]:
        """From a day on, a rule of formal education counts with another number.

        Raises Forbidden.
        """
        now = self.clock.now()
        _must_be_an_officer(Roster(session).find([request.decided_by]).get(request.decided_by))
        from_day = request.from_day or self.calendar.day_of(now)
        RuleNumbers(session).decide(request.name, request.value, from_day, request.decided_by, now)
        return {"name": request.name, "from_day": from_day.isoformat(), "value": request.value}

    @query(schemas.ListStudyNumbers)
    def list_study_numbers(self, request: Any, session: Session) -> dict[str, Any]:
        """The numbers of formal education in force on a day; today where nobody says."""
        day = request.on or self.calendar.day_of(self.clock.now())
        return {"on": day.isoformat(), "numbers": dict(applying.numbers_on(session, day))}

    @every(seconds=60)
    def ask_for_study_reports(self) -> None:
        """Tell of every report that is due or missing, each in a transaction of its own."""
        while self._in_a_transaction(studying.ask_for_next_report):
            pass

    @every(seconds=3600)
    def count_study_bonds(self) -> None:
        """Enter what was served of every bond since it was last counted."""
        while self._in_a_transaction(bonding.count_next):
            pass

    @every(seconds=3600)
    def pay_study_years(self) -> None:
        """Pay for every year of a study that is over."""
        while self._in_a_transaction(funding.pay_next_year):
            pass

    def _in_a_transaction(self, step: Any) -> bool:
        with self.database.transaction() as session:
            return bool(step(session, self.clock.now()))


def _with_years(session: Session, study: Study, warnings: list[str]) -> dict[str, Any]:
    years = schemas.years_view(StudyYears(session).of(study.study_id))
    return schemas.study_view(study) | {"years": years, "warnings": warnings}


def _must_be_an_officer(decider: Employee | None) -> None:
    if decider is None or not decider.is_officer:
        raise Forbidden("only a training officer may change the numbers of formal education")
