"""People as HR describes them, with the language they chose themselves."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notification.domain.message import Person, known_language
from services.notification.domain.occasions import readers_of
from services.notification.storage.tables import PersonRow
from shared.database import insert_if_absent
from shared.errors import NotFound, UnknownReference
from shared.events.hr import EmployeeChanged

_LOOKED_UP_AT_ONCE = 5000


class People:
    """Who can be written to, and how."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, employee_id: str) -> Person:
        """Raises NotFound."""
        return _person(self._row(employee_id))

    def expect(self, employee_id: str) -> Person:
        """For events. Raises UnknownReference: HR's message may still be under way."""
        row = self._session.get(PersonRow, employee_id)
        if row is None:
            raise UnknownReference("employee", employee_id)
        return _person(row)

    def find(self, employee_ids: Iterable[str]) -> dict[str, Person]:
        """Those of these people that are known, by id."""
        ids = sorted(set(employee_ids))
        rows = self._session.scalars(select(PersonRow).where(PersonRow.employee_id.in_(ids)))
        return {row.employee_id: _person(row) for row in rows}

    def learn(self, event: EmployeeChanged) -> None:
        """Keep a person as HR describes them, unless something newer is known.

        The caller has prepared the row with `rows_of`.
        """
        row = self._session.get_one(PersonRow, event.employee_id)
        if row.changed_at <= event.changed_at:
            for name, value in _values(event).items():
                setattr(row, name, value)

    def choose_language(self, employee_id: str, language: str | None) -> None:
        """Override HR's language; None: HR's again. Raises NotFound."""
        self._row(employee_id).preferred_language = language

    def _row(self, employee_id: str) -> PersonRow:
        row = self._session.get(PersonRow, employee_id)
        if row is None:
            raise NotFound("employee", employee_id)
        return row


def rows_of(session: Session, events: Sequence[EmployeeChanged]) -> Sequence[PersonRow]:
    """Preload: make sure that each person of a batch has a row, and lock them.

    Two processes that learn of the same new person at once take turns instead of colliding.
    """
    described = {event.employee_id: event for event in events}
    ids = sorted(described)
    session.execute(insert_if_absent(session, PersonRow), [_values(described[i]) for i in ids])
    return session.scalars(
        select(PersonRow)
        .where(PersonRow.employee_id.in_(ids))
        .order_by(PersonRow.employee_id)
        .with_for_update()
    ).all()


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


def _values(event: EmployeeChanged) -> dict[str, object]:
    return {
        "employee_id": event.employee_id,
        "name": event.name,
        "email": event.email,
        "language": event.language,
        "active": event.active,
        "roles": list(event.roles),
        "changed_at": event.changed_at,
    }


def _person(row: PersonRow) -> Person:
    return Person(
        employee_id=row.employee_id,
        name=row.name,
        email=row.email,
        language=row.preferred_language or known_language(row.language),
        active=row.active,
    )
