"""People of a programme by offering, or by position and kind of unit as they are today."""

from collections import Counter
from collections.abc import Hashable
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from services.evaluation.domain.telling import Group
from services.evaluation.storage.tables import EmployeeRow, ScheduleRow, UnitRow


def with_places(found: Any) -> Any:
    """The same query, which holds schedules, with where their learners work today."""
    return found.join(
        EmployeeRow, EmployeeRow.employee_id == ScheduleRow.employee_id, isouter=True
    ).join(UnitRow, UnitRow.unit_id == EmployeeRow.unit_id, isouter=True)


def of_group(found: Any, group: Group) -> Any:
    """Only of the people of a group."""
    if group.offering_id is not None:
        return found.where(ScheduleRow.offering_id == group.offering_id)
    if group.position is None:
        return found
    kind = UnitRow.kind.is_(None) if group.unit_kind is None else UnitRow.kind == group.unit_kind
    return found.where(EmployeeRow.position == group.position, kind)


def counted(session: Session, found: Any, group: Group) -> Counter[Hashable]:
    """How many rows each group of the same sort has, by its name."""
    if group.offering_id is not None:
        by: tuple[Any, ...] = (ScheduleRow.offering_id,)
    elif group.position is not None:
        by = (EmployeeRow.position, UnitRow.kind)
    else:
        by = ()
    rows = session.execute(found.with_only_columns(*by, func.count()).group_by(*by))
    counts: Counter[Hashable] = Counter()
    for *name, n in rows:
        counts[tuple(name) if len(name) > 1 else name[0] if name else None] += n
    return counts
