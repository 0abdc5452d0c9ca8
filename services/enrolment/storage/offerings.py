"""The offerings, with how many of their seats are taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.offering import Meeting, Offering, OfferingStatus
from services.enrolment.storage.programmes import programme_of
from services.enrolment.storage.tables import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.catalogue import ProgrammeVersionRow
from shared.bulk import write_rows
from shared.errors import NotFound
from shared.events import Event
from shared.messaging import publish

_SEATED = (Status.ENROLLED, Status.COMPLETED, Status.NOT_COMPLETED)
_PLAIN = ("budget_id", "travel_days_before", "travel_days_after", "decide_by", "next_at")


class Offerings:
    """Offerings as domain objects; the caller owns the transaction.

    Those that were given out with a lock, or added, can be saved.
    """

    def __init__(self, session: Session):
        self._session = session
        self._rows: dict[str, OfferingRow] = session.info.setdefault("offering rows", {})

    def get(self, offering_id: str) -> Offering:
        """Raises NotFound."""
        return self._one(offering_id, lock=False)

    def lock(self, offering_id: str) -> Offering:
        """The same, and nobody else can give away a seat until the commit. Raises NotFound."""
        return self._one(offering_id, lock=True)

    def add(self, offering: Offering, *events: Event) -> None:
        """Store a new offering and publish what it means."""
        row = OfferingRow(offering_id=offering.offering_id, **_columns(offering), version=0)
        self._rows[offering.offering_id] = row
        self._session.add(row)
        publish(self._session, row, *events)

    def save(self, offering: Offering, *events: Event) -> None:
        """Store what became of a locked offering and publish it."""
        row = self._rows[offering.offering_id]
        for name, value in _columns(offering).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        publish(self._session, row, *events)

    def next_queue_number(self, offering_id: str) -> int:
        """The next place in the queue of a locked offering, from 1."""
        row = self._rows[offering_id]
        row.last_queue_number += 1
        return row.last_queue_number

    def page(self, wanted: Any) -> Sequence[Offering]:
        """wanted: programme_id, ends_after, ends_before, newest_first, after, limit. By id."""
        key = OfferingRow.offering_id
        order = key.desc() if wanted.newest_first else key
        statement = _with_programme().order_by(order).limit(wanted.limit)
        if wanted.ends_after:
            statement = statement.where(OfferingRow.ends_at > wanted.ends_after)
        if wanted.ends_before:
            statement = statement.where(OfferingRow.ends_at < wanted.ends_before)
        if wanted.programme_id:
            statement = statement.where(OfferingRow.programme_id == wanted.programme_id)
        if wanted.after:
            further = key < wanted.after if wanted.newest_first else key > wanted.after
            statement = statement.where(further)
        return self._all(statement)

    def with_seats_somebody_waits_for(self, now: datetime, limit: int) -> list[str]:
        """Offerings that have not begun, with free seats and a queue: rules held it up."""
        of_this = EnrolmentRow.offering_id == OfferingRow.offering_id
        taken = (
            select(func.count())
            .where(of_this, EnrolmentRow.status.in_(_SEATED))
            .correlate(OfferingRow)
            .scalar_subquery()
        )
        waits = select(EnrolmentRow.enrolment_id).where(
            of_this, EnrolmentRow.status == Status.WAITLISTED
        )
        return list(
            self._session.scalars(
                select(OfferingRow.offering_id)
                .where(
                    OfferingRow.starts_at > now,
                    OfferingRow.status != OfferingStatus.CANCELLED,
                    waits.exists(),
                    OfferingRow.capacity > taken,
                )
                .order_by(OfferingRow.starts_at)
                .limit(limit)
            )
        )

    def others_with_free_seats(
        self, planned: Offering, now: datetime, limit: int
    ) -> list[Offering]:
        """Other offerings of the same programme that have not begun, the earliest first."""
        statement = (
            _with_programme()
            .where(
                OfferingRow.programme_id == planned.programme.programme_id,
                OfferingRow.offering_id != planned.offering_id,
                OfferingRow.starts_at > now,
                OfferingRow.status != OfferingStatus.CANCELLED,
            )
            .order_by(OfferingRow.starts_at)
            .limit(limit)
        )
        return [one for one in self._all(statement) if one.free_seats]

    def due(self, now: datetime, limit: int) -> list[str]:
        """Offerings about which something has to be said now: whether they take place."""
        return list(
            self._session.scalars(
                select(OfferingRow.offering_id)
                .where(OfferingRow.next_at <= now)
                .order_by(OfferingRow.next_at)
                .limit(limit)
            )
        )

    def _one(self, offering_id: str, *, lock: bool) -> Offering:
        found = self._all(_ONE_LOCKED if lock else _ONE, {"wanted": offering_id})
        if not found:
            raise NotFound("offering", offering_id)
        return found[0]

    def _all(self, statement: Any, wanted: dict[str, Any] | None = None) -> list[Offering]:
        options = {"populate_existing": True}
        rows = self._session.execute(statement, wanted, execution_options=options).all()
        self._rows |= {row.offering_id: row for row, _ in rows}
        taken = self._seats_taken([row.offering_id for row, _ in rows])
        return [_offering(row, programme, taken) for row, programme in rows]

    def _seats_taken(self, offering_ids: list[str]) -> dict[str, int]:
        """A statement of its own: it has to see what was committed while we waited for a lock."""
        write_rows(self._session)
        rows = self._session.execute(_TAKEN, {"wanted": offering_ids})
        return {row.offering_id: row.taken for row in rows}


def _with_programme() -> Any:
    """The version of the programme that the offering was announced with."""
    return select(OfferingRow, ProgrammeVersionRow).join(
        ProgrammeVersionRow,
        (ProgrammeVersionRow.programme_id == OfferingRow.programme_id)
        & (ProgrammeVersionRow.version == OfferingRow.programme_version),
    )


# Made once: every approval runs these while others wait for the offering.
_ONE = _with_programme().where(OfferingRow.offering_id == bindparam("wanted"))
_ONE_LOCKED = _ONE.with_for_update(of=OfferingRow)
_TAKEN = (
    select(EnrolmentRow.offering_id, func.count().label("taken"))
    .where(
        EnrolmentRow.offering_id.in_(bindparam("wanted", expanding=True)),
        EnrolmentRow.status.in_(_SEATED),
    )
    .group_by(EnrolmentRow.offering_id)
)


def _columns(offering: Offering) -> dict[str, Any]:
    """All but the id and the counters."""
    return {
        "programme_id": offering.programme.programme_id,
        "programme_version": offering.programme.version,
        "meetings": [_stored(one) for one in offering.meetings],
        "starts_at": offering.starts_at,
        "ends_at": offering.ends_at,
        "capacity": offering.capacity,
        "min_participants": offering.min_participants,
        "venue": offering.venue,
        "enrol_by": offering.enrol_by,
        **{name: getattr(offering, name) for name in _PLAIN},
        "resource_ids": list(offering.resource_ids),
        "status": str(offering.status),
        "reason": offering.reason,
    }


def _stored(meeting: Meeting) -> dict[str, Any]:
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "venue": meeting.venue,
    }


def meetings_of(stored: list[dict[str, Any]]) -> tuple[Meeting, ...]:
    """The meetings as their column keeps them."""
    return tuple(
        Meeting(
            starts_at=datetime.fromisoformat(one["starts_at"]),
            ends_at=datetime.fromisoformat(one["ends_at"]),
            venue=one.get("venue"),
        )
        for one in stored
    )


def _offering(row: OfferingRow, programme: ProgrammeVersionRow, taken: dict[str, int]) -> Offering:
    return Offering(
        offering_id=row.offering_id,
        programme=programme_of(programme),
        meetings=meetings_of(row.meetings),
        capacity=row.capacity,
        min_participants=row.min_participants,
        venue=row.venue,
        enrol_by=row.enrol_by,
        **{name: getattr(row, name) for name in _PLAIN},
        resource_ids=tuple(row.resource_ids),
        status=OfferingStatus(row.status),
        reason=row.reason,
        seats_taken=taken.get(row.offering_id, 0),
    )
