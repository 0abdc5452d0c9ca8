"""What the notification service can do: its calls, what it listens to, its timers."""

from datetime import timedelta
from functools import cache
from typing import Any

from nameko.extensions import DependencyProvider
from sqlalchemy.orm import Session

from services.notification import schemas
from services.notification.channels import mail_channel
from services.notification.domain.message import Message
from services.notification.domain.occasions import drafts_about
from services.notification.postman import Postman
from services.notification.rendering import Renderer
from services.notification.storage.messages import Messages
from services.notification.storage.people import People, people_in, rows_of
from shared.events import Event
from shared.events.enrolment import (
    CertificateExpiring,
    CertificateRevoked,
    EnrolmentCancelled,
    EnrolmentEnrolled,
    EnrolmentExpired,
    EnrolmentRejected,
    EnrolmentRequested,
    EnrolmentWaitlisted,
    OfferingCancelled,
    OfferingChanged,
    TrainingCompleted,
    TrainingCompletionReversed,
    TrainingNotCompleted,
)
from shared.events.evaluation import (
    EvaluationCancelled,
    EvaluationDueSoon,
    EvaluationOpened,
    EvaluationOverdue,
    EvaluationScheduled,
)
from shared.events.hr import EmployeeChanged
from shared.events.study import (
    StudyBondEnded,
    StudyDecreed,
    StudyEnded,
    StudyExtended,
    StudyRejected,
    StudyReportDue,
    StudyReportOverdue,
    StudyReturned,
    StudySelected,
    StudyStarted,
)
from shared.messaging import arrived
from shared.messaging.waiting import wake
from shared.service import Service, command, every, query, subscribe
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.settings import Settings

MAIL = "email"


@cache
def _renderer(settings: Settings) -> Renderer:
    """One for each process: making it tries all templates, and a defect stops the start."""
    return Renderer(settings)


class _Renderer(DependencyProvider):
    def setup(self) -> None:
        self.renderer = _renderer(self.container.config[CONFIG_KEY].settings)

    def get_dependency(self, worker_ctx: Any) -> Renderer:
        return self.renderer


class _Postman(DependencyProvider):
    """Lives as long as the process: it remembers whether the mail server was away."""

    def setup(self) -> None:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        self.postman = Postman(
            wiring.databases[self.container.service_name],
            wiring.clock,
            mail_channel(wiring.settings),
            _renderer(wiring.settings),
            language=wiring.settings.language,
        )

    def get_dependency(self, worker_ctx: Any) -> Postman:
        return self.postman


class NotificationService(Service):
    """Tells people what happened to them and what is asked of them."""

    name = "notification"
    renderer: Renderer = _Renderer()
    postman: Postman = _Postman()

    @subscribe(EmployeeChanged, preload=rows_of)
    def learn_person(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep how a person is reached; what was held for want of them can go on."""
        if People(session).learn(changed, self.clock.now(), self.settings.time_zone):
            arrived(session, "employee", changed.employee_id)

    @subscribe(OfferingChanged, preload=people_in)
    @subscribe(OfferingCancelled, preload=people_in)
    @subscribe(EnrolmentRequested, preload=people_in)
    @subscribe(EnrolmentRejected, preload=people_in)
    @subscribe(EnrolmentWaitlisted, preload=people_in)
    @subscribe(EnrolmentExpired, preload=people_in)
    @subscribe(EnrolmentEnrolled, preload=people_in)
    @subscribe(EnrolmentCancelled, preload=people_in)
    @subscribe(TrainingCompleted, preload=people_in)
    @subscribe(TrainingNotCompleted, preload=people_in)
    @subscribe(TrainingCompletionReversed, preload=people_in)
    @subscribe(CertificateRevoked, preload=people_in)
    @subscribe(CertificateExpiring, preload=people_in)
    @subscribe(StudySelected, preload=people_in)
    @subscribe(StudyRejected, preload=people_in)
    @subscribe(StudyDecreed, preload=people_in)
    @subscribe(StudyStarted, preload=people_in)
    @subscribe(StudyReportDue, preload=people_in)
    @subscribe(StudyReportOverdue, preload=people_in)
    @subscribe(StudyExtended, preload=people_in)
    @subscribe(StudyReturned, preload=people_in)
    @subscribe(StudyEnded, preload=people_in)
    @subscribe(StudyBondEnded, preload=people_in)
    @subscribe(EvaluationScheduled, preload=people_in)
    @subscribe(EvaluationOpened, preload=people_in)
    @subscribe(EvaluationDueSoon, preload=people_in)
    @subscribe(EvaluationOverdue, preload=people_in)
    @subscribe(EvaluationCancelled, preload=people_in)
    def tell(self, event: Event, session: Session) -> None:
        """Write to whom `domain/occasions.py` names."""
        self.postman.give_way()
        people, messages, now = People(session), Messages(session), self.clock.now()
        for draft in drafts_about(event):
            mentioned = {one: people.expect(one) for one in draft.mentions}
            takes_mail = mentioned[draft.employee_id].takes_mail
            messages.add(draft, channels=[MAIL] if takes_mail else [], now=now)

    @every(seconds=1)
    def deliver_due_mail(self) -> None:
        """Send what is due, as long as there is much to do."""
        self.postman.deliver_due()

    @every(seconds=60)
    def apply_changes_dated_ahead(self) -> None:
        """Let every change whose day has come take effect, each in a transaction of its own."""
        while self._apply_next():
            pass

    def _apply_next(self) -> bool:
        now = self.clock.now()
        with self.database.transaction() as session:
            employee_id = People(session).apply_next_due(now, self.settings.time_zone)
            if employee_id is not None:
                arrived(session, "employee", employee_id)
                wake(session, now)
        return employee_id is not None

    @every(seconds=3600)
    def forget_old_messages(self) -> None:
        """What is older than KEEP_MESSAGES_DAYS."""
        before = self.clock.now() - timedelta(days=self.settings.keep_messages_days)
        forgotten = 1
        while forgotten:
            with self.database.transaction() as session:
                forgotten = Messages(session).forget_before(before)

    @query(schemas.ListNotifications)
    def list_notifications(self, request: Any, session: Session) -> dict[str, Any]:
        """A person's messages, newest first, in the person's language."""
        page = Messages(session).page(
            request.employee_id,
            unread_only=request.unread_only,
            limit=request.limit,
            after=request.after,
        )
        return {"items": self._in_words(page.items, session), "next": page.next}

    @command(schemas.MarkRead)
    def mark_read(self, request: Any, session: Session) -> dict[str, Any]:
        """The first reading counts. Raises NotFound."""
        message = Messages(session).mark_read(request.notification_id, self.clock.now())
        return self._in_words([message], session)[0]

    @query(schemas.GetPreferences)
    def get_preferences(self, request: Any, session: Session) -> dict[str, Any]:
        """How a person wants to be written to. Raises NotFound."""
        person = People(session).get(request.employee_id)
        language = person.language or self.settings.language
        return {"employee_id": person.employee_id, "language": language}

    @command(schemas.SetPreferences)
    def set_preferences(self, request: Any, session: Session) -> dict[str, Any]:
        """Choose the language of one's messages. Raises NotFound."""
        people = People(session)
        if request.language is not schemas.UNCHANGED:
            people.choose_language(request.employee_id, request.language)
        language = people.get(request.employee_id).language or self.settings.language
        return {"employee_id": request.employee_id, "language": language}

    @query(schemas.Preview)
    def preview(self, request: Any, session: Session) -> dict[str, Any]:
        """A template in words, with sample data where none are given.

        Raises NotFound (template), ValidationError (data that do not fit it).
        """
        words = self.renderer.preview(request.template, request.language, request.data)
        return schemas.preview_view(words)

    def _in_words(self, messages: list[Message], session: Session) -> list[dict[str, Any]]:
        people = People(session).find(one for each in messages for one in each.mentions)
        names = {one: person.name for one, person in people.items()}
        items = []
        for message in messages:
            reader = people.get(message.employee_id)
            language = (reader and reader.language) or self.settings.language
            words = self.renderer.render(message, language, names)
            items.append(schemas.notification_item(message, words))
        return items
