"""A file as numbered rows of text cells, whatever form it has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


class UnreadableFile(Exception):
    """Nothing in the file can be used; one line says why."""


class WrongCell(str):
    """A cell whose value is not what somebody entered. reason: in words for the sender"""

    reason: str

    @classmethod
    def because(cls, reason: str) -> "WrongCell":
        cell = cls("?")
        cell.reason = reason
        return cell


@dataclass(frozen=True, kw_only=True, slots=True)
class RowError:
    """What is wrong with a cell.

    row      as a spreadsheet counts: the header is row 1, and blank rows count too
    column   None: the row as a whole
    """

    row: int
    column: str | None
    reason: str

    def __str__(self) -> str:
        place = f"row {self.row}" if self.column is None else f"row {self.row}, {self.column}"
        return f"{place}: {self.reason}"


class BrokenRow(Exception):
    """From this row on the file cannot be told apart into cells."""

    def __init__(self, row: int, reason: str):
        self.error = RowError(row=row, column=None, reason=f"{reason}; nothing below was read")
        super().__init__(str(self.error))


@dataclass(frozen=True)
class Table:
    """An open file. rows: (row number, cells) below the header, without blank rows."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    share: Callable[[], float]

    @property
    def share_read(self) -> float:
        """How far the reading has come, 0 to 1."""
        return self.share()
