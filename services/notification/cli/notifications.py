"""`lontar notifications …`: what was sent, what waits, what failed, and what would be sent."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.notification.cli import opened_database
from services.notification.cli.showing import timeline_of
from services.notification.domain.delivery import Delivery, State
from services.notification.dry_running import NotAnEvent, plans_for, read_event, what_it_settles
from services.notification.office import office_of
from services.notification.storage import by_hand
from services.notification.storage.deliveries import Deliveries
from services.notification.storage.messages import Messages
from shared.clock import SystemClock
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from shared.operating.output import moment, print_rows, printable

app = typer.Typer(
    help="Messages to people: what was sent, what waits, what failed. Shows no addresses.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `lontar notifications list` shows it.")]


@app.command("list")
def show_list(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only those.", show_default=False)] = None,
    channel: Annotated[str | None, typer.Option(metavar="NAME", show_default=False)] = None,
    employee: Annotated[str | None, typer.Option(metavar="ID", show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """List deliveries, those of the newest messages first."""
    installation: Installation = context.obj
    wanted = by_hand.Wanted(
        state=state.value if state else None, channel=channel, employee_id=employee, limit=limit
    )
    with opened_database(installation).reading() as session:
        found = by_hand.newest(session, wanted)
    zone = installation.settings.time_zone
    print_rows(
        ("id", "state", "channel", "employee", "about", "attempts", "at", "reason"),
        [
            (
                x.notification_id,
                x.state,
                x.channel,
                x.employee_id,
                x.about,
                str(x.attempts),
                moment(x.at, zone),
                x.reason or "-",
            )
            for x in found
        ],
        last_below=True,
    )
    if not found:
        typer.echo("nothing to show", err=True)


@app.command()
def show(context: typer.Context, wanted: Id) -> None:
    """Show a message and what became of it, step by step."""
    installation: Installation = context.obj
    with opened_database(installation).reading() as session:
        lines = timeline_of(session, wanted, installation.settings.time_zone)
    for line in lines:
        typer.echo(printable(line))


@app.command()
def retry(
    context: typer.Context,
    wanted: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One of them.", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--failed", help="All that failed.")] = False,
) -> None:
    """Have what failed or was cancelled sent after all; audited.

    The running service does it within a second.
    """
    if (wanted is None) != everything:
        raise Mistake("name one ID, or say --failed")
    database = opened_database(context.obj)
    now = SystemClock().now()
    with database.transaction() as session:
        ids = [wanted] if wanted is not None else list(by_hand.failed_ids(session))
        done = [x for x in ids if by_hand.try_again(session, x, now)]
        if wanted is not None and not done:
            raise Mistake(_refusal(Messages(session), wanted, Deliveries.of(session, wanted)))
    typer.echo(f"{len(done)} due now")


@app.command()
def cancel(
    context: typer.Context,
    wanted: Id,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, for those who come later.")],
) -> None:
    """Send it no more; it stays in the inbox. Audited."""
    if not reason.strip():
        raise Mistake("--reason must say something")
    with opened_database(context.obj).transaction() as session:
        channels = by_hand.cancel(session, wanted, reason.strip(), SystemClock().now())
        if not channels:
            raise Mistake(_refusal(Messages(session), wanted, Deliveries.of(session, wanted)))
    typer.echo(f"{wanted} is cancelled on {', '.join(channels)}")


@app.command("dry-run")
def dry_run(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="EVENT.json", help="A CloudEvent: its type and its data.")
    ],
    at: Annotated[
        datetime | None,
        typer.Option(help="As if it came then, in the office's zone.", show_default=False),
    ] = None,
) -> None:
    """Show who would get what, when, by which channel, and why not; changes nothing."""
    installation: Installation = context.obj
    settings = installation.settings
    now = at.replace(tzinfo=settings.time_zone) if at else SystemClock().now()
    try:
        event = read_event(file.read_text("utf-8"), now)
    except OSError as error:
        raise Mistake(f"{file} cannot be read: {error.strerror}") from None
    except (NotAnEvent, UnicodeDecodeError) as error:
        raise Mistake(f"{file.name}: {error}") from None
    with opened_database(installation).reading() as session:
        plans = plans_for(session, event, office_of(settings), now)
    print_rows(
        ("employee", "template", "channel", "at", "to", "why"),
        [
            (
                x.employee_id,
                x.template,
                x.channel or "nothing",
                moment(x.at, settings.time_zone),
                x.to or "-",
                x.why or "-",
            )
            for x in plans
        ],
    )
    if not plans:
        typer.echo(f"nobody is told of {event.event_name}", err=True)
    for line in what_it_settles(event):
        typer.echo(f"settles {printable(line)}", err=True)


def _refusal(messages: Messages, wanted: str, deliveries: Sequence[Delivery]) -> str:
    """Why nothing was to be done. Raises NotFound."""
    messages.get(wanted)
    if not deliveries:
        return f"{wanted} is in the inbox only: nothing is to be sent"
    states = ", ".join(f"{one.state.value} on {one.channel}" for one in deliveries)
    return f"{wanted} is {states}: see `lontar notifications show {wanted}`"
