"""`lontar import skm …`: the public satisfaction survey."""

from pathlib import Path
from typing import Annotated

import typer

from services.evaluation.cli import SERVICE
from services.evaluation.importing.skm import import_skm
from shared.clock import SystemClock
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.output import complain, counter, printable

_MOST_SHOWN = 50


def skm(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8, or XLSX")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the file.")] = False,
) -> None:
    """Import the public satisfaction survey (SKM): sheets, or totals of units.

    Sheets: unit_id, sheet_id (any number of the sheet, no name), surveyed_on, u1 to u9 (1 to 4).
    Totals: unit_id, period_start, period_end, sheets (how many), u1 to u9 (sum of the ratings).

    A row that is wrong is named and left out; the rest goes on. The exit code is 1 then. The same
    sheet, or the same period, again takes the place of the earlier one.
    """
    installation: Installation = context.obj
    database = installation.database(SERVICE)
    today = SystemClock().now().astimezone(installation.settings.time_zone).date()
    with counter("rows read:") as progress:
        report = import_skm(database, file, today=today, dry_run=dry_run, progress=progress)
    for number, reason in report.refused[:_MOST_SHOWN]:
        complain(f"row {number}: {reason}")
    if len(report.refused) > _MOST_SHOWN:
        complain(f"and {len(report.refused) - _MOST_SHOWN} more")
    done = "would be kept" if dry_run else "kept"
    typer.echo(f"{printable(file.name)}: {report.kept} {done}, {len(report.refused)} refused")
    if report.refused:
        raise Mistake(f"{len(report.refused)} rows were refused")
