"""Figures of services: the newest of each unit, metric, day and statistic."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.storage.newest import keep_newest, write_newest
from services.evaluation.storage.tables import ServiceMeasureRow
from shared.events.hr import ServiceMeasured


class Measure(NamedTuple):
    """One figure. n: services that it rests on."""

    unit_id: str
    day: date
    statistic: str
    value: float
    n: int


class Measures:
    """The caller has checked what it tells (`domain/measure.py`)."""

    def __init__(self, session: Session):
        self._session = session

    def learn(self, told: ServiceMeasured) -> None:
        """Keep a figure, unless a newer one is known; written with the batch."""
        facts = {
            "metric": told.metric,
            "unit_id": told.unit_id,
            "day": told.date,
            "statistic": told.statistic,
            "value": told.value,
            "n": told.n,
            "changed_at": told.changed_at.astimezone(UTC),
        }
        keep_newest(self._session, ServiceMeasureRow, facts)

    def series(
        self, metric: str, unit_ids: Iterable[str] | None, first_day: date, last_day: date
    ) -> Sequence[Measure]:
        """The figures of a metric by unit, day and statistic, both days included.

        unit_ids   None: every unit
        """
        write_newest(self._session)
        row = ServiceMeasureRow
        wanted = (
            select(row.unit_id, row.day, row.statistic, row.value, row.n)
            .where(row.metric == metric, row.day.between(first_day, last_day))
            .order_by(row.unit_id, row.day, row.statistic)
        )
        if unit_ids is not None:
            wanted = wanted.where(row.unit_id.in_(sorted(set(unit_ids))))
        return [Measure(*found) for found in self._session.execute(wanted)]
