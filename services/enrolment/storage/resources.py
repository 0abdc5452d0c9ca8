"""Which rooms and trainers an offering holds, and when."""

from collections.abc import Sequence

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from services.enrolment.domain.offering import Booking, Meeting, Offering
from services.enrolment.storage.tables.resources import ResourceBookingRow, ResourceRow
from shared.bulk import insert_rows


class Resources:
    """Bookings; the caller owns the transaction, and has locked the offering."""

    def __init__(self, session: Session):
        self._session = session

    def lock(self, resource_ids: Sequence[str]) -> None:
        """Nobody else books these until the commit; by id."""
        wanted = sorted(set(resource_ids))
        rows = [{"resource_id": one} for one in wanted]
        insert_rows(self._session, ResourceRow, rows, if_absent=True)
        self._session.execute(
            select(ResourceRow.resource_id)
            .where(ResourceRow.resource_id.in_(wanted))
            .order_by(ResourceRow.resource_id)
            .with_for_update()
        )

    def taken(
        self, resource_ids: Sequence[str], meetings: Sequence[Meeting], but: str
    ) -> list[Booking]:
        """Bookings of these resources, by other offerings, that overlap these meetings."""
        row = ResourceBookingRow
        overlaps = or_(
            *(and_(row.starts_at < one.ends_at, row.ends_at > one.starts_at) for one in meetings)
        )
        found = self._session.scalars(
            select(row)
            .where(row.resource_id.in_(list(resource_ids)), row.offering_id != but, overlaps)
            .order_by(row.starts_at, row.resource_id)
        )
        return [
            Booking(
                resource_id=one.resource_id,
                offering_id=one.offering_id,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )
            for one in found
        ]

    def book(self, offering: Offering) -> None:
        """Hold what an offering needs now instead of what it held before."""
        self.free(offering.offering_id)
        rows = {
            (resource_id, one.starts_at): {
                "resource_id": resource_id,
                "offering_id": offering.offering_id,
                "starts_at": one.starts_at,
                "ends_at": one.ends_at,
            }
            for resource_id in offering.resource_ids
            for one in offering.meetings
        }
        insert_rows(self._session, ResourceBookingRow, list(rows.values()))

    def free(self, offering_id: str) -> None:
        """Hold nothing for an offering any more."""
        self._session.execute(
            delete(ResourceBookingRow).where(ResourceBookingRow.offering_id == offering_id)
        )
