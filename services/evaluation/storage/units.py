"""The units that HR told of: in so many words, as somebody's place, or by a figure."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.storage.tables import EmployeeRow, ServiceMeasureRow, UnitRow


def kinds_of_units(session: Session, metric: str) -> dict[str, str | None]:
    """Every known unit, or with figures of a metric, and its kind; None: HR named none."""
    measured = select(ServiceMeasureRow.unit_id).where(ServiceMeasureRow.metric == metric)
    working = select(EmployeeRow.unit_id)
    named = session.scalars(measured.union(working)).all()
    described = session.execute(select(UnitRow.unit_id, UnitRow.kind)).all()
    return dict.fromkeys(named) | dict(described)
