"""A CSV or XLSX file as numbered rows, read one by one: any size needs the same memory."""

import csv
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from services.enrolment.importing.table import BrokenRow, Table, UnreadableFile

LONGEST_LINE_BYTES = 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_BOM = b"\xef\xbb\xbf"


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV file in UTF-8, with `,` or `;` between the cells, or a spreadsheet (XLSX).

    Raises UnreadableFile (also while the rows are read), and BrokenRow then.
    """
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UnreadableFile(f"{path} is not an ordinary file")
            form = file.read(len(_ZIP))
            file.seek(0)
            if form == _ZIP:
                # Here, because what reads spreadsheets takes long to load.
                from services.enrolment.importing.spreadsheet import opened_sheet

                with opened_sheet(file, path) as table:
                    yield table
            elif form == _OLD_OR_LOCKED:
                raise UnreadableFile(
                    f"{path} is a spreadsheet of the old form (XLS) or with a password: "
                    "save it as XLSX without one"
                )
            elif path.suffix.lower() == ".xlsx":
                raise UnreadableFile(f"{path} is no spreadsheet (XLSX), whatever its name says")
            else:
                yield _csv_table(file, path, about.st_size)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}") from error


def _csv_table(file: BinaryIO, path: Path, size_bytes: int) -> Table:
    lines = _lines(file, path)
    first = _header_line(lines, path)
    reader = csv.reader(_chained(first, lines), delimiter=_delimiter(first), strict=True)
    rows = _numbered(reader)
    _, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    below = (row for row in rows if any(row[1]))
    return Table(names, below, lambda: file.tell() / size_bytes if size_bytes else 1.0)


def _lines(file: BinaryIO, path: Path) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE_BYTES + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if len(line) > LONGEST_LINE_BYTES:
            raise UnreadableFile(
                f"{path}: line {number} is longer than {LONGEST_LINE_BYTES} bytes; is this CSV?"
            )
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{path}: line {number} is not UTF-8 (byte {line[error.start]:#04x} at position "
                f"{error.start + 1}): save it as CSV in UTF-8"
            ) from None


def _header_line(lines: Iterator[str], path: Path) -> str:
    first = next(lines, "")
    if not first.strip():
        what = "begins with a blank line" if first else "is empty"
        raise UnreadableFile(f"{path} {what}: the first line must name the columns")
    return first


def _chained(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _delimiter(header: str) -> str:
    return ";" if header.count(";") > header.count(",") else ","


def _numbered(reader: Iterator[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenRow(number, f"broken CSV ({error})") from None
        yield number, [cell.strip() for cell in cells]
