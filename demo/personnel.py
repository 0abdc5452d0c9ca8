"""First chapter: the people, from a roster of their own or from one that is made up."""

import os
from pathlib import Path

from demo import fresh, roster
from demo.cast import choose
from demo.roster.files import write
from demo.stage import Stage
from services.enrolment.importing import KINDS, UnreadableFile, import_file
from shared.events.hr import EmployeeChanged, UnitChanged

_MOST_ERRORS = 20


class NotImportable(Exception):
    """The given roster cannot be read, or has errors in its rows; one line says so."""


def import_people(stage: Stage) -> None:
    """By the code of `lontar import`. Raises NotImportable, Unplayable."""
    units, people = _files(stage.settings.data_dir)
    stage.screen.chapter("The people come from the personnel system")
    if units:
        import_file_of(stage, "units", units)
    import_file_of(stage, "roster", people)
    stage.office.wait_for("the roster reached every service", lambda: _has_arrived(stage))
    events = [*stage.timeline.events(UnitChanged), *stage.timeline.events(EmployeeChanged)]
    stage.screen.done(
        f"as {len(events)} events they reach {_listeners(stage)}: each keeps a copy of its own"
    )
    stage.cast = choose(stage.timeline.events(EmployeeChanged), stage.timeline.events(UnitChanged))
    stage.timeline.news()


def _files(data_dir: Path) -> tuple[Path | None, Path]:
    """ROSTER and UNITS, or a synthetic district: nobody in it is a real person."""
    given, units = os.environ.get("ROSTER"), os.environ.get("UNITS")
    if given:
        return Path(units) if units else None, Path(given)
    made_units, made_people = write(roster.generate(), data_dir / fresh.FILES)
    return made_units, made_people


def import_file_of(stage: Stage, kind: str, path: Path) -> None:
    """One of HR's files, row by row into events. Raises NotImportable."""
    database = stage.office.process.wiring.databases["enrolment"]
    try:
        report = import_file(database, KINDS[kind], path, stage.office.clock)
    except UnreadableFile as error:
        raise NotImportable(str(error)) from error
    if report.errors:
        for error in report.errors[:_MOST_ERRORS]:
            stage.screen.failed(str(error))
        count = len(report.errors)
        raise NotImportable(f"{path}: {count} {'error' if count == 1 else 'errors'}; see above")
    stage.imported = stage.imported + report.published
    stage.screen.done(f"{kind}: {report.rows} rows of {path}, {report.published} published")


def _has_arrived(stage: Stage) -> bool:
    events = stage.timeline.events(UnitChanged), stage.timeline.events(EmployeeChanged)
    return sum(map(len, events)) >= stage.imported


def _listeners(stage: Stage) -> str:
    heard = {one for passage in stage.timeline.passages for one in passage.heard_by}
    return ", ".join(sorted(heard))
