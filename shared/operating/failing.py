"""Failures of a command: one readable line on stderr, and an exit code that is not 0."""

import os
import signal
import sys
import traceback
from typing import Any, NoReturn

import typer
from sqlalchemy.exc import DBAPIError

from shared.errors import Refusal
from shared.messaging.failures import reason_of
from shared.migrations import NotMigrated
from shared.operating.output import complain
from shared.settings import BadSetting


class Mistake(Exception):
    """Something that the operator can mend; its text says what, in one line."""


def run(app: typer.Typer, name: str) -> NoReturn:
    """Run a command line; ends the process."""
    # `lontar … | head` ends quietly, and a terminal that lacks a letter shows its number.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = app(standalone_mode=False, prog_name=name)
    except typer.Abort:
        code = 130
    except Exception as error:
        raise SystemExit(_tell(error)) from None
    if code == 130:
        complain("interrupted")
    raise SystemExit(code or 0)


def _tell(error: Exception) -> int:
    """Say what went wrong; returns the exit code: 2 for a wrong command line, else 1."""
    usage: Any = error
    if hasattr(error, "format_message"):
        if type(error).__name__ == "NoArgsIsHelpError":
            usage.show()
        else:
            command = usage.ctx.command_path if usage.ctx else "lontar"
            complain(f"{usage.format_message().rstrip('. ')}: see `{command} --help`")
        return int(usage.exit_code)
    if isinstance(error, Mistake | BadSetting | NotMigrated | Refusal):
        complain(str(error))
    elif isinstance(error, DBAPIError):
        complain(f"the database: {reason_of(error)}")
    elif isinstance(error, OSError):
        complain(str(error))
    else:
        complain(f"a defect of this command: {type(error).__name__}: {error}")
        if os.environ.get("LOG_LEVEL", "").lower() == "debug":
            traceback.print_exception(error)
    return 1
