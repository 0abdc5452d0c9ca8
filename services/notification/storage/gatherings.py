"""Offerings and seats, as enrolment tells of them: what calendars are made of.

Of one offering or seat the newest word counts. What a batch of events tells is written when its
transaction commits, in one order everywhere, so that replicas cannot deadlock.
"""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import event, select, tuple_
from sqlalchemy.orm import Session

from services.notification.domain.gatherings import (
    METHODS,
    Entry,
    Gathering,
    Meeting,
    Seat,
    entry_of,
    entry_with,
)
from services.notification.domain.message import Message
from services.notification.storage.tables import GatheringRow, SeatRow
from shared.database import insert_or_update
from shared.events import Event
from shared.events import enrolment as en

_PENDING = "gatherings"
_IN_A_FEED = 500

Key = tuple[Any, tuple[str, ...]]


class Gatherings:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def learn(self, heard: Event) -> None:
        """Keep what an event tells of an offering or a seat; of others nothing."""
        if isinstance(heard, en.OfferingScheduled | en.OfferingChanged | en.OfferingCancelled):
            self._keep(GatheringRow, ("offering_id",), _gathering_values(heard))
        elif isinstance(heard, en.EnrolmentEnrolled | en.EnrolmentCancelled | en.EnrolmentDeclined):
            self._keep(SeatRow, ("employee_id", "offering_id"), _seat_values(heard))

    def entries(self, messages: Sequence[Message]) -> dict[str, Entry]:
        """What these messages carry for their readers' calendars, by notification_id."""
        about = {
            one.notification_id: (one.employee_id, str(one.data["offering_id"]))
            for one in messages
            if one.template in METHODS and one.data.get("offering_id")
        }
        if not about:
            return {}
        found = self._found(tuple_(SeatRow.employee_id, SeatRow.offering_id).in_(about.values()))
        entries = {}
        for one in messages:
            known = found.get(about.get(one.notification_id, ("", "")))
            entry = known and entry_with(one.template, *known)
            if entry:
                entries[one.notification_id] = entry
        return entries

    def of_person(self, employee_id: str, since: datetime) -> list[Entry]:
        """What belongs into a person's calendar and is not over since then."""
        wanted = (SeatRow.employee_id == employee_id) & SeatRow.taken
        still = ~GatheringRow.cancelled & (GatheringRow.ends_at >= since)
        found = self._found(wanted & still, limit=_IN_A_FEED)
        return [entry_of(gathering, seat) for gathering, seat in found.values()]

    def _found(
        self, wanted: Any, limit: int | None = None
    ) -> dict[tuple[str, str], tuple[Gathering, Seat]]:
        """Offerings with a seat that is or was taken, by (employee, offering)."""
        rows = self._session.execute(
            select(SeatRow, GatheringRow)
            .join(GatheringRow, GatheringRow.offering_id == SeatRow.offering_id)
            .where(wanted, SeatRow.held)
            .order_by(GatheringRow.ends_at, GatheringRow.offering_id)
            .limit(limit)
        )
        return {
            (seat.employee_id, seat.offering_id): (_gathering(gathering), _seat(seat))
            for seat, gathering in rows
        }

    def _keep(self, row: Any, key: tuple[str, ...], values: dict[str, Any]) -> None:
        pending: dict[Key, dict[str, Any]] = self._session.info.setdefault(_PENDING, {})
        place = (row, tuple(values[name] for name in key))
        known = pending.get(place)
        if known is not None:
            if known["changed_at"] > values["changed_at"]:
                return
            values["sequence"] += known["sequence"]
            if "held" in values:
                values["held"] = values["held"] or known["held"]
        pending[place] = values


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    pending: dict[Key, dict[str, Any]] = session.info.pop(_PENDING, {})
    for row, key in ((GatheringRow, ("offering_id",)), (SeatRow, ("employee_id", "offering_id"))):
        values = [
            pending[place]
            for place in sorted((x for x in pending if x[0] is row), key=itemgetter(1))
        ]
        if values:
            session.execute(_upsert(session, row, key), values)


def _upsert(session: Session, row: Any, key: tuple[str, ...]) -> Any:
    """Unless something newer is known. A sequence adds up, and what was once held stays so."""
    statement = insert_or_update(session, row)
    told = statement.excluded
    changed = {
        column.name: told[column.name] for column in row.__table__.columns if column.name not in key
    }
    changed["sequence"] = row.sequence + told.sequence
    if "held" in changed:
        changed["held"] = row.held | told.held
    return statement.on_conflict_do_update(
        index_elements=list(key), set_=changed, where=row.changed_at <= told.changed_at
    )


def _gathering_values(
    heard: en.OfferingScheduled | en.OfferingChanged | en.OfferingCancelled,
) -> dict[str, Any]:
    """Publishers before this release name no meetings: then it is one, from first to last."""
    whole = en.Meeting(starts_at=heard.starts_at, ends_at=heard.ends_at)
    return {
        "offering_id": heard.offering_id,
        "title": heard.title,
        "venue": heard.venue,
        "meetings": [
            {
                "starts_at": one.starts_at.isoformat(),
                "ends_at": one.ends_at.isoformat(),
                "venue": one.venue,
            }
            for one in heard.meetings or [whole]
        ],
        "ends_at": heard.ends_at,
        "cancelled": isinstance(heard, en.OfferingCancelled),
        "sequence": 0 if isinstance(heard, en.OfferingScheduled) else 1,
        "changed_at": heard.occurred_at,
    }


def _seat_values(
    heard: en.EnrolmentEnrolled | en.EnrolmentCancelled | en.EnrolmentDeclined,
) -> dict[str, Any]:
    taken = isinstance(heard, en.EnrolmentEnrolled)
    return {
        "employee_id": heard.employee_id,
        "offering_id": heard.offering_id,
        "taken": taken,
        "held": taken,
        "sequence": 1,
        "changed_at": heard.occurred_at,
    }


def _gathering(row: GatheringRow) -> Gathering:
    return Gathering(
        offering_id=row.offering_id,
        title=row.title,
        venue=row.venue,
        meetings=tuple(
            Meeting(
                starts_at=datetime.fromisoformat(one["starts_at"]),
                ends_at=datetime.fromisoformat(one["ends_at"]),
                venue=one["venue"],
            )
            for one in row.meetings
        ),
        cancelled=row.cancelled,
        sequence=row.sequence,
    )


def _seat(row: SeatRow) -> Seat:
    return Seat(employee_id=row.employee_id, taken=row.taken, sequence=row.sequence)
