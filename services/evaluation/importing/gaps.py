"""Competency gaps as they were assessed elsewhere, out of a file, row by row."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from services.evaluation.domain.need_rule import LONGEST_COMPETENCY
from services.evaluation.importing.cells import (
    WrongRow,
    fits_the_titles,
    identifier,
    past_day,
    share,
    words,
)
from services.evaluation.importing.keeping import Numbered, Report, importing
from services.evaluation.importing.rows import Row
from services.evaluation.storage.competency_gaps import (
    About,
    Assessment,
    CompetencyGaps,
    newest_of,
)
from shared.clock import SystemClock
from shared.operating.failing import Mistake

SUBJECTS: dict[str, About] = {"unit_id": "unit", "employee_id": "employee"}
_UNKNOWN = {
    "unit": "a unit {}; import the units first",
    "employee": "an employee {}; import the roster first",
}
COLUMNS = ("competency", "gap_share", "assessed_on")


def _keep(session: Session, some: list[Numbered], today: date, report: Report) -> None:
    read: list[tuple[int, Assessment]] = []
    for number, row in some:
        try:
            read.append((number, _gap(row, today)))
        except WrongRow as wrong:
            report.refused.append((number, str(wrong)))
    gaps = CompetencyGaps(session)
    unknown = gaps.unknown(gap for _, gap in read)
    known = [gap for _, gap in read if (gap.about, gap.subject_id) not in unknown]
    report.refused += [
        (number, f"HR has not told of {_UNKNOWN[gap.about].format(repr(gap.subject_id))}")
        for number, gap in read
        if (gap.about, gap.subject_id) in unknown
    ]
    report.refused.sort()
    report.kept += len(known)
    told = newest_of(known)
    report.compare(told, gaps.known(told), lambda key: f"{key[1]}, {key[2]}")
    gaps.save(known, SystemClock().now())


def _are_gaps(titles: Collection[str]) -> None:
    if not set(COLUMNS) <= set(titles) or SUBJECTS.keys().isdisjoint(titles):
        raise Mistake(
            f"these are no competency gaps (columns unit_id or employee_id, {', '.join(COLUMNS)})"
        )


def _gap(row: Row, today: date) -> Assessment:
    fits_the_titles(row)
    named = [name for name in SUBJECTS if row.get(name)]
    if len(named) != 1:
        raise WrongRow("give either unit_id or employee_id")
    return Assessment(
        about=SUBJECTS[named[0]],
        subject_id=identifier(row, named[0]),
        competency=words(row, "competency", LONGEST_COMPETENCY),
        gap_share=share(row, "gap_share"),
        assessed_on=past_day(row, "assessed_on", today),
    )


import_gaps = importing(_are_gaps, lambda: _keep)
"""Of two assessments of one unit or employee the later one counts, whatever the file's order."""
