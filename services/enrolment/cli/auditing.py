"""`lontar audit …`: whether what is stored fits together."""

from itertools import islice

import typer

from services.enrolment.auditing import CHECKS, differences
from services.enrolment.cli import SERVICE
from shared.operating.installation import Installation
from shared.operating.output import printable, progress_bar

MOST_SHOWN = 10_000

app = typer.Typer(
    help="Prove that what a service stores fits together; changes nothing.", no_args_is_help=True
)


# Typer makes a group of one command into that command, unless the group says something itself.
@app.callback()
def group() -> None:
    pass


@app.command()
def enrolment(context: typer.Context) -> None:
    """Prove seats, queue, money, hours, certificates, people and studies consistent.

    Prints one line for each difference: the record, what is wrong with it, what to do; then how
    many there are. The exit code is 1 when there is any. Services may run meanwhile.
    """
    installation: Installation = context.obj
    database = installation.database(SERVICE)
    with database.reading() as session, progress_bar() as progress:
        found = differences(session, progress)
        shown = list(islice(found, MOST_SHOWN))
        total = len(shown) + sum(1 for _ in found)
    for one in shown:
        typer.echo(printable(f"{one.record}: {one.words} ({one.check}); {one.remedy}"))
    if total > len(shown):
        typer.echo(f"… and {total - len(shown)} more", err=True)
    if total:
        typer.echo(f"{total} difference{'s' if total > 1 else ''} in {len(CHECKS)} checks")
        raise typer.Exit(1)
    typer.echo(f"consistent: {len(CHECKS)} checks found no difference")
