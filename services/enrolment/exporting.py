"""Writes a table of the service to a CSV or XLSX file, for people who go on in a spreadsheet."""

import csv
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from services.enrolment.storage.exported import OF_A_YEAR, TABLES, Year, rows_of, titles_of
from shared.database import Database

KINDS = tuple(TABLES)
KINDS_BY_YEAR = tuple(OF_A_YEAR)
SUFFIXES = (".csv", ".xlsx")
MOST_XLSX_ROWS = 1_048_576
"""More lines, the titles among them, no spreadsheet can open."""

Progress = Callable[[int], None]
"""(rows written so far)"""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


class NotExported(Exception):
    """Nothing was written; its text says why, in one line."""


class AlreadyThere(NotExported):
    """The file exists, and was not to be replaced."""


def export_file(
    database: Database,
    kind: str,
    path: Path,
    zone: ZoneInfo,
    *,
    year: int | None = None,
    replace: bool = False,
    progress: Progress = lambda rows: None,
) -> int:
    """Write one kind of table, whole or not at all; returns the number of rows.

    kind      one of KINDS
    path      its ending says the form; an existing file is left alone unless `replace`
    zone      instants are written as the local time of the office, with the offset
    year      only the rows of this calendar year; for one of KINDS_BY_YEAR

    Raises NotExported and what the database raises.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise NotExported(f"{path.name} must end with {' or '.join(SUFFIXES)}")
    if year is not None and kind not in KINDS_BY_YEAR:
        raise NotExported(f"{kind} has no years; {' and '.join(KINDS_BY_YEAR)} have")
    if path.exists() and not replace:
        raise AlreadyThere(f"{path} exists already")
    write = _write_csv if suffix == ".csv" else _write_xlsx
    try:
        with database.reading() as session, _whole(path) as draft:
            found = rows_of(session, kind, Year(year, zone) if year is not None else None)
            rows = ([_plain(cell, zone) for cell in row] for row in _counted(found, progress))
            return write(draft, kind, titles_of(kind), rows)
    except OSError as error:
        raise NotExported(f"{path} cannot be written: {error.strerror or error}") from error


def _counted(rows: Iterator[Sequence[Any]], progress: Progress) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows, start=1):
        yield row
        if number % 1000 == 0:
            progress(number)


def _write_csv(path: Path, _kind: str, titles: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    """UTF-8 with its mark, which spreadsheets need to read accents."""
    written = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles)
        for row in rows:
            writer.writerow([_harmless(cell) for cell in row])
            written += 1
    return written


def _write_xlsx(path: Path, kind: str, titles: Sequence[str], rows: Iterator[Sequence[Any]]) -> int:
    """Row by row, so that memory does not grow with the table."""
    written = 0
    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind)
    sheet.append(list(titles))
    for row in rows:
        if written + 1 >= MOST_XLSX_ROWS:
            raise NotExported(f"a sheet holds {MOST_XLSX_ROWS} lines at most: export to .csv")
        sheet.append([_text_cell(sheet, cell) for cell in row])
        written += 1
    book.save(path)
    book.close()
    return written


def _plain(cell: Any, zone: ZoneInfo) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, list):
        return "; ".join(str(one) for one in cell)
    if isinstance(cell, bool | int | float) or cell is None:
        return cell
    return str(cell)


def _harmless(cell: Any) -> Any:
    """A name such as `=cmd(…)` must not become a formula in somebody's spreadsheet."""
    if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell


def _text_cell(sheet: Any, cell: Any) -> Any:
    """The same for XLSX, which knows texts; without letters that XML cannot hold."""
    if not isinstance(cell, str):
        return cell
    text = WriteOnlyCell(sheet, value=cell.translate(_NOT_IN_XML))
    text.data_type = "s"
    return text


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A draft beside the file, which takes its place at the end or vanishes."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
