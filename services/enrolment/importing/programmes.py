"""The catalogue from a file: saved in one transaction, as the call save_programme would."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import marshmallow

from services.enrolment.cataloguing import programme_from, save_programme
from services.enrolment.domain.programme import (
    Programme,
    circle_among,
    next_version,
    why_nobody_begins,
)
from services.enrolment.importing import cells
from services.enrolment.importing.checking import checked_rows, header_errors
from services.enrolment.importing.importer import (
    ADDED,
    CHANGED,
    FIRST_TOLD,
    MOST_ERRORS,
    Progress,
    Report,
    Run,
    here,
)
from services.enrolment.importing.kinds import Column, Form, optional
from services.enrolment.importing.reading import open_table
from services.enrolment.importing.table import RowError, UnreadableFile
from services.enrolment.schemas.catalogue import SaveProgramme
from services.enrolment.storage.programmes import Programmes
from shared.clock import Clock
from shared.database import Database
from shared.errors import ValidationError

MOST_PROGRAMMES = 20_000
"""They are held in memory together, since each may be the prerequisite of any other."""


def _makes_sense(facts: Mapping[str, Any]) -> tuple[str, str] | None:
    """By the rules of the call, the first that says no."""
    try:
        programme_from(SaveProgramme().load(dict(facts)), facts["programme_id"])
    except marshmallow.ValidationError as error:
        column, reasons = next(iter(error.messages_dict.items()))
        return column, _first(reasons)
    except ValidationError as error:
        column, reasons = next(iter(error.fields.items()))
        return column, reasons[0]
    return None


def _first(reasons: Any) -> str:
    """The first reason, of a list's element too."""
    while not isinstance(reasons, str):
        reasons = next(iter(reasons.values() if isinstance(reasons, dict) else reasons))
    return reasons


def _none() -> int:
    return 0


PROGRAMMES = Form(
    "programmes",
    "programme_id",
    (
        Column("programme_id", cells.identifier),
        Column("title", cells.text),
        Column("kind", cells.text),
        Column("learning_hours", cells.number),
        Column("competencies", cells.several, blank=True, empty=list),
        Column("cost_per_participant", cells.amount),
        optional("provider", cells.text),
        optional("prerequisites", cells.several, list),
        optional("pass_score", cells.number),
        optional("min_attendance_share", cells.number),
        optional("certificate_valid_months", cells.amount),
        optional("delivery_mode", cells.text),
        optional("degree_level", cells.text),
        optional("cost_per_offering", cells.amount, _none),
        optional("travel_cost_per_day", cells.amount, _none),
    ),
    _makes_sense,
)


def import_programmes(
    database: Database | None,
    path: Path,
    clock: Clock,
    *,
    dry_run: bool = False,
    read_by: Run = here,
    progress: Progress = lambda doing, share: None,
) -> Report:
    """Check every row, and if all are right save those that are news; all or nothing.

    database   enrolment's; None only in a dry run: no programme is known
    read_by    who reads and checks the file, before the database is asked

    Raises UnreadableFile and what the database raises.
    """
    rows, errors = read_by(_read, path, clock, progress)
    coming = {programme.programme_id for _, programme in rows}
    known = _known(database, [programme for _, programme in rows])
    errors += _unknown_prerequisites(rows, coming | known.keys())
    errors += _circles(rows, known)
    news = [programme for _, programme in rows if _is_news(known, programme)]
    if errors:
        return _refused(rows, errors)
    if database is not None and not dry_run and news:
        with database.transaction() as session:
            for programme in sorted(news, key=lambda one: one.programme_id):
                save_programme(session, programme, coming=coming)
    progress("importing", 1.0)
    told = [(one.programme_id, CHANGED if one.programme_id in known else ADDED) for one in news]
    return Report(
        rows=len(rows),
        published=len(news),
        unchanged=len(rows) - len(news),
        changed=sum(1 for _, how in told if how == CHANGED),
        first=told[:FIRST_TOLD],
    )


def _refused(rows: Sequence[tuple[int, Programme]], errors: list[RowError]) -> Report:
    """Because of these errors nothing was saved; a row may be read well and still be wrong."""
    wrong = {error.row for error in errors if error.row > 1}
    return Report(
        rows=len(wrong | {number for number, _ in rows}),
        refused=len(wrong),
        errors=errors[:MOST_ERRORS],
        truncated=len(errors) > MOST_ERRORS,
    )


def _read(
    path: Path, clock: Clock, progress: Progress
) -> tuple[list[tuple[int, Programme]], list[RowError]]:
    """(row number, programme) of the rows that are right, and what is wrong with the others."""
    rows: list[tuple[int, Programme]] = []
    with open_table(path) as table:
        errors = header_errors(PROGRAMMES, table.header)
        if errors:
            return rows, errors
        for row in checked_rows(PROGRAMMES, table, clock.now()):
            errors += row.errors
            if not row.errors:
                wanted = SaveProgramme().load(row.facts)
                rows.append((row.number, programme_from(wanted, row.facts["programme_id"])))
            if len(rows) > MOST_PROGRAMMES:
                raise UnreadableFile(f"{path} holds more than {MOST_PROGRAMMES} programmes")
            if len(errors) > MOST_ERRORS:
                break
            progress("checking", table.share_read)
    return rows, errors


def _unknown_prerequisites(
    rows: Sequence[tuple[int, Programme]], there: set[str]
) -> list[RowError]:
    errors = []
    for number, programme in rows:
        for wanted in programme.prerequisites:
            if wanted not in there:
                reason = f"there is no programme {wanted!r}, neither here nor in the file"
                errors.append(RowError(row=number, column="prerequisites", reason=reason))
    return errors


def _circles(
    rows: Sequence[tuple[int, Programme]], known: Mapping[str, Programme]
) -> list[RowError]:
    """Rows that require each other, by way of the catalogue or not."""
    here = {programme.programme_id: programme for _, programme in rows}
    circle = circle_among({**known, **here}.values())
    return [
        RowError(row=number, column="prerequisites", reason=why_nobody_begins(circle))
        for number, programme in rows
        if programme.programme_id in circle
    ]


def _is_news(known: Mapping[str, Programme], programme: Programme) -> bool:
    before = known.get(programme.programme_id)
    return next_version(before, programme) != before


def _known(database: Database | None, programmes: Sequence[Programme]) -> dict[str, Programme]:
    """What the catalogue has of these programmes and of all that they require."""
    if database is None:
        return {}
    wanted = {one.programme_id for one in programmes}
    wanted |= {one for programme in programmes for one in programme.prerequisites}
    with database.reading() as session:
        return Programmes(session).with_all_they_require(wanted)
