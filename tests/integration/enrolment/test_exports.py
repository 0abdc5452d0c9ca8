"""Tables that leave as CSV and XLSX files."""

import csv
import io

import pytest
from openpyxl import load_workbook

from services.enrolment.exporting import KINDS, NotExported, export_file
from tests.integration.enrolment.house import WITA, on

A_NIP = "198503152010012001"


@pytest.fixture
def office(house):
    house.a_unit("U1")
    house.an_employee("A", name="Ana Lóbo", nip=A_NIP, grade="III/a", email="ana@example.go.id")
    house.an_employee("B", name="=1+1")
    past = house.an_offering(meetings=[on("2026-11-20")])
    house.approved(past, "A")
    house.complete_offering(
        offering_id=past,
        completed_at=on("2026-11-20")["ends_at"],
        results=[{"employee_id": "A", "passed": True, "score": 90}],
    )
    return house


def rows_of_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def rows_of_xlsx(path):
    book = load_workbook(path, read_only=True)
    titles, *rows = book.active.iter_rows(values_only=True)
    book.close()
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_the_roster_is_written_without_numbers_and_addresses(office, tmp_path):
    file = tmp_path / "roster.csv"

    assert export_file(office.database, "roster", file, WITA) == 3  # with the officer

    first = rows_of_csv(file)[0]
    assert (first["employee_id"], first["name"], first["grade"]) == ("A", "Ana Lóbo", "III/a")
    written = file.read_text(encoding="utf-8-sig")
    assert A_NIP not in written
    assert "example.go.id" not in written


def test_a_name_that_looks_like_a_formula_stays_a_text(office, tmp_path):
    export_file(office.database, "roster", tmp_path / "roster.csv", WITA)
    export_file(office.database, "roster", tmp_path / "roster.xlsx", WITA)

    assert rows_of_csv(tmp_path / "roster.csv")[1]["name"] == "'=1+1"
    cell = load_workbook(tmp_path / "roster.xlsx").active["B3"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_both_forms_say_the_same(office, tmp_path):
    for kind in KINDS:
        export_file(office.database, kind, tmp_path / f"{kind}.csv", WITA)
        export_file(office.database, kind, tmp_path / f"{kind}.xlsx", WITA)

    hours = rows_of_csv(tmp_path / "hours.csv")
    assert [(one["year"], one["employee_id"], one["hours"]) for one in hours] == [
        ("2026", "A", "20.0")
    ]
    assert rows_of_xlsx(tmp_path / "hours.xlsx")[0]["hours"] == 20
    (enrolment,) = rows_of_csv(tmp_path / "enrolments.csv")
    assert (enrolment["status"], enrolment["score"]) == ("completed", "90.0")
    assert rows_of_xlsx(tmp_path / "enrolments.xlsx")[0]["status"] == "completed"


def test_times_are_those_of_the_office(office, tmp_path):
    file = tmp_path / "enrolments.csv"

    export_file(office.database, "enrolments", file, WITA)

    assert rows_of_csv(file)[0]["starts_at"] == "2026-11-20T08:00:00+08:00"


def test_an_existing_file_is_left_alone_unless_it_is_to_be_replaced(office, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text("mine")

    with pytest.raises(NotExported, match="exists already"):
        export_file(office.database, "roster", file, WITA)
    assert file.read_text() == "mine"

    export_file(office.database, "roster", file, WITA, replace=True)
    assert rows_of_csv(file)


def test_an_unknown_form_is_refused(office, tmp_path):
    with pytest.raises(NotExported, match=r"must end with \.csv or \.xlsx"):
        export_file(office.database, "roster", tmp_path / "roster.pdf", WITA)


def test_an_export_that_fails_leaves_nothing_behind(office, tmp_path):
    with pytest.raises(NotExported, match="cannot be written"):
        export_file(office.database, "roster", tmp_path / "nowhere" / "roster.csv", WITA)

    office.database.close()
    assert list(tmp_path.glob("*.csv")) == []
