"""What every chapter has at hand."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from demo import fresh
from demo.cast import Cast, Person
from demo.office import Item, Office
from demo.screen import Screen
from demo.timeline import Timeline
from services.notification.domain.delivery import State
from services.notification.domain.message import is_address
from services.notification.domain.moments import weightiest
from services.notification.domain.occasions import OCCASIONS, drafts_about
from services.notification.storage.people import OFFICER
from services.notification.storage.tables import DeliveryRow
from shared.events.hr import EmployeeChanged
from shared.events.notification import NotificationDelivered
from shared.messaging.tables import outbox
from shared.settings import Settings


@dataclass
class Stage:
    """What a chapter finds out is kept here for the later ones.

    cast         who plays; None until the roster is there
    programme, offering   as the service answered
    enrolments   the class: enrolment by employee
    imported     rows of files that became events
    budgets      budget by fiscal year
    small_class  the class with a queue: enrolment by employee
    counter      unit whose service is watched, and the offerings its people ask for
    papers       certificates that were kept as files
    """

    office: Office
    screen: Screen
    timeline: Timeline
    settings: Settings
    cast: Cast | None = None
    programme: Item = field(default_factory=dict)
    offering: Item = field(default_factory=dict)
    enrolments: dict[str, str] = field(default_factory=dict)
    imported: int = 0
    budgets: dict[int, str] = field(default_factory=dict)
    small_class: dict[str, str] = field(default_factory=dict)
    counter: tuple[str, list[Item]] | None = None
    papers: list[Path] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    @property
    def people(self) -> Cast:
        """Only after the chapter of the import."""
        assert self.cast is not None
        return self.cast

    @property
    def roster(self) -> dict[str, Person]:
        """Everybody as HR told it last."""
        return {one.employee_id: one for one in self.timeline.events(EmployeeChanged)}

    @property
    def mails(self) -> list[Path]:
        """The mails so far, as files."""
        return sorted((self.settings.data_dir / fresh.MAIL).glob("*.eml"))

    def name(self, employee_id: str | None) -> str:
        """null is the system itself, which measures."""
        return self.roster[employee_id].name if employee_id else "the system"

    def evaluations(self) -> list[Item]:
        """Of the whole class, as they stand."""
        return self.office.evaluations(self.enrolments.values())

    def told(self) -> list[tuple[str, str]]:
        """Who must have been told what, by what passed over the bus: (reader, event name)."""
        events = [one.event for one in self.timeline.passages if type(one.event) in OCCASIONS]
        officers = [one.employee_id for one in self.roster.values() if OFFICER in one.roles]
        drafts = [draft for event in events for draft in drafts_about(event, officers)]
        matters = weightiest(drafts, lambda draft: draft)
        return [(draft.employee_id, draft.about) for each in matters for draft in each]

    def messages(self) -> list[Item]:
        """Of everybody who must have been told anything."""
        return self.office.messages(dict.fromkeys(reader for reader, _ in self.told()))

    def new_messages(self) -> list[Item]:
        """Those that were not there at the last call."""
        messages = [one for one in self.messages() if one["notification_id"] not in self._seen]
        self._seen |= {one["notification_id"] for one in messages}
        return messages

    def letters_due(self) -> int:
        """Messages whose reader can be reached by mail, by the addresses in the roster."""
        roster = self.roster
        readers = [roster[reader] for reader, _ in self.told()]
        return sum(one.active and is_address(one.email) for one in readers)

    def superseded(self) -> int:
        """Mails that were not sent because what they said was no longer true."""
        of_them = DeliveryRow.state == State.SUPERSEDED
        wanted = select(func.count()).select_from(DeliveryRow).where(of_them)
        return self.office.count("notification", wanted)

    def settle(self) -> None:
        """Wait until everybody has heard of every event, and every mail is a file."""
        self.office.wait_for("all outboxes are empty", self._nothing_waits)
        due = self.letters_due()
        self.office.wait_for(
            f"{due} mails are written and told of, or not wanted any more",
            lambda: self._told_of(due - self.superseded()),
        )
        self.office.wait_for("all outboxes are empty", self._nothing_waits)

    def _nothing_waits(self) -> bool:
        return not sum(self.office.rows(outbox).values())

    def _told_of(self, mails: int) -> bool:
        return len(self.timeline.events(NotificationDelivered)) >= mails

    def local(self, at: datetime | str) -> datetime:
        """By the clock on the office's wall."""
        instant = datetime.fromisoformat(at) if isinstance(at, str) else at
        return instant.astimezone(self.settings.time_zone)

    def day(self, at: datetime | str) -> str:
        return f"{self.local(at):%a %d %b %Y}"

    def moment(self, at: datetime | str) -> str:
        return f"{self.local(at):%a %d %b %Y %H:%M %Z}"
