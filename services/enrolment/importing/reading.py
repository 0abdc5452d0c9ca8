"""A CSV file as numbered rows. Reads line by line: a file of any size needs the same memory."""

import csv
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE_BYTES = 1024 * 1024
_XLSX = b"PK\x03\x04"
_BOM = b"\xef\xbb\xbf"


class UnreadableFile(Exception):
    """Nothing in the file can be used; one line says why."""


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
    size_bytes: int
    file: BinaryIO

    @property
    def share_read(self) -> float:
        """How far the reading has come, 0 to 1."""
        return self.file.tell() / self.size_bytes if self.size_bytes else 1.0


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV file in UTF-8, with `,` or `;` between the cells.

    Raises UnreadableFile (also while the rows are read), and BrokenRow then.
    """
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UnreadableFile(f"{path} is not an ordinary file, which is read twice")
            lines = _lines(file, path)
            first = _header_line(lines, path)
            reader = csv.reader(_chained(first, lines), delimiter=_delimiter(first), strict=True)
            rows = _numbered(reader)
            _, header = next(rows, (1, []))
            names = [name.strip().lower() for name in header]
            yield Table(names, (row for row in rows if any(row[1])), about.st_size, file)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}") from error


def _lines(file: BinaryIO, path: Path) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE_BYTES + 1):
        number += 1
        if number == 1:
            if line.startswith(_XLSX):
                raise UnreadableFile(f"{path} is a spreadsheet (XLSX): save it as CSV in UTF-8")
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
