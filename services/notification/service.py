"""The notification service: what it listens to, its timers; the calls are in `calls/`."""

from collections.abc import Callable
from functools import cache
from typing import Any

from nameko.extensions import DependencyProvider
from sqlalchemy.orm import Session

from services.notification import campaigning
from services.notification.announcing import Announcer, room_of
from services.notification.calls.calendar import CalendarCalls
from services.notification.calls.campaigns import CampaignCalls
from services.notification.calls.chat import ChatCalls
from services.notification.calls.deliveries import DeliveryCalls
from services.notification.calls.preferences import PreferenceCalls
from services.notification.calls.previewing import PreviewCalls
from services.notification.calls.privacy import PrivacyCalls
from services.notification.calls.webhooks import WebhookCalls
from services.notification.channels import Channel, chat_channel, mail_channel
from services.notification.channels.webhook import Endpoints
from services.notification.courier import Courier
from services.notification.domain.matters import settled_by
from services.notification.domain.occasions import asks_officers, drafts_about
from services.notification.domain.reach import is_reached, way_to, why_unreachable
from services.notification.office import office_of
from services.notification.postman import Postman
from services.notification.rendering import Renderer
from services.notification.storage.evidence import Evidence
from services.notification.storage.gatherings import Gatherings
from services.notification.storage.messages import Messages
from services.notification.storage.participation import follow
from services.notification.storage.people import People, people_in, rows_of
from services.notification.storage.settlements import Settlements
from services.notification.storage.unreachable import Unreachable
from services.notification.storage.webhooks import Webhooks
from shared.events import Event
from shared.events.certificate import CertificateExpiring, CertificateRenewed, CertificateRevoked
from shared.events.coverage import CoverageShort
from shared.events.enrolment import (
    EnrolmentApproved,
    EnrolmentCancelled,
    EnrolmentDeclined,
    EnrolmentEnrolled,
    EnrolmentExpired,
    EnrolmentRejected,
    EnrolmentRequested,
    EnrolmentWaitlisted,
    OfferingCancelled,
    OfferingChanged,
    OfferingScheduled,
    TrainingCompleted,
    TrainingCompletionReversed,
    TrainingNotCompleted,
)
from shared.events.evaluation import (
    EffectMeasured,
    EvaluationCancelled,
    EvaluationDueSoon,
    EvaluationOpened,
    EvaluationOverdue,
    EvaluationScheduled,
    EvaluationSubmitted,
    ProgrammeReviewed,
)
from shared.events.hours import HoursEnough, HoursShort
from shared.events.hr import EmployeeChanged, MessageParked, UnitChanged
from shared.events.study import (
    StudyBondEnded,
    StudyDecreed,
    StudyEnded,
    StudyExtended,
    StudyRejected,
    StudyReportDue,
    StudyReportOverdue,
    StudyReportSubmitted,
    StudyReturned,
    StudySelected,
    StudyStarted,
)
from shared.links import Links, kept_links
from shared.messaging import arrived
from shared.messaging.waiting import wake
from shared.service import every, subscribe
from shared.service.operator_calls import OperatorCalls
from shared.service.wiring import CONFIG_KEY, Wiring
from shared.settings import BadSetting, Settings


@cache
def _renderer(settings: Settings) -> Renderer:
    """One for each process: making it tries all templates, and a defect stops the start."""
    return Renderer(settings)


def _links(settings: Settings) -> Links:
    """Raises BadSetting (LINK_KEY)."""
    try:
        return kept_links(settings)
    except ValueError as error:
        raise BadSetting(f"LINK_KEY: {error}") from error


class _Renderer(DependencyProvider):
    def setup(self) -> None:
        self.renderer = _renderer(self.container.config[CONFIG_KEY].settings)

    def get_dependency(self, worker_ctx: Any) -> Renderer:
        return self.renderer


class _Postman(DependencyProvider):
    """Lives as long as the process: it remembers whether the provider was away."""

    def __init__(self, channel_of: Callable[[Settings], Channel]):
        self._channel_of = channel_of

    def setup(self) -> None:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        self.postman = Postman(
            wiring.databases[self.container.service_name],
            wiring.clock,
            self._channel_of(wiring.settings),
            _renderer(wiring.settings),
            office=office_of(wiring.settings),
            links=_links(wiring.settings),
            language=wiring.settings.language,
        )

    def get_dependency(self, worker_ctx: Any) -> Postman:
        return self.postman


class _Courier(DependencyProvider):
    def setup(self) -> None:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        self.courier = Courier(
            wiring.databases[self.container.service_name],
            wiring.clock,
            Endpoints(private_allowed=wiring.settings.webhook_private),
        )

    def get_dependency(self, worker_ctx: Any) -> Courier:
        return self.courier


class _Announcer(DependencyProvider):
    """None: the office has no chat room."""

    def setup(self) -> None:
        wiring: Wiring = self.container.config[CONFIG_KEY]
        room = room_of(wiring.settings)
        self.announcer: Announcer | None = None
        if room is not None:
            self.announcer = Announcer(
                wiring.databases[self.container.service_name],
                wiring.clock,
                chat_channel(wiring.settings),
                _renderer(wiring.settings),
                room=room,
                language=wiring.settings.language,
            )

    def get_dependency(self, worker_ctx: Any) -> Announcer | None:
        return self.announcer


class NotificationService(
    PrivacyCalls,
    CalendarCalls,
    PreferenceCalls,
    DeliveryCalls,
    PreviewCalls,
    WebhookCalls,
    ChatCalls,
    CampaignCalls,
    OperatorCalls,
):
    """Tells people what happened to them and what is asked of them."""

    name = "notification"
    renderer: Renderer = _Renderer()
    postman: Postman = _Postman(mail_channel)
    chat_postman: Postman = _Postman(chat_channel)
    courier: Courier = _Courier()
    announcer: Announcer | None = _Announcer()

    @subscribe(EmployeeChanged, preload=rows_of)
    def learn_person(self, changed: EmployeeChanged, session: Session) -> None:
        """Keep how a person is reached; what was held for want of them can go on."""
        people = People(session)
        if people.learn(changed, self.clock.now(), self.settings.time_zone):
            arrived(session, "employee", changed.employee_id)
            if is_reached(people.get(changed.employee_id)):
                Unreachable(session).forget([changed.employee_id])

    @subscribe(OfferingScheduled)
    @subscribe(EnrolmentApproved)
    @subscribe(CertificateRenewed)
    @subscribe(HoursEnough)
    @subscribe(StudyReportSubmitted)
    @subscribe(EvaluationSubmitted)
    def learn_silently(self, event: Event, session: Session) -> None:
        """Keep what calendars and campaigns are made of, and what settles other messages.

        `tell` does so of what people hear of.
        """
        Gatherings(session).learn(event)
        follow(session, event)
        Settlements(session).add(settled_by(event), self.clock.now())

    @subscribe(OfferingChanged, preload=people_in)
    @subscribe(OfferingCancelled, preload=people_in)
    @subscribe(EnrolmentRequested, preload=people_in)
    @subscribe(EnrolmentRejected, preload=people_in)
    @subscribe(EnrolmentWaitlisted, preload=people_in)
    @subscribe(EnrolmentExpired, preload=people_in)
    @subscribe(EnrolmentEnrolled, preload=people_in)
    @subscribe(EnrolmentCancelled, preload=people_in)
    @subscribe(EnrolmentDeclined, preload=people_in)
    @subscribe(TrainingCompleted, preload=people_in)
    @subscribe(TrainingNotCompleted, preload=people_in)
    @subscribe(TrainingCompletionReversed, preload=people_in)
    @subscribe(CertificateRevoked, preload=people_in)
    @subscribe(CertificateExpiring, preload=people_in)
    @subscribe(HoursShort, preload=people_in)
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
    @subscribe(CoverageShort, preload=people_in)
    @subscribe(MessageParked, preload=people_in)
    def tell(self, event: Event, session: Session) -> None:
        """Write to whom `domain/occasions.py` names."""
        self.postman.give_way()
        self.learn_silently(event, session)
        Webhooks(session).tell(event, self.clock.now())
        if self.announcer:
            self.announcer.hear(event, session)
        people, messages, now = People(session), Messages(session), self.clock.now()
        officers = people.officers() if asks_officers(event) else []
        for draft in drafts_about(event, officers):
            mentioned = {one: people.expect(one) for one in draft.mentions}
            reader = mentioned[draft.employee_id]
            way = way_to(reader, draft.about)
            messages.add(draft, channels=[way] if way else [], now=now)
            if not way and (reason := why_unreachable(reader, draft.about)):
                Unreachable(session).add(reader.employee_id, reason, now)

    @subscribe(UnitChanged)
    def learn_unit(self, changed: UnitChanged, session: Session) -> None:
        """Keep what kind of unit it is: campaigns speak to colleagues of one kind."""
        Evidence(session).learn_unit(changed)

    @subscribe(ProgrammeReviewed)
    def learn_review(self, reviewed: ProgrammeReviewed, session: Session) -> None:
        """Keep what colleagues gained."""
        Evidence(session).learn_review(reviewed)

    @subscribe(EffectMeasured)
    def learn_finding(self, measured: EffectMeasured, session: Session) -> None:
        """Keep what a study found, correct what was claimed of it, and tell the officers."""
        campaigning.learn_finding(session, measured, self.clock.now())
        self.tell(measured, session)

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
                if is_reached(People(session).get(employee_id)):
                    Unreachable(session).forget([employee_id])
        return employee_id is not None
