"""The units that HR told of, in so many words or as the place where somebody works."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.storage.tables import EmployeeRow, UnitRow


def kinds_of_units(session: Session) -> dict[str, str | None]:
    """Every known unit and its kind; None: HR named none."""
    working = session.scalars(select(EmployeeRow.unit_id).distinct())
    described = session.execute(select(UnitRow.unit_id, UnitRow.kind)).all()
    return dict.fromkeys(working.all()) | dict(described)
