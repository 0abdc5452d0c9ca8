"""`lontar export …`: tables for people who go on in a spreadsheet."""

from pathlib import Path
from typing import Annotated

import typer

from services.enrolment.cli import SERVICE
from services.enrolment.exporting import (
    KINDS,
    KINDS_BY_YEAR,
    AlreadyThere,
    NotExported,
    export_file,
)
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.output import counter, printable


def export(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(KINDS)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its ending: .csv or .xlsx.")],
    year: Annotated[
        int | None,
        typer.Option(
            min=1900,
            max=9000,
            help=f"Only of this year; for {', '.join(KINDS_BY_YEAR)}.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write a table of enrolment to FILE, for a spreadsheet: whole, or not at all.

    Kinds: roster, programmes, enrolments (by the beginning of their offering), hours (learning
    hours of a person and year), studies. None holds a NIP, a mail address or a telephone number.
    """
    if kind not in KINDS:
        raise Mistake(f"there is no kind {kind!r}, but {', '.join(KINDS)}")
    installation: Installation = context.obj
    zone = installation.settings.time_zone
    database = installation.database(SERVICE)
    try:
        with counter("rows written:") as progress:
            rows = export_file(
                database, kind, file, zone, year=year, replace=force, progress=progress
            )
    except AlreadyThere as error:
        raise Mistake(f"{error}: choose another name, or say --force to replace it") from None
    except NotExported as error:
        raise Mistake(str(error)) from None
    typer.echo(f"{printable(file.name)}: {rows} row{'' if rows == 1 else 's'} of {kind}")
