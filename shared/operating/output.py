"""What a command prints: tables for people, tab-separated lines for programs."""

import sys
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


def print_rows(titles: Sequence[str], rows: Sequence[Sequence[str]], *, whole: int = 1) -> None:
    """A table on a terminal; elsewhere one line a row, cells separated by tabs.

    whole   so many columns from the left are never wrapped, so that they can be copied
    """
    if not sys.stdout.isatty():
        for row in (titles, *rows):
            typer.echo("\t".join(printable(cell) for cell in row))
        return
    table = Table(box=SIMPLE_HEAD)
    for place, title in enumerate(titles):
        table.add_column(title, no_wrap=place < whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console().print(table)


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


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def _escape(letter: str) -> str:
    number = ord(letter)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
