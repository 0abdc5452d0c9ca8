"""Changes of employees that take effect on a later day."""

from sqlalchemy.orm import Session

from services.enrolment.storage.tables.roster import EmployeeAheadRow
from shared.coming_changes import ComingChanges

_FOLLOWS = {"nip_sealed": "nip_mark"}


def coming_changes(session: Session) -> ComingChanges:
    """For one employee and day, what HR said last counts."""
    return ComingChanges(session, EmployeeAheadRow, _FOLLOWS)
