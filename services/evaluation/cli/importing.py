"""`lontar import skm …` and `… gaps …`: figures that only evaluation keeps."""

from pathlib import Path
from typing import Annotated

import typer

from services.evaluation.cli import SERVICE
from shared.clock import SystemClock
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.output import complain, counter, printable

_MOST_SHOWN = 50

File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8, or XLSX")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only check the file.")]


def skm(context: typer.Context, file: File, dry_run: DryRun = False) -> None:
    """Import the public satisfaction survey (SKM): sheets, or totals of units.

    Sheets: unit_id, sheet_id (any number of the sheet, no name), surveyed_on, u1 to u9 (1 to 4).
    Totals: unit_id, period_start, period_end, sheets (how many), u1 to u9 (sum of the ratings).

    A row that is wrong is named and left out; the rest goes on. The exit code is 1 then. The same
    sheet, or the same period, again takes the place of the earlier one.
    """
    _import("skm", context.obj, file, dry_run)


def gaps(context: typer.Context, file: File, dry_run: DryRun = False) -> None:
    """Import competency gaps: what units or employees lack, as somebody assessed it.

    Columns: unit_id or employee_id, competency, gap_share (0, nothing is missing, to 1),
    assessed_on.

    A row that is wrong is named and left out; the rest goes on. The exit code is 1 then. Of two
    assessments the later one counts; of one day, what was said last.
    """
    _import("gaps", context.obj, file, dry_run)


def _import(kind: str, installation: Installation, file: Path, dry_run: bool) -> None:
    from services.evaluation.importing.kinds import KINDS  # reads spreadsheets: slow to load

    database = installation.database(SERVICE)
    today = SystemClock().now().astimezone(installation.settings.time_zone).date()
    with counter("rows read:") as progress:
        report = KINDS[kind].read(database, file, today=today, dry_run=dry_run, progress=progress)
    for number, reason in report.refused[:_MOST_SHOWN]:
        complain(f"row {number}: {reason}")
    if len(report.refused) > _MOST_SHOWN:
        complain(f"and {len(report.refused) - _MOST_SHOWN} more")
    done = "would be kept" if dry_run else "kept"
    typer.echo(f"{printable(file.name)}: {report.kept} {done}, {len(report.refused)} refused")
    if report.refused:
        raise Mistake(f"{len(report.refused)} rows were refused")
