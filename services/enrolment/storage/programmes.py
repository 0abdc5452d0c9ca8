"""The catalogue of programmes, with every version that an offering was announced with."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.programme import Programme, next_version
from services.enrolment.storage.tables.catalogue import ProgrammeRow, ProgrammeVersionRow
from shared.errors import NotFound

_MOST_IN_ONE_QUERY = 20_000
_LISTS = ("competencies", "prerequisites")


class Programmes:
    """Programmes as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, programme_id: str) -> Programme:
        """As it is now. Raises NotFound."""
        row = self._session.get(ProgrammeRow, programme_id)
        if row is None:
            raise NotFound("programme", programme_id)
        return programme_of(row)

    def find(self, programme_ids: Iterable[str]) -> dict[str, Programme]:
        """Those of these programmes that are known, by id; thousands in one query."""
        found: dict[str, Programme] = {}
        wanted = sorted(set(programme_ids))
        for start in range(0, len(wanted), _MOST_IN_ONE_QUERY):
            some = wanted[start : start + _MOST_IN_ONE_QUERY]
            rows = self._session.scalars(
                select(ProgrammeRow).where(ProgrammeRow.programme_id.in_(some))
            )
            found |= {row.programme_id: programme_of(row) for row in rows}
        return found

    def with_all_they_require(self, programme_ids: Iterable[str]) -> dict[str, Programme]:
        """The same, with whatever must be completed before them, however far away."""
        found: dict[str, Programme] = {}
        wanted = set(programme_ids)
        while wanted:
            more = self.find(wanted)
            found |= more
            wanted = {x for one in more.values() for x in one.prerequisites} - found.keys()
        return found

    def save(self, programme: Programme) -> Programme:
        """Add a programme, or change it from now on; returns it with its version."""
        row = self._session.scalars(
            select(ProgrammeRow)
            .where(ProgrammeRow.programme_id == programme.programme_id)
            .with_for_update()
        ).one_or_none()
        known = programme_of(row) if row else None
        saved = next_version(known, programme)
        if saved != known:
            self._session.merge(ProgrammeRow(**_columns(saved)))
            self._session.flush()  # before the version that refers to it
            self._session.add(ProgrammeVersionRow(**_columns(saved)))
            self._session.flush()  # before an offering that refers to that
        return saved

    def page(self, after: str | None, limit: int) -> Sequence[Programme]:
        """Up to limit programmes after an id, the oldest first."""
        statement = select(ProgrammeRow).order_by(ProgrammeRow.programme_id).limit(limit)
        if after:
            statement = statement.where(ProgrammeRow.programme_id > after)
        return [programme_of(row) for row in self._session.scalars(statement)]


def programme_of(row: ProgrammeRow | ProgrammeVersionRow) -> Programme:
    facts: dict[str, Any] = {each.name: getattr(row, each.name) for each in fields(Programme)}
    return Programme(**facts | {name: tuple(facts[name]) for name in _LISTS})


def _columns(programme: Programme) -> dict[str, Any]:
    return vars(programme) | {name: list(getattr(programme, name)) for name in _LISTS}
