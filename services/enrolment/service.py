"""What the enrolment service can do: its calls, and what it listens to."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import completing, enrolling, schemas
from services.enrolment.domain.completion import Result
from services.enrolment.domain.hours import BUILT_IN_TARGETS, target_hours
from services.enrolment.domain.offering import Meeting, Offering, Programme, schedule
from services.enrolment.storage.enrolments import Enrolments
from services.enrolment.storage.offerings import Offerings
from services.enrolment.storage.programmes import Programmes
from services.enrolment.storage.records import Certificates, HoursLedger
from services.enrolment.storage.roster import Roster
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.ids import new_id
from shared.service import Service, command, query, subscribe


class EnrolmentService(Service):
    """Who learns what: from the catalogue to the certificate."""

    name = "enrolment"

    @subscribe(EmployeeChanged)
    def learn_employee(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep the roster as HR describes it."""
        Roster(session).learn_employee(changed)

    @subscribe(UnitChanged)
    def learn_unit(self, changed: UnitChanged, session: Session) -> None:
        """Keep the organisation as HR describes it."""
        Roster(session).learn_unit(changed)

    @command(schemas.SaveProgramme)
    def save_programme(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a programme or change one from now on. Raises NotFound (also a prerequisite)."""
        programmes = Programmes(session)
        for known in filter(None, [request.programme_id, *request.prerequisites]):
            programmes.get(known)
        facts = vars(request) | {
            "programme_id": request.programme_id or new_id(),
            "competencies": tuple(request.competencies),
            "prerequisites": tuple(request.prerequisites),
        }
        programme = Programme(**facts)
        programmes.save(programme)
        return schemas.programme_view(programme)

    @query(schemas.ListProgrammes)
    def list_programmes(self, request: Any, session: Session) -> dict[str, Any]:
        """The catalogue."""
        found = Programmes(session).page(request.after, request.limit + 1)
        items = [schemas.programme_view(one) for one in found]
        return schemas.page(items, request.limit, "programme_id")

    @command(schemas.ScheduleOffering)
    def schedule_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """Announce when a programme is given. Raises NotFound, ValidationError."""
        meetings = [Meeting(**vars(one)) for one in request.meetings]
        offering = Offering(
            offering_id=new_id(),
            programme=Programmes(session).get(request.programme_id),
            meetings=tuple(sorted(meetings, key=lambda meeting: meeting.starts_at)),
            capacity=request.capacity,
            min_participants=request.min_participants,
            venue=request.venue,
            enrol_by=request.enrol_by,
        )
        Offerings(session).add(offering, schedule(offering, self.clock.now()))
        return schemas.offering_view(offering)

    @query(schemas.GetOffering)
    def get_offering(self, request: Any, session: Session) -> dict[str, Any]:
        """One offering. Raises NotFound."""
        return schemas.offering_view(Offerings(session).get(request.offering_id))

    @query(schemas.ListOfferings)
    def list_offerings(self, request: Any, session: Session) -> dict[str, Any]:
        """Offerings, of one programme or all."""
        found = Offerings(session).page(request.programme_id, request.after, request.limit + 1)
        items = [schemas.offering_view(one) for one in found]
        return schemas.page(items, request.limit, "offering_id")

    @command(schemas.RequestEnrolment)
    def request_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Ask for a seat. Raises NotFound, Conflict (the rule that said no)."""
        by = request.requested_by or request.employee_id
        asked = enrolling.request(
            session, request.offering_id, request.employee_id, by, self.clock.now()
        )
        return schemas.enrolment_view(asked)

    @command(schemas.DecideEnrolment)
    def decide_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Approve or reject a request. Raises NotFound, Forbidden, Conflict."""
        decided = enrolling.decide(
            session,
            request.enrolment_id,
            approved=request.decision == "approve",
            by=request.decided_by,
            reason=request.reason,
            at=self.clock.now(),
        )
        return schemas.enrolment_view(decided)

    @command(schemas.CancelEnrolment)
    def cancel_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """Give up a request or a seat. Raises NotFound, Conflict."""
        cancelled = enrolling.cancel(
            session, request.enrolment_id, request.reason, self.clock.now()
        )
        return schemas.enrolment_view(cancelled)

    @command(schemas.Nominate)
    def nominate(self, request: Any, session: Session) -> list[dict[str, Any]]:
        """Enrol a class; each answer stands for itself. Raises NotFound (offering)."""
        return enrolling.nominate(
            session,
            request.offering_id,
            request.employee_ids,
            request.nominated_by,
            self.clock.now(),
        )

    @command(schemas.CompleteOffering)
    def complete_offering(self, request: Any, session: Session) -> dict[str, int]:
        """Record how a class did. Raises NotFound, ValidationError, Conflict."""
        return completing.complete_offering(
            session,
            request.offering_id,
            request.completed_at,
            [Result(**vars(one)) for one in request.results],
            now=self.clock.now(),
            zone=self.settings.time_zone,
        )

    @command(schemas.ReverseCompletion)
    def reverse_completion(self, request: Any, session: Session) -> dict[str, Any]:
        """Undo a completion recorded in error. Raises NotFound, Conflict."""
        undone = completing.reverse_completion(
            session, request.enrolment_id, request.reason, self.clock.now()
        )
        return schemas.enrolment_view(undone)

    @query(schemas.GetEnrolment)
    def get_enrolment(self, request: Any, session: Session) -> dict[str, Any]:
        """One enrolment. Raises NotFound."""
        return schemas.enrolment_view(Enrolments(session).get(request.enrolment_id))

    @query(schemas.ListEnrolments)
    def list_enrolments(self, request: Any, session: Session) -> dict[str, Any]:
        """Enrolments by offering, learner, approver, unit and status."""
        limit, request.limit = request.limit, request.limit + 1
        items = [schemas.enrolment_view(one) for one in Enrolments(session).page(request)]
        return schemas.page(items, limit, "enrolment_id")

    @query(schemas.GetLearningHours)
    def get_learning_hours(self, request: Any, session: Session) -> dict[str, Any]:
        """Hours (JP) earned in a year against the target. Raises NotFound."""
        learner = Roster(session).get(request.employee_id)
        entries = HoursLedger(session).of_year(learner.employee_id, request.year)
        target = target_hours(learner.employment, request.year, BUILT_IN_TARGETS)
        return schemas.hours_view(list(entries), target)

    @query(schemas.VerifyCertificate)
    def verify_certificate(self, request: Any, session: Session) -> dict[str, Any]:
        """Whether a certificate is genuine and valid today. Raises NotFound."""
        facts = Certificates(session).by_code(request.code)
        now = self.clock.now()
        in_time = facts.expires_at is None or now < facts.expires_at
        return schemas.certificate_view(facts, in_time and facts.revoked_at is None)
