"""How far a sender has come with what it claimed together, in the cheapest way that survives it."""

from sqlalchemy import bindparam, case, update

from services.notification.domain.delivery import Delivery, Mark, State
from services.notification.storage.tables import DELIVERIES
from shared.database import Execute

_MARK = (
    update(DELIVERIES)
    .where(
        DELIVERIES.c.notification_id.in_([bindparam("trying"), bindparam("before")]),
        DELIVERIES.c.channel == bindparam("on"),
        DELIVERIES.c.state == State.SENDING,
        DELIVERIES.c.claimed_at == bindparam("ours_since", type_=DELIVERIES.c.claimed_at.type),
    )
    .values(
        mark=case(
            (DELIVERIES.c.notification_id == bindparam("trying"), Mark.TRYING),
            else_=bindparam("what_became", type_=DELIVERIES.c.mark.type),
        )
    )
    .returning(DELIVERIES.c.notification_id)
)
"""Built once: it is executed for every mail."""


class Marks:
    """Of deliveries on one channel. execute: see Database.unflushed."""

    def __init__(self, execute: Execute, channel: str):
        self._execute = execute
        self._channel = channel

    def mark(self, trying: Delivery, before: Delivery | None, mark: Mark | None) -> bool:
        """What became of the one before, and who is next.

        Whether it is still ours to try: its minute may be over.
        """
        values = {
            "trying": trying.notification_id,
            "before": before.notification_id if before else "",
            "what_became": mark,
            "on": self._channel,
            "ours_since": trying.claimed_at,
        }
        ours = {row.notification_id for row in self._execute(_MARK, values)}
        return trying.notification_id in ours
