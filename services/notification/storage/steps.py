"""What happened to deliveries on the way; being written and sent stand in their own rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notification.storage.tables.respect import DELIVERY_STEPS, DeliveryStepRow
from shared.bulk import add_rows
from shared.ids import new_id


class What(StrEnum):
    """DEFERRED     the channel could not take it, and is asked again
    REFUSED      the channel will not take it
    IN_DOUBT     the connection broke when it may have been taken already
    BROKEN       it could not be written: a defect of ours
    INTERRUPTED  the process died when it may have been sent already
    WAITS        it is held until its reader may be written to
    GATHERED     a digest carries it
    SUPERSEDED   it was no longer true, or is no longer wanted
    """

    DEFERRED = "deferred"
    REFUSED = "refused"
    IN_DOUBT = "in doubt"
    BROKEN = "broken"
    INTERRUPTED = "interrupted"
    WAITS = "waits"
    GATHERED = "gathered"
    SUPERSEDED = "superseded"
    ANOTHER_WAY = "another way"
    RETRIED = "retried"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Step:
    """channel: on which it was to be delivered."""

    notification_id: str
    channel: str
    at: datetime
    what: What
    reason: str | None = None


class Steps:
    """Of all deliveries; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def add(self, steps: Sequence[Step]) -> None:
        """Written when the transaction commits."""
        rows = [{"step_id": new_id(), **vars(one), "what": one.what.value} for one in steps]
        if rows:
            add_rows(self._session, DELIVERY_STEPS, rows)

    def of(self, notification_id: str) -> list[Step]:
        """The earliest first."""
        rows = self._session.scalars(
            select(DeliveryStepRow)
            .where(DeliveryStepRow.notification_id == notification_id)
            .order_by(DeliveryStepRow.step_id)
        )
        return [
            Step(
                notification_id=row.notification_id,
                channel=row.channel,
                at=row.at,
                what=What(row.what),
                reason=row.reason,
            )
            for row in rows
        ]
