"""`lontar`, the operators' command. Each group lives where what it works on lives."""

from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from shared.operating.failing import run
from shared.operating.installation import Installation
from shared.topology import LISTENS

# Without services.parts, which would bring the framework into every short command.
MIGRATIONS = {name: Path(__file__).parent / name / "storage" / "migrations" for name in LISTENS}

COMMANDS = {
    "import": "services.importing:app",
    "export": "services.enrolment.cli.exporting:export",
    "audit": "services.enrolment.cli.auditing:app",
    "effect": "services.evaluation.cli.effect:effect",
    "notifications": "services.notification.cli.notifications:app",
    "parked": "shared.operating.parked:app",
    "topology": "shared.operating.topology:topology",
}
"""Where each is defined: a group, or one command. Only what is run is loaded."""


class _OnDemand(TyperGroup):
    """The commands of the table above."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        defined = getattr(import_module(module), name)
        if not isinstance(defined, typer.Typer):
            command, defined = defined, typer.Typer(rich_markup_mode="markdown")
            defined.command(cmd_name)(command)
            return typer.main.get_command(defined)
        group = typer.main.get_group(defined)
        group.name = cmd_name
        return group


app = typer.Typer(
    cls=_OnDemand,
    help="Operate Lontar: with DATABASE_URL the service of that database, without it the "
    "embedded installation in DATA_DIR (default: var).",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
)


@app.callback()
def root(context: typer.Context) -> None:
    context.obj = Installation(MIGRATIONS)


def main() -> NoReturn:
    """Run it and end the process; failures are one line on stderr and an exit code."""
    run(app, "lontar")


if __name__ == "__main__":
    main()
