"""Which address of a person's calendar is good: the newest, unless it was revoked."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.notification.storage.tables import CalendarLinkRow
from shared.database import insert_if_absent
from shared.errors import NotFound


class CalendarLinks:
    """An address is signed over its serial, so that no secret is kept here."""

    def __init__(self, session: Session):
        self._session = session

    def serial(self, employee_id: str) -> int | None:
        """Of the address that is good; None: it was revoked."""
        row = self._session.get(CalendarLinkRow, employee_id)
        if row is None:
            return 0
        return row.serial if row.revoked_at is None else None

    def check(self, employee_id: str, serial: int) -> None:
        """Raises NotFound for an address that was renewed or revoked."""
        if self.serial(employee_id) != serial:
            raise NotFound("calendar address", str(serial))

    def renew(self, employee_id: str) -> int:
        """A new one in its place; the one before is good no more."""
        row = self._lock(employee_id)
        row.serial, row.revoked_at = row.serial + 1, None
        return row.serial

    def revoke(self, employee_id: str, now: datetime) -> None:
        """No address is good until a new one is made."""
        row = self._lock(employee_id)
        row.revoked_at = row.revoked_at or now

    def _lock(self, employee_id: str) -> CalendarLinkRow:
        statement = insert_if_absent(self._session, CalendarLinkRow.__table__)
        self._session.execute(statement.values(employee_id=employee_id, serial=0))
        return self._session.get_one(CalendarLinkRow, employee_id, with_for_update=True)
