"""What citizens said of the service of a unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.evaluation.domain.skm import Ratings
from services.evaluation.storage.tables import SkmSheetRow, SkmTotalRow, UnitRow
from shared.bulk import Row
from shared.database import insert_or_update

Key = tuple[Any, ...]
"""What names a sheet (unit, sheet) or the totals of a period (unit, first day, last day)."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """Of a unit; both days included."""

    unit_id: str
    first: date
    last: date


class Skm:
    """Sheets and totals. The same sheet or period again takes the place of the earlier one."""

    def __init__(self, session: Session):
        self._session = session

    def knows_unit(self, unit_id: str) -> bool:
        """Whether HR has told of the unit."""
        return self._session.get(UnitRow, unit_id) is not None

    def keep_sheets(self, rows: Sequence[Row]) -> None:
        """unit_id, sheet_id, surveyed_on, ratings; no sheet twice."""
        self._keep(SkmSheetRow, rows, ["unit_id", "sheet_id"])

    def keep_totals(self, rows: Sequence[Row]) -> None:
        """unit_id, period_start, period_end, sheets, totals; no period twice."""
        self._keep(SkmTotalRow, rows, ["unit_id", "period_start", "period_end"])

    def sheets(self, keys: Sequence[Key]) -> dict[Key, Row]:
        """Those of them that are kept."""
        return self._known(SkmSheetRow, keys, ["unit_id", "sheet_id"])

    def totals(self, keys: Sequence[Key]) -> dict[Key, Row]:
        """Those of them that are kept."""
        return self._known(SkmTotalRow, keys, ["unit_id", "period_start", "period_end"])

    def has_sheets(self, period: Period) -> bool:
        """Whether sheets of the unit are kept that were filled in then."""
        row = SkmSheetRow
        found = select(row.sheet_id).where(
            row.unit_id == period.unit_id, row.surveyed_on.between(period.first, period.last)
        )
        return self._session.scalar(found.limit(1)) is not None

    def overlapping(self, period: Period) -> list[Period]:
        """Periods of totals of the unit that share days with this one, itself left out."""
        row = SkmTotalRow
        rows = self._session.execute(
            select(row.period_start, row.period_end).where(
                row.unit_id == period.unit_id,
                row.period_start <= period.last,
                row.period_end >= period.first,
            )
        )
        found = [Period(unit_id=period.unit_id, first=first, last=last) for first, last in rows]
        return [one for one in found if one != period]

    def ratings(self, period: Period) -> Iterator[Ratings]:
        """Of sheets of these days, and of totals whose period lies within them."""
        sheet, total = SkmSheetRow, SkmTotalRow
        rated = select(sheet.ratings).where(
            sheet.unit_id == period.unit_id,
            sheet.surveyed_on.between(period.first, period.last),
        )
        for ratings in self._session.scalars(rated.execution_options(yield_per=1000)):
            yield Ratings(sheets=1, totals=tuple(ratings))
        counted = select(total.sheets, total.totals).where(
            total.unit_id == period.unit_id,
            total.period_start >= period.first,
            total.period_end <= period.last,
        )
        for sheets, totals in self._session.execute(counted):
            yield Ratings(sheets=sheets, totals=tuple(totals))

    def _known(self, table: Any, keys: Sequence[Key], key: list[str]) -> dict[Key, Row]:
        columns = table.__table__.c
        named = tuple_(*(columns[name] for name in key))
        found = self._session.execute(select(table.__table__).where(named.in_(keys))).mappings()
        return {tuple(row[name] for name in key): dict(row) for row in found}

    def _keep(self, table: Any, rows: Sequence[Row], key: list[str]) -> None:
        if not rows:
            return
        statement = insert_or_update(self._session, table.__table__).values(list(rows))
        others = [name for name in rows[0] if name not in key]
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=key, set_={name: statement.excluded[name] for name in others}
            )
        )
