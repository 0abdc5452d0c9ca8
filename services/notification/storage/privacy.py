"""What is known of one person, to be given to them or to be erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from services.notification.domain.delivery import State
from services.notification.domain.message import ERASED, Message
from services.notification.storage.contact_seal import opened
from services.notification.storage.messages import message_of
from services.notification.storage.people import People
from services.notification.storage.steps import Step, Steps, What
from services.notification.storage.tables import (
    DeliveryRow,
    DeliveryStepRow,
    MessageRow,
    PersonAheadRow,
    PersonRow,
    UnreachableRow,
)
from shared.errors import NotFound
from shared.messaging.tables import answered_request

BECAUSE = "its reader was erased"
_WITH_WORDS = ("mark_read", "set_preferences")
"""Commands whose remembered answers hold what a person was told or chose."""
_FORGOTTEN_AT_ONCE = 1000


class Privacy:
    """The caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def person(self, employee_id: str) -> dict[str, Any]:
        """What HR and the person said, of plain types. Raises NotFound."""
        row = self._session.get(PersonRow, employee_id)
        if row is None:
            raise NotFound("employee", employee_id)
        return {
            "employee_id": employee_id,
            "name": row.name,
            "email": opened(self._session, row.email),
            "language": row.language,
            "preferred_language": row.preferred_language,
            "active": row.active,
            "roles": row.roles,
            "changed_at": row.changed_at.isoformat(),
            "erased_at": row.erased_at.isoformat() if row.erased_at else None,
            "announced": self._announced(employee_id),
        }

    def messages(self, employee_id: str) -> list[Message]:
        """All of a person's, the earliest first."""
        found = select(MessageRow).where(MessageRow.employee_id == employee_id)
        rows = self._session.scalars(found.order_by(MessageRow.notification_id))
        return [message_of(row) for row in rows]

    def erase(self, employee_id: str, now: datetime) -> dict[str, int]:
        """Contact data, wishes and the contents of messages; returns how many of what.

        That there was a message, about which event, and when it was sent or read, stays: it is
        counted. Raises NotFound.
        """
        People(self._session).erase(employee_id, now)
        self._stop_deliveries(employee_id, now)
        ids = select(MessageRow.notification_id).where(MessageRow.employee_id == employee_id)
        for table in (DeliveryRow, DeliveryStepRow):
            theirs = table.notification_id.in_(ids)
            self._run(update(table).where(theirs, table.reason != BECAUSE).values(reason=None))
        mine = MessageRow.employee_id == employee_id
        blank = {"template": ERASED, "template_version": 1, "data": "{}", "matters": None}
        erased = self._run(update(MessageRow).where(mine).values(**blank))
        ahead = self._run(delete(PersonAheadRow).where(PersonAheadRow.employee_id == employee_id))
        self._run(delete(UnreachableRow).where(UnreachableRow.employee_id == employee_id))
        answers = self._forget_answers(employee_id)
        return {"messages": erased, "announced": ahead, "answers": answers}

    def forget_leavers(self, instant: datetime) -> int:
        """Contact data of some who left the service before this; how many that were."""
        rows = self._session.scalars(
            select(PersonRow)
            .where(
                PersonRow.active.is_(False),
                PersonRow.changed_at < instant,
                or_(PersonRow.email.is_not(None), PersonRow.wishes.is_not(None)),
            )
            .order_by(PersonRow.employee_id)
            .limit(_FORGOTTEN_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.email = row.wishes = None
        return len(rows)

    def _stop_deliveries(self, employee_id: str, now: datetime) -> None:
        rows = self._session.scalars(
            select(DeliveryRow)
            .join(MessageRow, MessageRow.notification_id == DeliveryRow.notification_id)
            .where(
                MessageRow.employee_id == employee_id,
                DeliveryRow.state.in_((State.PENDING, State.SENDING, State.CARRIED)),
            )
            .with_for_update(of=DeliveryRow)
        ).all()
        for row in rows:
            row.state, row.next_at, row.reason = State.CANCELLED, None, BECAUSE
        self._session.flush()
        Steps(self._session).add(
            [
                Step(
                    notification_id=row.notification_id,
                    channel=row.channel,
                    at=now,
                    what=What.CANCELLED,
                    reason=BECAUSE,
                )
                for row in rows
            ]
        )

    def _announced(self, employee_id: str) -> list[dict[str, Any]]:
        found = select(PersonAheadRow).where(PersonAheadRow.employee_id == employee_id)
        return [
            {
                **row.facts,
                "email": opened(self._session, row.facts.get("email")),
                "effective_on": row.effective_on.isoformat(),
            }
            for row in self._session.scalars(found.order_by(PersonAheadRow.effective_on))
        ]

    def _forget_answers(self, employee_id: str) -> int:
        """Of commands about this person; repeating one after that does it again."""
        known = answered_request.c
        quoted = employee_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        theirs = known.answer.like(f'%"employee_id": "{quoted}"%', escape="\\")
        found = delete(answered_request).where(known.method.in_(_WITH_WORDS), theirs)
        return self._run(found)

    def _run(self, statement: Any) -> int:
        options = {"synchronize_session": False}
        result: Any = self._session.execute(statement, execution_options=options)
        return int(result.rowcount)
