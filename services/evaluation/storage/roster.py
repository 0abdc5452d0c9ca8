"""The facts of HR's roster that evaluations rest on."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.leading import leader_of
from services.evaluation.storage.instants import aware
from services.evaluation.storage.tables import EmployeeAheadRow, EmployeeRow, UnitRow
from shared.coming_changes import ComingChanges, Facts, lies_ahead
from shared.database import insert_or_update
from shared.events.hr import EmployeeChanged, UnitChanged

_KNOWN, _NEWEST = "places", "newest_words"
_PLACE = ("unit_id", "supervisor_id", "active")


class Roster:
    """Who works where, for whom. What HR said last (by `changed_at`) is what we know."""

    def __init__(self, session: Session):
        self._session = session
        self._coming = ComingChanges(session, EmployeeAheadRow)
        self._places: dict[str, tuple[Any, ...]] = session.info.setdefault(_KNOWN, {})
        self._newest: dict[str, Any] = session.info.setdefault(_NEWEST, {})

    def load(self, employee_ids: Iterable[str]) -> None:
        """Read what is known of these people; from now on it needs no query."""
        rows = self._session.execute(
            select(EmployeeRow.employee_id, *(getattr(EmployeeRow, name) for name in _PLACE)).where(
                EmployeeRow.employee_id.in_(sorted(set(employee_ids)))
            )
        )
        self._places |= {row.employee_id: row[1:] for row in rows}

    def load_newest(self, employee_ids: Iterable[str]) -> None:
        """Read what HR said last of these people, to see what a completion does not know."""
        rows = self._session.execute(
            select(
                EmployeeRow.employee_id,
                EmployeeRow.supervisor_id,
                EmployeeRow.active,
                EmployeeRow.changed_at,
            ).where(EmployeeRow.employee_id.in_(sorted(set(employee_ids))))
        )
        self._newest |= {row.employee_id: row for row in rows}

    def knows_better(self, employee_id: str, supervisor_id: str | None, at: datetime) -> bool:
        """Whether, of those loaded, one has left, or has another supervisor since an instant."""
        learner = self._newest.get(employee_id)
        leader = self._newest.get(supervisor_id or "")
        if leader is not None and not leader.active:
            return True
        if learner is None:
            return False
        moved = learner.supervisor_id != supervisor_id and aware(learner.changed_at) > at
        return moved or not learner.active

    def learn_employee(self, told: EmployeeChanged, now: datetime, zone: ZoneInfo) -> bool:
        """Keep an employee as HR describes them, now or on the day in the zone that HR names.

        Unless something newer is known. Whether unit, supervisor or service may be others now
        than those that were loaded.
        """
        if lies_ahead(told, now, zone):
            known = self._locked(told.employee_id)
            self._coming.keep(told, _facts(told), _facts(known) if known else None)
            return False
        place = tuple(getattr(told, name) for name in _PLACE)
        before = self._places.get(told.employee_id)
        self._keep(told.employee_id, _facts(told), told.changed_at)
        self._places[told.employee_id] = place
        return not told.active if before is None else before != place

    def apply_next_due(self, now: datetime, zone: ZoneInfo) -> str | None:
        """Let one change dated ahead take effect; whose it was. None: no day has come."""
        due = self._coming.take_due(now, zone)
        if due is None:
            return None
        known = self._locked(due.employee_id)
        facts = due.on_its_day(_facts(known) if known else None)
        newest = aware(known.changed_at) if known else None
        self._keep(due.employee_id, facts, due.counts_from(newest, zone))
        return due.employee_id

    def has_left(self, employee_ids: Iterable[str]) -> set[str]:
        """Those of these people who are no longer in service."""
        left = select(EmployeeRow.employee_id).where(
            EmployeeRow.employee_id.in_(list(employee_ids)), EmployeeRow.active.is_(False)
        )
        return set(self._session.scalars(left))

    def leader_of(self, employee_id: str) -> str | None:
        """Who is asked about an employee; None: nobody is known, or the employee is not."""
        columns = select(EmployeeRow.unit_id, EmployeeRow.supervisor_id)
        known = self._session.execute(columns.where(EmployeeRow.employee_id == employee_id)).first()
        if known is None:
            return None
        heads = list(self._heads_above(known.unit_id))
        left = self.has_left([one for one in (known.supervisor_id, *heads) if one])
        return leader_of(employee_id, known.supervisor_id, heads, left)

    def _heads_above(self, unit_id: str | None) -> Iterator[str | None]:
        """Of a unit and those above it; where HR lets them go round in a circle, once."""
        seen: set[str] = set()
        while unit_id is not None and unit_id not in seen:
            seen.add(unit_id)
            columns = select(UnitRow.parent_id, UnitRow.head_id)
            unit = self._session.execute(columns.where(UnitRow.unit_id == unit_id)).first()
            unit_id = unit.parent_id if unit else None
            yield unit.head_id if unit else None

    def learn_unit(self, told: UnitChanged) -> str | None:
        """Keep a unit as HR describes it, unless something newer is known.

        Its head until now, where that is somebody else from now on.
        """
        head = select(UnitRow.head_id).where(UnitRow.unit_id == told.unit_id)
        before = self._session.scalar(head)
        facts = {name: getattr(told, name) for name in ("name", "parent_id", "kind", "head_id")}
        self._keep_newest(UnitRow, "unit_id", told.unit_id, facts, told.changed_at)
        return before if before != self._session.scalar(head) else None

    def _locked(self, employee_id: str) -> EmployeeRow | None:
        return self._session.get(EmployeeRow, employee_id, with_for_update=True)

    def _keep(self, employee_id: str, facts: Facts, changed_at: datetime) -> None:
        self._keep_newest(EmployeeRow, "employee_id", employee_id, facts, changed_at)

    def _keep_newest(
        self, row: Any, key: str, key_value: str, facts: Facts, changed_at: datetime
    ) -> None:
        values = facts | {"changed_at": changed_at.astimezone(UTC)}
        statement = insert_or_update(self._session, row.__table__)
        statement = statement.values({key: key_value} | values)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=[key],
                set_=values,
                where=row.changed_at <= statement.excluded.changed_at,
            )
        )


def _facts(told: EmployeeChanged | EmployeeRow) -> Facts:
    return {
        "unit_id": told.unit_id,
        "supervisor_id": told.supervisor_id,
        "active": told.active,
        "position": told.position,
    }
