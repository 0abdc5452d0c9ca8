"""What a command prints: tables for people, tab-separated lines for programs."""

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text


def complain(line: str) -> None:
    """One line on stderr."""
    typer.echo(f"lontar: {printable(' '.join(line.split()))}", err=True)


def printable(text: str) -> str:
    """Letters as they are; what could command a terminal, as an escape."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _escape(one) for one in text)


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """An instant in the office's zone, to the second; SQLite's are UTC and do not say so."""
    if at is None:
        return "-"
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def print_rows(
    titles: Sequence[str], rows: Sequence[Sequence[str]], *, last_below: bool = False
) -> None:
    """A table on a terminal; elsewhere one line a row, cells separated by tabs.

    last_below   the last cell is long: on a terminal it gets lines of its own
    """
    safe = [tuple(printable(cell) for cell in row) for row in rows]
    if not sys.stdout.isatty():
        for row in (tuple(titles), *safe):
            typer.echo("\t".join(row))
    elif last_below:
        _print_with_last_below(safe)
    else:
        table = Table(*titles, box=SIMPLE_HEAD)
        for row in safe:
            table.add_row(*(Text(cell) for cell in row))
        Console().print(table)


def _print_with_last_below(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    room = max(shutil.get_terminal_size().columns - 4, 20)
    for *cells, last in rows:
        typer.echo("  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=False)))
        typer.echo(textwrap.indent(textwrap.fill(last, room), "    "))


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """A bar on stderr where that is a terminal: tell it (what is being done, share 0 to 1)."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    console = Console(stderr=True)
    bar = Progress(*columns, TimeRemainingColumn(), console=console, disable=not _on_terminal())
    with bar:
        tasks = {}

        def tell(doing: str, share: float) -> None:
            if doing not in tasks:
                tasks[doing] = bar.add_task(doing, total=1.0)
            bar.update(tasks[doing], completed=share)

        yield tell


@contextmanager
def counter(what: str) -> Iterator[Callable[[int], None]]:
    """A count on stderr where that is a terminal, for work whose end is not known."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description} {task.completed:,.0f}"),)
    with Progress(*columns, console=console, disable=not _on_terminal()) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done: bar.update(task, completed=done)


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def _escape(letter: str) -> str:
    number = ord(letter)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
