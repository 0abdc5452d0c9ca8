"""A CSV of an analyst, read column by column; every mistake names its row."""

import csv
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.operating.failing import Mistake

LARGEST = 1e100
"""Squares of what is larger are no numbers any more."""
MISSING = ("", "NA", ".")
YES = ("1", "1.0", "true", "yes", "y", "ya")
NO = ("0", "0.0", "false", "no", "n", "tidak")


@dataclass(frozen=True)
class Table:
    """name      of the file
    columns   name -> cells, stripped
    rows      number in the file of each row (1 = the titles)
    decimal   the decimal sign besides the point
    """

    name: str
    columns: dict[str, list[str]]
    rows: list[int]
    decimal: str

    def texts(self, column: str) -> list[str]:
        """The cells. Raises Mistake where the column is not there, or a cell is empty."""
        cells = self._cells(column)
        for row, cell in zip(self.rows, cells, strict=True):
            if not cell:
                raise Mistake(f"{self.name}, row {row}, {column}: is empty")
        return cells

    def numbers(self, column: str) -> list[float]:
        """The cells as finite numbers. Raises Mistake, with the row."""
        return [
            self._number(row, column, cell)
            for row, cell in zip(self.rows, self._cells(column), strict=True)
        ]

    def flags(self, column: str, value: str | None) -> list[bool]:
        """Whether a cell is `value`; without one: whether it says yes. Raises Mistake."""
        cells = self.texts(column)
        if value is not None:
            found = [same(cell, value) for cell in cells]
            if not any(found):
                raise Mistake(f"{self.name}: no row has {value!r} in {column}")
            return found
        for row, cell in zip(self.rows, cells, strict=True):
            if cell.lower() not in YES + NO:
                raise Mistake(
                    f"{self.name}, row {row}, {column}: {cell!r} is neither 1 nor 0; "
                    f"say which value is the treated one: --treated {column}=VALUE"
                )
        return [cell.lower() in YES for cell in cells]

    def measured(self, columns: Iterable[str]) -> "Table":
        """Without the rows where one of these columns has no value."""
        needed = [self._cells(column) for column in columns]
        keep = [all(cell not in MISSING for cell in cells) for cells in zip(*needed, strict=True)]
        kept = {
            name: [cell for cell, there in zip(cells, keep, strict=True) if there]
            for name, cells in self.columns.items()
        }
        rows = [row for row, there in zip(self.rows, keep, strict=True) if there]
        if not rows:
            raise Mistake(f"{self.name}: no row has a value in {', '.join(columns)}")
        return Table(self.name, kept, rows, self.decimal)

    def each(self, column: str, read: Callable[[str], object]) -> list[object]:
        """Every cell as `read` reads it; its ValueError becomes a Mistake with the row."""
        known: dict[str, object] = {}
        for row, cell in zip(self.rows, self.texts(column), strict=True):
            if cell not in known:
                try:
                    known[cell] = read(cell)
                except ValueError as error:
                    raise Mistake(f"{self.name}, row {row}, {column}: {error}") from None
        return [known[cell] for cell in self.texts(column)]

    def _cells(self, column: str) -> list[str]:
        if column not in self.columns:
            there = ", ".join(self.columns)
            raise Mistake(f"{self.name} has no column {column!r}; it has {there}")
        return self.columns[column]

    def _number(self, row: int, column: str, cell: str) -> float:
        try:
            number = float(cell.replace(self.decimal, "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise Mistake(f"{self.name}, row {row}, {column}: {cell!r} is not a number")
        if abs(number) > LARGEST:
            raise Mistake(
                f"{self.name}, row {row}, {column}: {cell!r} is too large to compute with; "
                "use a larger unit"
            )
        return number


def same(cell: str, value: str) -> bool:
    """Whether a cell holds a value: as text, or as the same number (1 and 1.0)."""
    if cell == value:
        return True
    try:
        return float(cell) == float(value)
    except ValueError:
        return False


def read_table(path: Path) -> Table:
    """A CSV in UTF-8, its cells separated by , or ; or tabs, its titles in the first row.

    With ; a number may have a decimal comma. Raises Mistake, OSError.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            titles = file.readline()
            sign = max(",;\t", key=titles.count)
            file.seek(0)
            lines = list(csv.reader(file, delimiter=sign, strict=True))
    except UnicodeDecodeError:
        raise Mistake(f"{path.name} is not text in UTF-8") from None
    except csv.Error as error:
        raise Mistake(f"{path.name} is not a CSV: {error}") from None
    return _table(path.name, lines, "," if sign == ";" else ".")


def _table(name: str, lines: Sequence[list[str]], decimal: str) -> Table:
    numbered = [(number, line) for number, line in enumerate(lines, 1) if any(map(str.strip, line))]
    if not numbered:
        raise Mistake(f"{name} is empty")
    titles = [title.strip() for title in numbered[0][1]]
    for title in titles:
        if titles.count(title) > 1:
            raise Mistake(f"{name} has two columns {title!r}")
    for number, line in numbered[1:]:
        if len(line) != len(titles):
            raise Mistake(f"{name}, row {number}: has {len(line)} cells, the titles {len(titles)}")
    if not numbered[1:]:
        raise Mistake(f"{name} has no row below its titles")
    cells = zip(*(line for _, line in numbered[1:]), strict=True)
    columns = {
        title: [cell.strip() for cell in column]
        for title, column in zip(titles, cells, strict=True)
    }
    return Table(name, columns, [number for number, _ in numbered[1:]], decimal)
