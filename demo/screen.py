"""What the demo prints: coloured on a terminal, plain text elsewhere."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

_PLAIN_WIDTH = 118
"""Columns where there is no terminal to ask."""


class Screen:
    """Texts are shown as they are: nothing that people typed is taken for markup."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        if not self._console.is_terminal:
            self._console = Console(highlight=False, width=_PLAIN_WIDTH)

    def chapter(self, number: int, title: str) -> None:
        self._console.print()
        self._console.print(Rule(Text(f"{number}. {title}", "bold cyan"), align="left"))

    def say(self, text: str) -> None:
        self._console.print(Text(text))

    def done(self, text: str) -> None:
        self._mark("✓", "green", text)

    def refused(self, text: str, words: str) -> None:
        """What was tried, and the answer in the service's own words."""
        self._mark("✗", "red", text)
        self._console.print(Text(f"    {words}", "italic red"))

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        table = Table(
            title=Text(title, "bold"), title_justify="left", box=box.SIMPLE, pad_edge=False
        )
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*[cell if isinstance(cell, Text) else Text(str(cell)) for cell in row])
        self._console.print(table)

    def letter(self, title: str, text: str) -> None:
        panel = Panel(Text(text), title=Text(title, "bold"), title_align="left", box=box.ROUNDED)
        self._console.print(panel)

    def _mark(self, sign: str, colour: str, text: str) -> None:
        self._console.print(Text.assemble((f"{sign} ", f"bold {colour}"), text))


_COLOURS = {
    "import": "magenta",
    "enrolment": "green",
    "evaluation": "yellow",
    "notification": "blue",
    "scheduled": "dim",
    "open": "bold yellow",
    "overdue": "bold red",
    "submitted": "bold green",
    "cancelled": "dim strike",
}


def coloured(word: str) -> Text:
    """A service or a status in its colour."""
    return Text(word, _COLOURS.get(word, ""))
