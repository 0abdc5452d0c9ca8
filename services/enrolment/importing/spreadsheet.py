"""The one sheet of an XLSX file as numbered rows of the text that a CSV file would hold."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

from openpyxl import load_workbook

from services.enrolment.importing.table import Table, UnreadableFile, WrongCell
from shared.spreadsheet_damage import DAMAGE

MOST_TEXT_BYTES = 64 * 1024 * 1024
"""Of the texts that cells share: the only part of a file that is held in memory."""

_EXACT_BELOW = 10**15
_CHUNK_BYTES = 1024 * 1024
_OVERLAP_BYTES = 4096
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]{1,30})"')
# A formula with the result "" has t="str"; one that nobody computed has no result at all.
_NOT_COMPUTED = re.compile(
    rb'<c (?:(?!t="str")[^>])*><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)


@contextmanager
def opened_sheet(file: BinaryIO, path: Path) -> Iterator[Table]:
    """Raises UnreadableFile, also while the rows are read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and drawings that are not looked at
        try:
            _look_for_what_would_be_lost(file, path)
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except DAMAGE as error:
            raise _damaged(path, error) from error
        try:
            yield _table(book, path)
        finally:
            book.close()


def _look_for_what_would_be_lost(file: BinaryIO, path: Path) -> None:
    with ZipFile(file) as parts:
        for part in parts.infolist():
            if part.filename.endswith("sharedStrings.xml") and part.file_size > MOST_TEXT_BYTES:
                raise UnreadableFile(f"{path} holds too much text: save it as CSV in UTF-8")
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                with parts.open(part) as xml:
                    _look_through(xml, path)


def _look_through(xml: Any, path: Path) -> None:
    seen = b""
    while more := xml.read(_CHUNK_BYTES):
        seen += more
        if merged := _MERGED.search(seen):
            raise UnreadableFile(
                f"{path} has merged cells ({merged[1].decode()}): unmerge them, because each "
                "column needs its name, and each row all its cells"
            )
        if _NOT_COMPUTED.search(seen):
            raise UnreadableFile(
                f"{path} holds formulas that were never computed: open it in a spreadsheet program "
                "and save it"
            )
        seen = seen[-_OVERLAP_BYTES:]


def _table(book: Any, path: Path) -> Table:
    if len(book.sheetnames) != 1:
        names = ", ".join(repr(name) for name in book.sheetnames[:5])
        raise UnreadableFile(
            f"{path} holds {len(book.sheetnames)} sheets ({names}): keep only the one to import"
        )
    sheet = book.worksheets[0]
    total = sheet.max_row or 0
    sheet.reset_dimensions()  # what a file says of its size is not always so
    rows = _rows(sheet, path)
    header = _without_blank_end([cell.lower() for cell in next(rows, [])])
    if not header:
        raise UnreadableFile(
            f"{path} is empty or begins with a blank row, which must name the columns"
        )
    if "" in header:
        column = header.index("") + 1
        raise UnreadableFile(f"{path}: column {column} has no name in the first row")
    read = [1]
    return Table(header, _below(rows, len(header), read), lambda: min(read[0] / max(total, 1), 1.0))


def _below(
    rows: Iterator[list[str]], width: int, read: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """Each row as long as the header, or longer where it goes on behind it."""
    for number, row in enumerate(rows, start=2):
        read[0] = number
        cells = _without_blank_end(row)
        if cells:
            yield number, cells + [""] * (width - len(cells))


def _rows(sheet: Any, path: Path) -> Iterator[list[str]]:
    rows = sheet.iter_rows()
    while True:
        try:
            row = next(rows, None)
        except DAMAGE as error:
            raise _damaged(path, error) from error
        if row is None:
            return
        yield [_text(cell) for cell in row]


def _without_blank_end(cells: list[str]) -> list[str]:
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return cells[:last]


def _text(cell: Any) -> str:
    """As a CSV file would say it; dates in the ISO form."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return WrongCell.because(f"holds {value}, the error of a formula")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value).strip()


def _number(value: float, form: str) -> str:
    if abs(value) >= _EXACT_BELOW:
        # Such as a NIP: its last digits are gone, and the rest is nobody's to show.
        return WrongCell.because(
            "is a number too long for a spreadsheet, which changes its last digits: "
            "format the column as text and enter it again"
        )
    text = str(int(value)) if value == int(value) else repr(value)
    return text.zfill(len(form)) if set(form) == {"0"} else text


def _damaged(path: Path, error: Exception) -> UnreadableFile:
    what = " ".join(str(error).split())[:200] or type(error).__name__
    return UnreadableFile(
        f"{path} is a damaged spreadsheet, or none ({what}): save it anew as XLSX"
    )
