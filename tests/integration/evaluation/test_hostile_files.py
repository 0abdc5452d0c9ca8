"""Files that nobody should have written are refused in one line, and wrong rows by their number."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from services.evaluation.importing.gaps import import_gaps
from shared.operating.failing import Mistake
from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_unit

TITLES = "unit_id,competency,assessed_on,gap_share"


@pytest.fixture
def house(house):
    house.deliver(in_an_envelope(a_unit("U1")))
    return house


def imported(house: House, path: Path):
    return import_gaps(house.database, path, today=house.clock.now().date())


def a_workbook(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(TITLES.split(","))
    for number in range(50):
        sheet.append(["U1", f"competency {number}", "2026-11-01", 0.5])
    book.save(path)
    return path


def with_part(path: Path, name: str, change) -> Path:
    """The same workbook with one of its parts changed."""
    with zipfile.ZipFile(path) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, change(content) if part == name else content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("[Content_Types].xml", lambda xml: xml[:100]),
        ("xl/workbook.xml", lambda xml: b"<workbook/>"),
        (SHEET, lambda xml: xml[: len(xml) // 2]),
        (SHEET, lambda xml: xml.replace(b"<v>0.5</v>", b"<v>half</v>")),
    ],
    ids=["types", "no sheet", "cut off", "no number"],
)
def test_a_damaged_spreadsheet_is_refused_in_one_line(house, tmp_path, part, change):
    path = with_part(a_workbook(tmp_path / "gaps.xlsx"), part, change)

    with pytest.raises(Mistake, match="spreadsheet"):
        imported(house, path)


def test_damaged_bytes_are_refused_in_one_line(house, tmp_path):
    path = a_workbook(tmp_path / "gaps.xlsx")
    with zipfile.ZipFile(path) as book:
        at = book.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content = bytearray(path.read_bytes())
    content[at : at + 40] = b"\xff" * 40
    path.write_bytes(content)

    with pytest.raises(Mistake, match="spreadsheet"):
        imported(house, path)


def test_a_spreadsheet_that_is_wrong_about_its_size_is_read_whole(house, tmp_path):
    path = with_part(
        a_workbook(tmp_path / "gaps.xlsx"), SHEET, lambda xml: xml.replace(b"A1:D51", b"A1:D2")
    )

    assert imported(house, path).kept == 50


def test_a_row_with_more_cells_than_titles_is_refused(house, tmp_path):
    """A decimal comma would otherwise be a gap of 0."""
    path = tmp_path / "gaps.csv"
    path.write_text(f"{TITLES}\nU1,a,2026-11-01,0,25\nU1,b,2026-11-01,0.25,,\n", "utf-8")

    report = imported(house, path)

    assert report.kept == 1
    [(number, reason)] = report.refused
    assert (number, "cells" in reason) == (2, True)


def test_characters_that_no_database_holds_are_refused_by_row(house, tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text(
        f"{TITLES}\nU\x001,a,2026-11-01,0.5\nU1,a\x00b,2026-11-01,0.5\nU1,c,2026-11-01,0.5\n",
        "utf-8",
    )

    report = imported(house, path)

    assert (report.kept, [number for number, _ in report.refused]) == (1, [2, 3])


def test_a_reason_stays_readable_whatever_the_cell_holds(house, tmp_path):
    path = tmp_path / "gaps.csv"
    path.write_text(f"{TITLES}\nU1,a,{'9' * 5000},0.5\nU1,a,2026-11-01,{'9' * 5000}\n", "utf-8")

    report = imported(house, path)

    assert all(len(reason) < 200 for _, reason in report.refused)
