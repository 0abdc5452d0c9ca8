"""`lontar parked …`: what did not go through, and what becomes of it."""

import sys
from typing import Annotated

import typer

from shared.clock import SystemClock
from shared.operating import aside
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.listing import Wanted, newest, number_of
from shared.operating.output import moment, print_rows, progress_bar
from shared.operating.showing import body_of, facts_of

app = typer.Typer(
    help="Messages that a service could not apply, and events that the broker refused.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `lontar parked list` shows it.")]
Service = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only those of this service.", show_default=False)
]


@app.command("list")
def show_list(
    context: typer.Context,
    service: Service = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """List what waits, newest first.

    held: the service tries it again by itself. parked: it waits for you. refused: an event of
    the service's own that the broker would not take; later ones about the same wait behind it.
    """
    installation: Installation = context.obj
    found, total, wanted = [], 0, Wanted(limit=limit)
    for name, database in installation.databases(service).items():
        with database.reading() as session:
            found += newest(session, name, wanted)
            total += number_of(session, wanted)
    found = sorted(found, key=lambda entry: entry.since, reverse=True)[:limit]
    zone = installation.settings.time_zone
    print_rows(
        ("id", "state", "service", "since", "event", "reason"),
        [(x.id, x.state, x.service, moment(x.since, zone), x.event, x.reason) for x in found],
        last_below=True,
    )
    if total > len(found):
        typer.echo(f"… and {total - len(found)} older ones (--limit)", err=True)
    elif not total:
        typer.echo("nothing waits", err=True)


@app.command()
def show(
    context: typer.Context,
    wanted: Id,
    raw: Annotated[bool, typer.Option("--raw", help="Only the body, byte for byte.")] = False,
) -> None:
    """Show everything about one: headers, body, attempts, reason, what was done by hand."""
    installation: Installation = context.obj
    databases = installation.databases()
    service = aside.whose(databases, wanted)
    if raw:
        sys.stdout.buffer.write(body_of(service, databases[service], wanted))
        return
    zone = installation.settings.time_zone
    for line in facts_of(service, databases[service], wanted, zone):
        typer.echo(line)


@app.command()
def retry(
    context: typer.Context,
    wanted: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One of them.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    service: Service = None,
) -> None:
    """Have it tried again now, with its own event id; audited.

    The running service does it within a second, a stopped one when it starts.
    """
    if (wanted is None) != everything:
        raise Mistake("name one ID, or say --all")
    installation: Installation = context.obj
    databases = installation.databases(service)
    now = SystemClock().now()
    if wanted is not None:
        name = aside.whose(databases, wanted)
        with databases[name].transaction() as session:
            aside.retry(session, name, wanted, now)
        typer.echo(f"{wanted} is due now at {name}")
        return
    with progress_bar() as progress:
        counts = {
            name: aside.retry_all(name, database, now, progress)
            for name, database in databases.items()
        }
    for name, count in counts.items():
        typer.echo(f"{count} are due now at {name}")


@app.command()
def discard(
    context: typer.Context,
    wanted: Id,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, for those who come later.")],
) -> None:
    """Give it up: it is never tried again, but kept and audited."""
    if not reason.strip():
        raise Mistake("--reason must say something")
    databases = context.obj.databases()
    name = aside.whose(databases, wanted)
    with databases[name].transaction() as session:
        kept = aside.discard(session, name, wanted, reason.strip(), SystemClock().now())
    typer.echo(f"{wanted} is discarded; `lontar parked show {kept}` still shows it")
