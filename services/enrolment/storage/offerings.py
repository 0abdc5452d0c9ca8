"""The offerings, with how many of their seats are taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.offering import Meeting, Offering
from services.enrolment.storage.programmes import programme_of
from services.enrolment.storage.tables import EnrolmentRow, OfferingRow, ProgrammeRow
from shared.bulk import write_rows
from shared.errors import NotFound
from shared.events import Event
from shared.messaging import publish

_SEATED = (Status.ENROLLED, Status.COMPLETED, Status.NOT_COMPLETED)


class Offerings:
    """Offerings as domain objects; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def get(self, offering_id: str) -> Offering:
        """Raises NotFound."""
        return self._one(offering_id, lock=False)

    def lock(self, offering_id: str) -> Offering:
        """The same, and nobody else can give away a seat until the commit. Raises NotFound."""
        return self._one(offering_id, lock=True)

    def add(self, offering: Offering, *events: Event) -> None:
        """Store a new offering and publish what it means."""
        row = OfferingRow(
            offering_id=offering.offering_id,
            programme_id=offering.programme.programme_id,
            meetings=[
                {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}
                for one in offering.meetings
            ],
            starts_at=offering.starts_at,
            ends_at=offering.ends_at,
            capacity=offering.capacity,
            min_participants=offering.min_participants,
            venue=offering.venue,
            enrol_by=offering.enrol_by,
            version=0,
        )
        self._session.add(row)
        publish(self._session, row, *events)

    def page(self, programme_id: str | None, after: str | None, limit: int) -> Sequence[Offering]:
        """Up to limit offerings after an id, the oldest first."""
        statement = _with_programme().order_by(OfferingRow.offering_id).limit(limit)
        if programme_id:
            statement = statement.where(OfferingRow.programme_id == programme_id)
        if after:
            statement = statement.where(OfferingRow.offering_id > after)
        rows = self._session.execute(statement).all()
        taken = self._seats_taken([offering.offering_id for offering, _ in rows])
        return [_offering(row, programme, taken) for row, programme in rows]

    def _one(self, offering_id: str, *, lock: bool) -> Offering:
        statement = _with_programme().where(OfferingRow.offering_id == offering_id)
        if lock:
            statement = statement.with_for_update(of=OfferingRow)
        found = self._session.execute(statement).one_or_none()
        if found is None:
            raise NotFound("offering", offering_id)
        row, programme = found
        return _offering(row, programme, self._seats_taken([offering_id]))

    def _seats_taken(self, offering_ids: list[str]) -> dict[str, int]:
        write_rows(self._session)
        rows = self._session.execute(
            select(EnrolmentRow.offering_id, func.count().label("taken"))
            .where(EnrolmentRow.offering_id.in_(offering_ids), EnrolmentRow.status.in_(_SEATED))
            .group_by(EnrolmentRow.offering_id)
        )
        return {row.offering_id: row.taken for row in rows}


def _with_programme() -> Any:
    return select(OfferingRow, ProgrammeRow).join(
        ProgrammeRow, ProgrammeRow.programme_id == OfferingRow.programme_id
    )


def _offering(row: OfferingRow, programme: ProgrammeRow, taken: dict[str, int]) -> Offering:
    return Offering(
        offering_id=row.offering_id,
        programme=programme_of(programme),
        meetings=tuple(
            Meeting(
                starts_at=datetime.fromisoformat(one["starts_at"]),
                ends_at=datetime.fromisoformat(one["ends_at"]),
            )
            for one in row.meetings
        ),
        capacity=row.capacity,
        min_participants=row.min_participants,
        venue=row.venue,
        enrol_by=row.enrol_by,
        seats_taken=taken.get(row.offering_id, 0),
    )
