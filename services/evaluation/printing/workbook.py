"""A report as a workbook (XLSX)."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from services.evaluation.printing.rows import Report, tables
from services.evaluation.printing.words import Speaker

_WIDEST = 80


def write_workbook(report: Report, path: Path, language: str) -> None:
    """One sheet for each table of the report. Raises OSError."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (titles, rows) in tables(report, Speaker(language)).items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate([titles, *rows], 1):
            for column, value in enumerate(cells, 1):
                _write(sheet.cell(row, column), value)
        for column, title in enumerate(titles, 1):
            sheet.cell(1, column).font = Font(bold=True)
            longest = max([len(title), *(len(str(cells[column - 1] or "")) for cells in rows)])
            sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, _WIDEST)
        sheet.freeze_panes = "A2"
    book.save(path)


def _write(cell: Any, value: Any) -> None:
    """A comment such as `=cmd(...)` must not become a formula in somebody's spreadsheet.

    Characters that no workbook may hold are left out.
    """
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
