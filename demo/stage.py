"""What every chapter has at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from demo import fresh, mails
from demo.cast import Cast, Person
from demo.office import Item, Office, Stuck
from demo.screen import Screen
from demo.timeline import Timeline
from services.enrolment.domain.hours_checkpoint import newest_checkpoint
from services.enrolment.storage.rule_numbers import RuleNumbers, calendar_of
from services.enrolment.storage.tables.records import HoursRoundRow
from services.evaluation.storage.tables import EvaluationRow
from services.notification.domain.message import is_address
from services.notification.domain.moments import weightiest
from services.notification.domain.occasions import OCCASIONS, RESTS, drafts_about
from services.notification.storage.people import OFFICER
from shared.events import Event
from shared.events.evaluation import ProgrammeReviewed
from shared.events.hr import EmployeeChanged
from shared.events.notification import NotificationDelivered
from shared.messaging.tables import outbox
from shared.settings import Settings

if TYPE_CHECKING:
    from demo.studying import Trial


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
    seed         draws what is true of the made-up public service (SEED)
    needy        units alike, the neediest first; empty where the roster has too few
    trials       trainings whose effect is studied
    evening      who wants no mail in the evening, while that is so
    unsent       a reminder that nobody needed any more
    gathering    who wants one mail a day, while that is so
    campaigned   who was told what colleagues gained
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
    seed: int = 2026
    needy: list[str] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    evening: Person | None = None
    unsent: str | None = None
    gathering: Person | None = None
    campaigned: list[str] = field(default_factory=list)
    _shown: Counter[str] = field(default_factory=Counter)

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
        told = [(draft.employee_id, draft.about) for each in matters for draft in each]
        return told + [(one, ProgrammeReviewed.event_name) for one in self.campaigned]

    def new_messages(self) -> list[Item]:
        """Those that came since the last call."""
        told = Counter(reader for reader, _ in self.told())
        fresh, self._shown = told - self._shown, told
        return [
            message
            for reader, count in fresh.items()
            for message in self.office.newest_messages(reader, count)
        ]

    def letters_due(self) -> int:
        """Messages whose reader can be reached by mail, by the addresses in the roster."""
        roster = self.roster
        return sum(self.is_mailed(roster[reader]) for reader, _ in self.told())

    def is_mailed(self, person: Person) -> bool:
        """Whether mails reach somebody."""
        return person.active and is_address(person.email)

    def mail_of(self, notification_id: str) -> Path:
        """The file of one message. Raises Stuck."""
        for path in self.mails:
            if path.stem.endswith(notification_id):
                return path
        raise Stuck(f"there is no mail of the message {notification_id}")

    def newest_about(self, employee_id: str, kind: type[Event]) -> Item:
        """What somebody was told last about such an event. Raises Stuck."""
        for one in self.office.messages([employee_id]):
            if one["about"] == kind.event_name:
                return one
        raise Stuck(f"{employee_id} was told nothing about {kind.event_name}")

    def settle(self) -> None:
        """Wait until everybody has heard of every event, and every mail that may go is a file."""
        self.office.wait_for("all outboxes are empty", self._nothing_waits)
        self.office.clock.travel(RESTS)  # all of a moment has arrived: nothing rests for more
        due = self.letters_due()
        self.office.wait_for(
            f"{due} mails are written and told of, held for later, or not wanted any more",
            lambda: self._told_of(due),
        )
        self.office.wait_for("all outboxes are empty", self._nothing_waits)

    def _nothing_waits(self) -> bool:
        return (
            self._hours_are_looked_at()
            and not self._evaluations_due()
            and not sum(self.office.rows(outbox).values())
        )

    def _hours_are_looked_at(self) -> bool:
        """Whether those whose learning hours are short late in the year have been told."""
        now = self.office.clock.now()
        with self.office.process.wiring.databases["enrolment"].reading() as session:
            calendar = calendar_of(session)
            from_month = RuleNumbers(session).in_force("hours_notice_from_month", now)
            newest = newest_checkpoint(calendar.day_of(now), from_month, calendar)
            if newest is None:
                return True
            done = session.get(HoursRoundRow, (newest.year, newest.month))
            return done is not None and done.finished_at is not None

    def _evaluations_due(self) -> int:
        """Those that are about to open, to be reminded of or to be closed."""
        due = EvaluationRow.next_at <= self.office.clock.now()
        return self.office.count("evaluation", select(func.count(EvaluationRow.next_at)).where(due))

    def _told_of(self, due: int) -> bool:
        told = len(self.timeline.events(NotificationDelivered))
        return told >= due - mails.superseded(self.office) - mails.held(self.office)

    def local(self, at: datetime | str) -> datetime:
        """By the clock on the office's wall."""
        instant = datetime.fromisoformat(at) if isinstance(at, str) else at
        return instant.astimezone(self.settings.time_zone)

    def day(self, at: datetime | str) -> str:
        return f"{self.local(at):%a %d %b %Y}"

    def moment(self, at: datetime | str) -> str:
        return f"{self.local(at):%a %d %b %Y %H:%M %Z}"
