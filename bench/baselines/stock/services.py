"""Three nameko services, written as its documentation and its users write them."""

from datetime import UTC, datetime
from uuid import UUID

from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc
from sqlalchemy import select

from bench.baselines import rules
from bench.baselines.stock.database import Database
from bench.baselines.stock.models import (
    Certificate,
    Contact,
    Delivery,
    Enrolment,
    Evaluation,
    LearningHours,
    Message,
    Offering,
)


class EnrolmentService:
    """Completes a class and tells the others."""

    name = "enrolment"
    database = Database()
    dispatch = EventDispatcher()

    @rpc
    def complete_offering(self, offering_id: str, completed_at: str, results: list) -> dict:
        offering = self.database.get(Offering, UUID(offering_id))
        enrolled = {row.employee_id: row for row in self._enrolled(offering.offering_id)}
        events = []
        for result in results:
            if result["passed"]:
                enrolment = enrolled[result["employee_id"]]
                events.append(
                    self._complete(enrolment, offering.programme, completed_at, result["score"])
                )
        self.database.commit()
        for event in events:
            self.dispatch("training.completed", event)
        return {"completed": len(events), "not_completed": len(results) - len(events)}

    def _enrolled(self, offering_id: UUID):
        """The class, locked."""
        return self.database.scalars(
            select(Enrolment)
            .where(Enrolment.offering_id == offering_id, Enrolment.status == "enrolled")
            .with_for_update(of=Enrolment)
        )

    def _complete(self, enrolment, programme, completed_at: str, score: float) -> dict:
        """One learner's rows, and the event about them."""
        event = rules.training_completed(
            {**vars(programme), **vars(enrolment.employee), **vars(enrolment)}, completed_at, score
        )
        enrolment.status = "completed"
        enrolment.version += 1
        enrolment.completed_at = datetime.fromisoformat(completed_at)
        enrolment.score = score
        certificate = event["certificate"]
        self.database.add(
            Certificate(
                certificate_id=UUID(certificate["certificate_id"]),
                enrolment_id=enrolment.enrolment_id,
                code=certificate["code"],
            )
        )
        self.database.add(
            LearningHours(
                entry_id=UUID(rules.new_id()),
                employee_id=enrolment.employee_id,
                enrolment_id=enrolment.enrolment_id,
                year=enrolment.completed_at.year,
                hours=programme.learning_hours,
            )
        )
        return event


class EvaluationService:
    """Schedules the five evaluations of a completion."""

    name = "evaluation"
    database = Database()
    dispatch = EventDispatcher()

    @event_handler("enrolment", "training.completed")
    def schedule_evaluations(self, completed: dict) -> None:
        now = datetime.now(UTC)
        scheduled = rules.evaluation_scheduled(completed, now)
        for item in scheduled["items"]:
            self.database.add(
                Evaluation(
                    evaluation_id=UUID(item["evaluation_id"]),
                    enrolment_id=UUID(completed["enrolment_id"]),
                    employee_id=completed["employee_id"],
                    programme_id=UUID(completed["programme_id"]),
                    title=completed["title"],
                    level=item["level"],
                    respondent_id=item["respondent_id"],
                    status=rules.evaluation_status(item, now),
                    opens_at=datetime.fromisoformat(item["opens_at"]),
                    due_at=datetime.fromisoformat(item["due_at"]),
                )
            )
        self.database.commit()
        self.dispatch("evaluation.scheduled", scheduled)


class NotificationService:
    """Writes to the learner."""

    name = "notification"
    database = Database()

    @event_handler("enrolment", "training.completed")
    def congratulate(self, completed: dict) -> None:
        self._write("training.completed", completed)

    @event_handler("evaluation", "evaluation.scheduled")
    def announce_evaluations(self, scheduled: dict) -> None:
        self._write("evaluation.scheduled", scheduled)

    def _write(self, about: str, data: dict) -> None:
        """One message and its pending delivery."""
        contact = self.database.get(Contact, data["employee_id"])
        subject, body = rules.written(about, data, contact.name, contact.language)
        now = datetime.now(UTC)
        message = Message(
            notification_id=UUID(rules.new_id()),
            employee_id=contact.employee_id,
            about=about,
            subject=subject,
            body=body,
            created_at=now,
        )
        self.database.add(message)
        self.database.flush()
        self.database.add(
            Delivery(
                delivery_id=UUID(rules.new_id()),
                notification_id=message.notification_id,
                channel="email",
                address=contact.email,
                status="pending",
                attempts=0,
                next_at=now,
            )
        )
        self.database.commit()
