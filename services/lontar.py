"""`lontar`, the operators' command. Each group lives where what it works on lives."""

from pathlib import Path
from typing import NoReturn

import typer

from services.enrolment.cli import auditing, exporting, importing
from services.evaluation.cli import importing as importing_surveys
from services.evaluation.cli import reporting
from services.notification.cli import notifications
from shared.operating import parked
from shared.operating.failing import run
from shared.operating.installation import Installation
from shared.operating.topology import topology
from shared.topology import LISTENS

# Without services.parts, which would bring the framework into every short command.
MIGRATIONS = {name: Path(__file__).parent / name / "storage" / "migrations" for name in LISTENS}

app = typer.Typer(
    help="Operate Lontar: with DATABASE_URL the service of that database, without it the "
    "embedded installation in DATA_DIR (default: var).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)
importing.app.command("skm")(importing_surveys.skm)
app.add_typer(importing.app, name="import")
app.add_typer(auditing.app, name="audit")
app.add_typer(parked.app, name="parked")
app.add_typer(notifications.app, name="notifications")
app.command("export")(exporting.export)
app.command("report")(reporting.report_programme)
app.command("topology")(topology)


@app.callback()
def root(context: typer.Context) -> None:
    context.obj = Installation(MIGRATIONS)


def main() -> NoReturn:
    """Run it and end the process; failures are one line on stderr and an exit code."""
    run(app, "lontar")


if __name__ == "__main__":
    main()
