"""Complaints: one row a ticket, and a triage list of those whose unit nobody knows."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from services.evaluation.storage.newest import keep_newest, write_newest
from services.evaluation.storage.tables import ComplaintRow, EmployeeRow, UnitRow
from shared.errors import NotFound
from shared.events.hr import ComplaintReceived
from shared.masking import masked

_KNOWN = "units_of_complaints"


class Complaint(NamedTuple):
    """A ticket. told_unit_id: what the channel said.

    unit_id   None: in triage, or set aside because it is about no unit's service
    """

    complaint_id: str
    unit_id: str | None
    told_unit_id: str | None
    category: str
    received_at: datetime
    source: str | None
    text: str | None
    assigned_by: str | None
    set_aside_by: str | None
    set_aside_reason: str | None

    @property
    def in_triage(self) -> bool:
        """Whether nobody knows or has decided anything yet."""
        return self.unit_id is None and self.set_aside_by is None


class Complaints:
    """The caller has checked what it tells (`domain/complaint.py`)."""

    def __init__(self, session: Session):
        self._session = session
        self._known: dict[str, bool] = session.info.setdefault(_KNOWN, {})

    def load_units(self, unit_ids: Iterable[str]) -> None:
        """Find out which of these units HR told of, by name or as the place where people work."""
        wanted = set(unit_ids) - self._known.keys()
        self._known |= dict.fromkeys(wanted, False)
        for column in (UnitRow.unit_id, EmployeeRow.unit_id):
            if wanted:
                present = select(column).where(column.in_(sorted(wanted))).distinct()
                found = set(self._session.scalars(present))
                self._known |= dict.fromkeys(found, True)
                wanted -= found

    def learn(self, told: ComplaintReceived, now: datetime) -> None:
        """Keep a ticket, masked, unless something newer is known; written with the batch."""
        facts = {
            "complaint_id": told.complaint_id,
            "unit_id": told.unit_id if self._is_known(told.unit_id) else None,
            "told_unit_id": told.unit_id,
            "category": told.category.strip(),
            "received_at": told.received_at.astimezone(UTC),
            "source": told.source,
            "text": masked(told.text) if told.text else None,
            "changed_at": told.changed_at.astimezone(UTC),
            "recorded_at": now,
        }
        keep_newest(self._session, ComplaintRow, facts, _what_the_channel_changes)

    def in_triage(
        self, after: str | None, limit: int, *, set_aside: bool = False
    ) -> list[Complaint]:
        """Those without a known unit, by id, beginning after the id `after`.

        set_aside   those that were set aside instead
        """
        aside = ComplaintRow.set_aside_by
        found = select(*_COLUMNS).where(
            ComplaintRow.unit_id.is_(None), aside.is_not(None) if set_aside else aside.is_(None)
        )
        if after is not None:
            found = found.where(ComplaintRow.complaint_id > after)
        rows = self._session.execute(found.order_by(ComplaintRow.complaint_id).limit(limit))
        return [Complaint(*row) for row in rows]

    def assign(self, complaint_id: str, unit_id: str, by: str, at: datetime) -> Complaint:
        """Record by hand whose service it is about. Raises NotFound (complaint, unit)."""
        row = self._lock(complaint_id)
        if not self._is_known(unit_id):
            raise NotFound("unit", unit_id)
        row.unit_id, row.assigned_by, row.assigned_at = unit_id, by, at
        row.set_aside_by = row.set_aside_at = row.set_aside_reason = None
        return _complaint(row)

    def set_aside(self, complaint_id: str, reason: str, by: str, at: datetime) -> Complaint:
        """Record that it is about no unit's service. Raises NotFound.

        reason   masked, because it may repeat what the complaint says
        """
        row = self._lock(complaint_id)
        row.set_aside_by, row.set_aside_at, row.set_aside_reason = by, at, masked(reason)
        row.unit_id = row.assigned_by = row.assigned_at = None
        return _complaint(row)

    def get(self, complaint_id: str) -> Complaint:
        """Locked. Raises NotFound."""
        return _complaint(self._lock(complaint_id))

    def settle_units(self, unit_id: str | None = None) -> None:
        """Take from the triage list what is about a unit that came to be known since.

        unit_id   only about this one, which is known now; None: about any
        """
        write_newest(self._session)
        told = ComplaintRow.told_unit_id
        if unit_id is not None:
            self._known[unit_id] = True
            is_known: Any = told == unit_id
        else:
            is_known = or_(told.in_(select(UnitRow.unit_id)), told.in_(select(EmployeeRow.unit_id)))
        self._session.execute(
            update(ComplaintRow)
            .where(ComplaintRow.unit_id.is_(None), ComplaintRow.set_aside_by.is_(None), is_known)
            .values(unit_id=ComplaintRow.told_unit_id)
            .execution_options(synchronize_session=False)
        )

    def _lock(self, complaint_id: str) -> ComplaintRow:
        """Raises NotFound."""
        row = self._session.get(ComplaintRow, complaint_id, with_for_update=True)
        if row is None:
            raise NotFound("complaint", complaint_id)
        return row

    def _is_known(self, unit_id: str | None) -> bool:
        if unit_id is None:
            return False
        self.load_units([unit_id])
        return self._known[unit_id]


def units_of_complaints(session: Session, told: Sequence[ComplaintReceived]) -> None:
    """Preload: which units a batch of complaints names, and which of them exist."""
    Complaints(session).load_units(one.unit_id for one in told if one.unit_id is not None)


_COLUMNS = tuple(getattr(ComplaintRow, name) for name in Complaint._fields)


def _complaint(row: ComplaintRow) -> Complaint:
    return Complaint(*(getattr(row, name) for name in Complaint._fields))


def _what_the_channel_changes(table: Any, told: Any) -> dict[str, Any]:
    """What somebody decided by hand stays, and so does the day of the first word."""
    named = ("told_unit_id", "category", "received_at", "source", "text", "changed_at")
    by_hand = or_(table.c.assigned_by.is_not(None), table.c.set_aside_by.is_not(None))
    return {name: told[name] for name in named} | {
        "unit_id": case((by_hand, table.c.unit_id), else_=told.unit_id)
    }
