"""A spreadsheet says what a CSV file with the same cells would say."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from services.enrolment.importing import UnreadableFile
from tests.unit.enrolment.import_office import ROSTER, Office

HEADER = [*ROSTER.split(","), "nip", "appointed_on"]
ANA = ["E1", "Ana Lóbo", "U1", "Camat", None, "a@b.example", "PNS", True, None, None]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.database.close()


def a_book(*rows: list[Any]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_cells(**cells: Any) -> list[Any]:
    return [cells.get(name, known) for name, known in zip(HEADER, ANA, strict=True)]


def test_dates_numbers_and_truths_become_what_csv_would_say(office: Office):
    midnight = datetime(2005, 2, 1)  # noqa: DTZ001 - spreadsheets know no zones
    row = with_cells(employee_id=1042, appointed_on=midnight, active=False)
    other = with_cells(employee_id=7, appointed_on=date(2010, 1, 31), unit_id=3.0, active="ya")
    book = a_book([*(name.title() for name in HEADER), None], [*row, None, None], [], other)
    book.active["A4"].number_format = "00000"

    office.imports(saved(book))

    first, second = office.events()
    assert (first["employee_id"], first["active"]) == ("1042", False)
    assert (first["appointed_on"], first["supervisor_id"]) == ("2005-02-01", None)
    assert (second["employee_id"], second["unit_id"], second["active"]) == ("00007", "3", True)


def test_the_same_roster_as_csv_is_unchanged(office: Office):
    office.imports(saved(a_book(HEADER, ANA)))
    cells = ",".join("true" if cell is True else cell or "" for cell in ANA)

    again = office.imports(f"{','.join(HEADER)}\n{cells}\n")

    assert (again.published, again.unchanged) == (0, 1)


def test_errors_are_named_by_row_and_column_as_in_csv(office: Office):
    rows = [
        with_cells(name=None, active="perhaps"),
        [],
        with_cells(employee_id="E2", nip=197305082005022900),
        with_cells(employee_id="E3", position="#N/A"),
        [*with_cells(employee_id="E4"), "more"],
        ANA,
    ]
    book = a_book(HEADER, *rows)
    book.active["D5"].data_type = "e"

    told = office.refusals(saved(book))

    assert told == [
        "row 2, name: is empty",
        "row 2, active: must be true or false (ya or tidak, 1 or 0), not 'perhaps'",
        "row 4, nip: is a number too long for a spreadsheet, which changes its last digits: format "
        "the column as text and enter it again",
        "row 5, position: holds #N/A, the error of a formula",
        "row 6: has 11 cells, the header has 10",
        "row 7, employee_id: 'E1' is in row 2 already",
    ]


def two_sheets() -> bytes:
    book = a_book(HEADER, ANA)
    book.create_sheet("Old")
    return saved(book)


def merged() -> bytes:
    book = a_book(HEADER, ANA)
    book.active.merge_cells("A1:B1")
    return saved(book)


def no_sheet() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("letter.txt", "hello")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (two_sheets(), "holds 2 sheets \\('Sheet', 'Old'\\): keep only the one to import"),
        (merged(), "has merged cells \\(A1:B1\\): unmerge them"),
        (saved(a_book(HEADER, with_cells(name="=A1"))), "holds formulas that were never computed"),
        (saved(a_book(["a", None, "c"])), "column 2 has no name in the first row"),
        (saved(a_book()), "is empty or begins with a blank row"),
        (no_sheet(), "is a damaged spreadsheet, or none"),
        (saved(a_book(HEADER, ANA))[:-900], "is a damaged spreadsheet, or none"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "of the old form \\(XLS\\) or with a password"),
    ],
    ids=["sheets", "merged", "formula", "gap", "empty", "other zip", "cut off", "XLS"],
)
def test_a_spreadsheet_that_cannot_be_used_is_refused_in_one_line(
    office: Office, content: bytes, reason: str
):
    with pytest.raises(UnreadableFile, match=reason) as refused:
        office.imports(content)

    assert "\n" not in str(refused.value)
    assert office.events() == []
