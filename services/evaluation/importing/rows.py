"""A CSV or XLSX file as numbered rows of text, one by one."""

import csv
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from shared.operating.failing import Mistake
from shared.spreadsheet_damage import DAMAGE

Row = dict[str, str]
Look = Callable[[Collection[str]], object]

BEHIND = "\n"
"""Under this name stands what a row holds behind its last title: no title can be this."""


def rows_of(path: Path, look: Look = lambda _: None) -> Iterator[tuple[int, Row]]:
    """(number in the file, cells by the names of the first row, in lower case).

    Blank rows are left out. Raises Mistake for a file that is no table.

    look   at the titles, before any row: raises Mistake for a table of something else
    """
    try:
        lines = _of_workbook(path) if path.suffix.lower() == ".xlsx" else _of_csv(path)
        names = [name.lower() for name in _without_blank_end(next(lines, (1, []))[1])]
        if not any(names):
            raise Mistake(f"{path} is empty: the first row must name the columns")
        if len(set(names)) < len(names):
            raise Mistake(f"{path}: two columns have the same name")
        look(names)
        for number, cells in lines:
            if any(cells):
                yield number, _row(names, cells)
    except OSError as error:
        raise Mistake(f"{path} cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise Mistake(f"{path} is no CSV in UTF-8: {error}") from None


def _row(names: list[str], cells: list[str]) -> Row:
    row = dict(zip(names, cells + [""] * len(names), strict=False))
    behind = " ".join(cells[len(names) :]).strip()
    return row | {BEHIND: behind} if behind else row


def _without_blank_end(cells: list[str]) -> list[str]:
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]


def _of_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        delimiter = ";" if first.count(";") > first.count(",") else ","
        for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), 1):
            yield number, [cell.strip() for cell in cells]


def _of_workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except DAMAGE:
        raise Mistake(f"{path} is no spreadsheet (XLSX), whatever its name says") from None
    try:
        rows = _rows(book)
        while (read := _next(rows, path)) is not None:
            yield read
    finally:
        book.close()


def _rows(book: Any) -> Iterator[tuple[int, list[str]]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its size is not always so
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, [_text(cell) for cell in cells]


def _next(rows: Iterator[tuple[int, list[str]]], path: Path) -> tuple[int, list[str]] | None:
    try:
        return next(rows, None)
    except DAMAGE:
        raise Mistake(f"{path} is a damaged spreadsheet: save it anew as XLSX") from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
