"""What the demo prints: coloured on a terminal, plain text elsewhere."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

_WIDEST = 100
"""Columns; longer lines are hard to read."""

_CONTROLS = dict.fromkeys((*range(10), *range(11, 32), *range(127, 160)))
"""Letters with which a name in a roster could steer the terminal; not the end of a line."""

_STYLES = {
    "import": "magenta",
    "enrolment": "green",
    "evaluation": "yellow",
    "notification": "blue",
    "open": "bold yellow",
    "overdue": "bold red",
    "submitted": "bold green",
    "scheduled": "dim",
    "cancelled": "dim",
}


class Screen:
    """Texts are shown as they are: nothing that people typed is taken for markup."""

    def __init__(self) -> None:
        console = Console(highlight=False)
        self._console = Console(highlight=False, width=min(console.width, _WIDEST))
        self._chapters = 0
        self._after_gap = False

    def title(self, text: str, below: str) -> None:
        self._print(_text(text, "bold"))
        self._print(_text(below, "dim"))

    def chapter(self, title: str) -> None:
        self._chapters += 1
        self._gap()
        words = _text(f"{self._chapters}. {title}", "bold cyan")
        self._print(Rule(words, align="left", style="cyan"))

    def say(self, text: str) -> None:
        self._print(_text(text))

    def remark(self, text: str) -> None:
        """What is good to know beside the story."""
        self._indented(text, "dim")

    def done(self, text: str) -> None:
        self._mark("✓", "green", text)

    def failed(self, text: str) -> None:
        self._mark("✗", "bold red", text)

    def refused(self, tried: str, words: Sequence[str]) -> None:
        """What was tried, and the answer in the service's own words."""
        self._mark("✗", "red", f"{tried}: refused")
        for line in words:
            self._indented(line, "italic red")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        table = Table(
            box=box.SIMPLE_HEAD,
            padding=(0, 1),
            collapse_padding=True,
            pad_edge=False,
            show_edge=False,
            header_style="bold",
        )
        for column in columns:
            table.add_column(_cell(column), overflow="fold")
        for row in rows:
            table.add_row(*[_cell(cell) for cell in row])
        self._gap()
        self._print(Padding(table, (0, 0, 0, 2), expand=False))
        self._gap()

    def letter(self, title: str, text: str) -> None:
        panel = Panel(_text(text), title=_text(title, "bold"), title_align="left", box=box.ROUNDED)
        self._print(panel)

    def _print(self, what: RenderableType) -> None:
        self._console.print(what)
        self._after_gap = False

    def _gap(self) -> None:
        """One empty line, also where two things ask for it."""
        if not self._after_gap:
            self._console.print()
        self._after_gap = True

    def _mark(self, sign: str, style: str, text: str) -> None:
        first, *more = self._lines(text)
        self._print(Text.assemble((sign, style), " ", first))
        for line in more:
            self._print(Text(f"  {line}"))

    def _indented(self, text: str, style: str) -> None:
        for line in self._lines(text):
            self._print(Text(f"  {line}", style))

    def _lines(self, text: str) -> list[str]:
        """As wide as it may be beside a mark."""
        return wrap(_plain(text), self._console.width - 2, break_on_hyphens=False) or [""]


def _cell(content: object) -> Text:
    """Services and statuses in their colours; a line begins with what it is about."""
    lines = str(content).split("\n")
    coloured = [_text(line, _STYLES.get(line.split(":")[0], "")) for line in lines]
    return Text("\n").join(coloured)


def _text(content: str, style: str = "") -> Text:
    return Text(_plain(content), style)


def _plain(content: str) -> str:
    return content.translate(_CONTROLS)
