"""Competency gaps that were assessed: the newest of each unit or employee."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from services.evaluation.domain.behaviour_gaps import observed_gaps
from services.evaluation.domain.need import Gap, GapSource
from services.evaluation.domain.policy import BEHAVIOUR
from services.evaluation.storage.results import SUPERVISOR
from services.evaluation.storage.tables import (
    CompetencyGapRow,
    EmployeeRow,
    OfferingRow,
    ResultBlockRow,
    UnitRow,
)
from shared.database import insert_or_update
from shared.spelling import same_words

About = Literal["unit", "employee"]


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """gap_share: 0 (nothing is missing) to 1."""

    about: About
    subject_id: str
    competency: str
    gap_share: float
    assessed_on: date


Key = tuple[str, str, str]
"""About what, whom, and which competency, however spelled."""


def newest_of(gaps: Iterable[Assessment]) -> dict[Key, Assessment]:
    """Of each the later assessment; on one day, what was said last."""
    newest: dict[Key, Assessment] = {}
    for gap in gaps:
        key = (gap.about, gap.subject_id, same_words(gap.competency))
        if key not in newest or newest[key].assessed_on <= gap.assessed_on:
            newest[key] = gap
    return newest


def _of(row: CompetencyGapRow) -> Assessment:
    return Assessment(
        about=row.about,  # type: ignore[arg-type]
        subject_id=row.subject_id,
        competency=row.competency,
        gap_share=row.gap_share,
        assessed_on=row.assessed_on,
    )


class CompetencyGaps:
    """Of two assessments the later one counts; on one day, what was said last."""

    def __init__(self, session: Session):
        self._session = session

    def unknown(self, gaps: Iterable[Assessment]) -> set[tuple[About, str]]:
        """The units and employees among these that do not exist here."""
        named: dict[About, set[str]] = {"unit": set(), "employee": set()}
        for gap in gaps:
            named[gap.about].add(gap.subject_id)
        found = {
            "unit": _present(self._session, UnitRow.unit_id, named["unit"]),
            "employee": _present(self._session, EmployeeRow.employee_id, named["employee"]),
        }
        return {(about, one) for about, ids in named.items() for one in ids - found[about]}

    def known(self, told: Mapping[Key, Assessment]) -> dict[Key, Assessment]:
        """What counts of each where something was said before; told itself where that is newer."""
        row = CompetencyGapRow
        named = tuple_(row.about, row.subject_id, row.competency_key).in_(list(told))
        found: dict[Key, Assessment] = {}
        for kept in self._session.scalars(select(row).where(named)):
            key = (kept.about, kept.subject_id, kept.competency_key)
            found[key] = told[key] if kept.assessed_on > told[key].assessed_on else _of(kept)
        return found

    def save(self, gaps: Sequence[Assessment], at: datetime) -> None:
        """Keep them, unless a later assessment is known."""
        newest = newest_of(gaps)
        if not newest:
            return
        statement = insert_or_update(self._session, CompetencyGapRow)
        told = statement.excluded
        changed = ("competency", "gap_share", "assessed_on", "saved_at")
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["about", "subject_id", "competency_key"],
                set_={name: told[name] for name in changed},
                where=CompetencyGapRow.assessed_on <= told.assessed_on,
            ),
            [
                {**vars(newest[key]), "competency_key": key[2], "saved_at": at}
                for key in sorted(newest)
            ],
        )

    def by_unit(self) -> dict[tuple[str, str], Gap]:
        """By unit and competency: the unit's own, else the mean of its active employees'."""
        gap = CompetencyGapRow
        people = self._session.execute(
            select(
                EmployeeRow.unit_id,
                gap.competency_key,
                func.min(gap.competency),
                func.avg(gap.gap_share),
                func.count(),
            )
            .join(EmployeeRow, EmployeeRow.employee_id == gap.subject_id)
            .where(gap.about == "employee", EmployeeRow.active)
            .group_by(EmployeeRow.unit_id, gap.competency_key)
        )
        found = {
            (unit, key): Gap(competency, float(share), number, GapSource.EMPLOYEES)
            for unit, key, competency, share, number in people
        }
        units = self._session.execute(
            select(gap.subject_id, gap.competency_key, gap.competency, gap.gap_share).where(
                gap.about == "unit"
            )
        )
        return found | {
            (unit, key): Gap(competency, share, None, GapSource.UNIT)
            for unit, key, competency, share in units
        }

    def observed(self) -> dict[str, Gap]:
        """By competency: what supervisors saw in the whole office, as far as it was released."""
        taught: dict[str, set[str]] = defaultdict(set)
        for programme_id, competencies in self._session.execute(
            select(OfferingRow.programme_id, OfferingRow.competencies)
        ):
            taught[programme_id] |= set(competencies)
        blocks = self._session.execute(
            select(ResultBlockRow.programme_id, ResultBlockRow.figures)
            .where(ResultBlockRow.level == BEHAVIOUR, ResultBlockRow.respondent == SUPERVISOR)
            .order_by(ResultBlockRow.released_at, ResultBlockRow.block_id)
        )
        return observed_gaps(
            (sorted(taught[programme_id]), figures) for programme_id, figures in blocks
        )


def _present(session: Session, column: object, ids: set[str]) -> set[str]:
    if not ids:
        return set()
    found = session.scalars(select(column).where(column.in_(sorted(ids))))  # type: ignore
    return set(found)
