"""People as HR describes them, with the language they chose themselves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from services.notification.domain.message import Person, known_language
from services.notification.domain.occasions import readers_of
from services.notification.domain.preferences import (
    Preferences,
    changed,
    from_plain,
    to_plain,
)
from services.notification.storage.contact_seal import closed, opened
from services.notification.storage.tables import PersonAheadRow, PersonRow
from shared.coming_changes import ComingChanges, Facts, lies_ahead
from shared.database import insert_if_absent
from shared.errors import NotFound, UnknownReference
from shared.events.hr import EmployeeChanged

OFFICER = "officer"
_LOOKED_UP_AT_ONCE = 5000


class People:
    """Who can be written to, and how."""

    def __init__(self, session: Session):
        self._session = session
        self._coming = ComingChanges(session, PersonAheadRow)

    def get(self, employee_id: str) -> Person:
        """Raises NotFound."""
        return _person(self._session, self._row(employee_id))

    def expect(self, employee_id: str) -> Person:
        """For events. Raises UnknownReference: HR's message may still be under way."""
        row = self._session.get(PersonRow, employee_id)
        if row is None:
            raise UnknownReference("employee", employee_id)
        return _person(self._session, row)

    def is_officer(self, employee_id: str) -> bool:
        """In service, with the role of a training officer."""
        row = self._session.get(PersonRow, employee_id)
        return row is not None and row.active and OFFICER in row.roles

    def officers(self) -> list[str]:
        """Everybody who is one, in order."""
        role = cast(PersonRow.roles, Text).like(f'%"{OFFICER}"%')
        found = select(PersonRow.employee_id).where(PersonRow.active, role)
        return list(self._session.scalars(found.order_by(PersonRow.employee_id)))

    def find(self, employee_ids: Iterable[str]) -> dict[str, Person]:
        """Those of these people that are known, by id."""
        ids = sorted(set(employee_ids))
        rows = self._session.scalars(select(PersonRow).where(PersonRow.employee_id.in_(ids)))
        return {row.employee_id: _person(self._session, row) for row in rows}

    def learn(self, event: EmployeeChanged, now: datetime, zone: ZoneInfo) -> bool:
        """Keep a person as HR describes them, now or on the day in the zone that HR names.

        Unless something newer is known. Whether it counts now. The caller has prepared the row
        with `rows_of`.
        """
        facts = _facts(self._session, event)
        if not lies_ahead(event, now, zone):
            self._keep(event.employee_id, facts, event.changed_at)
            return True
        known = self._session.get(PersonRow, event.employee_id)
        self._coming.keep(event, facts, _facts(self._session, known) if known else None)
        return False

    def apply_next_due(self, now: datetime, zone: ZoneInfo) -> str | None:
        """Let one change dated ahead take effect; of whom. None: no day has come."""
        due = self._coming.take_due(now, zone)
        if due is None:
            return None
        known = self._session.get(PersonRow, due.employee_id, with_for_update=True)
        facts = due.on_its_day(_facts(self._session, known) if known else None)
        newest = known.changed_at if known else None
        self._keep(due.employee_id, facts, due.counts_from(newest, zone))
        return due.employee_id

    def erase(self, employee_id: str, now: datetime) -> None:
        """Keep nothing but that there was somebody, until HR tells anew. Raises NotFound."""
        row = self._row(employee_id, lock=True)
        row.name, row.email, row.roles = "", None, []
        row.language = row.preferred_language = row.wishes = None
        row.changed_at, row.erased_at = max(row.changed_at, now), now

    def choose(self, employee_id: str, wanted: Mapping[str, Any]) -> Preferences:
        """Change wishes of a person, others stay. Raises NotFound, ValidationError."""
        row = self._row(employee_id, lock=True)
        wishes = changed(from_plain(row.wishes), wanted)
        row.wishes = to_plain(wishes)
        return wishes

    def roles_of(self, employee_id: str) -> list[str]:
        """What the person may do here. Raises NotFound."""
        return list(self._row(employee_id).roles)

    def choose_language(self, employee_id: str, language: str | None) -> None:
        """Override HR's language; None: HR's again. Raises NotFound."""
        self._row(employee_id).preferred_language = language

    def _keep(self, employee_id: str, facts: Facts, changed_at: datetime) -> None:
        values = {"employee_id": employee_id, "changed_at": changed_at, **facts}
        row = self._session.get(PersonRow, employee_id)
        if row is None:
            self._session.execute(insert_if_absent(self._session, PersonRow), [values])
            (row,) = _locked(self._session, [employee_id])
        if row.changed_at <= changed_at:
            row.erased_at = None
            for name, value in values.items():
                setattr(row, name, value)

    def _row(self, employee_id: str, *, lock: bool = False) -> PersonRow:
        row = self._session.get(PersonRow, employee_id, with_for_update=lock or None)
        if row is None:
            raise NotFound("employee", employee_id)
        return row


def rows_of(session: Session, events: Sequence[EmployeeChanged]) -> Sequence[PersonRow]:
    """Preload: make sure that the people of a batch have a row, and lock them.

    Two processes that learn of the same new person at once take turns instead of colliding.
    Somebody new of whom HR speaks with a day may have none before that day.
    """
    undated = {event.employee_id: event for event in events if event.effective_on is None}
    if undated:
        new = [_values(session, undated[employee_id]) for employee_id in sorted(undated)]
        session.execute(insert_if_absent(session, PersonRow), new)
    return _locked(session, {event.employee_id for event in events})


def people_in(session: Session, events: Sequence[Any]) -> Sequence[PersonRow]:
    """Preload: the readers of a batch of events, and the learners that they are about.

    Some at a time: an offering may have more readers than a statement takes parameters.
    """
    ids = {one for event in events for one in readers_of(event)}
    ids |= {event.employee_id for event in events if hasattr(event, "employee_id")}
    wanted, found = sorted(ids), list[PersonRow]()
    for start in range(0, len(wanted), _LOOKED_UP_AT_ONCE):
        some = wanted[start : start + _LOOKED_UP_AT_ONCE]
        found += session.scalars(select(PersonRow).where(PersonRow.employee_id.in_(some)))
    return found


def _locked(session: Session, employee_ids: Iterable[str]) -> Sequence[PersonRow]:
    return session.scalars(
        select(PersonRow)
        .where(PersonRow.employee_id.in_(sorted(employee_ids)))
        .order_by(PersonRow.employee_id)
        .with_for_update()
    ).all()


def _values(session: Session, event: EmployeeChanged) -> Facts:
    return {
        "employee_id": event.employee_id,
        "changed_at": event.changed_at,
        **_facts(session, event),
    }


def _facts(session: Session, told: EmployeeChanged | PersonRow) -> Facts:
    """What a change of a person may be about, as it is stored."""
    return {
        "name": told.name,
        "email": closed(session, told.email),
        "language": told.language,
        "active": told.active,
        "roles": list(told.roles),
        "unit_id": told.unit_id,
        "position": told.position,
    }


def _person(session: Session, row: PersonRow) -> Person:
    return Person(
        employee_id=row.employee_id,
        name=row.name,
        email=opened(session, row.email),
        language=row.preferred_language or known_language(row.language),
        active=row.active,
        wishes=from_plain(row.wishes),
        erased=row.erased_at is not None,
    )
