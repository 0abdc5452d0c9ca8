"""`lontar report …`: a programme on paper or as a workbook."""

from pathlib import Path
from typing import Annotated

import typer

from services.evaluation.cli import SERVICE
from shared.clock import SystemClock
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.output import printable

_ENDINGS = (".xlsx", ".html")


def report_programme(
    context: typer.Context,
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="The programme_id.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its ending: .xlsx or .html.")],
    language: Annotated[
        str | None,
        typer.Option(help="id or en; without it, as LANGUAGE says.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """Write what may be said of a programme to FILE: a workbook, or a page to print.

    From seats to the service: how many enrolled, completed and answered, what they said and
    learned, and what changed; by unit and by year. Never of so few that one could be told.
    """
    installation: Installation = context.obj
    if file.suffix.lower() not in _ENDINGS:
        raise Mistake(f"{file.name} must end with {' or '.join(_ENDINGS)}")
    if file.exists() and not force:
        raise Mistake(f"{file} exists: choose another name, or say --force to replace it")
    spoken = language or installation.settings.language
    if spoken not in ("id", "en"):
        raise Mistake(f"--language must be id or en, not {spoken!r}")
    title = _write(installation, programme, file, spoken)
    typer.echo(f"{printable(file.name)}: report of {printable(title)}")


def _write(installation: Installation, programme: str, file: Path, language: str) -> str:
    """The title of the programme. What draws and writes is loaded only now: it takes a while."""
    from services.evaluation.printing.page import page_of
    from services.evaluation.printing.workbook import write_workbook
    from services.evaluation.reporting import Occasion, report

    asked = Occasion(now=SystemClock().now(), zone=installation.settings.time_zone)
    found = report(installation.database(SERVICE), programme, asked)
    if file.suffix.lower() == ".xlsx":
        write_workbook(found, file, language)
    else:
        file.write_text(page_of(found, language), "utf-8")
    return str(found["title"])
