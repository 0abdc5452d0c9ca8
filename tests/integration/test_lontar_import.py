"""Operators import what the personnel office has, as CSV or as a spreadsheet."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from services.enrolment.storage.programmes import Programmes
from tests.integration.console import Place, embedded, on_server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An installation with an empty enrolment database."""
    if request.param == "sqlite":
        return embedded(tmp_path)
    migrated_database: Callable[[str], str] = request.getfixturevalue("migrated_database")
    return on_server(migrated_database("enrolment"))


def test_leave_from_a_spreadsheet_leaves_as_hrs_events_and_only_once(place: Place, tmp_path: Path):
    book = Workbook()
    book.active.append(["leave_id", "employee_id", "starts_on", "ends_on", "status"])
    book.active.append(["L1", "E1", "2026-12-01", "2026-12-03", "approved"])
    book.save(tmp_path / "leave.xlsx")

    first = place.lontar("import", "leave", tmp_path / "leave.xlsx")
    again = place.lontar("import", "leave", tmp_path / "leave.xlsx")

    assert (first.err, first.out) == ("", "leave.xlsx: 1 row, 1 published, 0 unchanged\n")
    assert again.out == "leave.xlsx: 1 row, 0 published, 1 unchanged\n"
    (row,) = place.outbox()
    assert (row.event, json.loads(row.body)["starts_on"]) == ("leave.changed", "2026-12-01")


def test_a_spreadsheet_that_cannot_be_used_is_one_line(place: Place, tmp_path: Path):
    book = Workbook()
    book.create_sheet("Old")
    book.save(tmp_path / "leave.xlsx")

    answer = place.lontar("import", "leave", tmp_path / "leave.xlsx")

    assert "holds 2 sheets" in answer.failure
    assert place.outbox() == []


PROGRAMMES = (
    "programme_id,title,kind,learning_hours,competencies,cost_per_participant,prerequisites\n"
    "P2,Pelayanan Lanjut,training,20.5,Pelayanan;Bahasa,1500000,P1\n"
    "P1,Pelayanan Dasar,training,10,,0,\n"
)


def test_programmes_are_saved_once_and_changed_from_then_on(place: Place, tmp_path: Path):
    file = tmp_path / "programmes.csv"
    file.write_text(PROGRAMMES)

    tried = place.lontar("import", "programmes", file, "--dry-run")
    first = place.lontar("import", "programmes", file)
    again = place.lontar("import", "programmes", file)
    file.write_text(PROGRAMMES.replace("1500000", "1600000"))
    changed = place.lontar("import", "programmes", file)

    assert tried.out == "programmes.csv: 2 rows, 2 would be saved, 0 unchanged\n"
    assert (first.err, first.out) == ("", "programmes.csv: 2 rows, 2 saved, 0 unchanged\n")
    assert again.out == "programmes.csv: 2 rows, 0 saved, 2 unchanged\n"
    assert changed.out == "programmes.csv: 2 rows, 1 saved, 1 unchanged\n"
    with place.database.reading() as session:
        one, two = Programmes(session).page(None, 10)
    assert (one.version, one.competencies, one.delivery_mode) == (1, (), "classical")
    assert (two.version, two.cost_per_participant, two.learning_hours) == (2, 1_600_000, 20.5)
    assert two.competencies == ("Pelayanan", "Bahasa")


def test_programmes_with_errors_are_named_by_row_and_none_is_saved(place: Place, tmp_path: Path):
    file = tmp_path / "programmes.csv"
    file.write_text(
        PROGRAMMES
        + "P3,Kursus,course,10,,0,\nP4,Kursus,training,10,,Rp 5,\nP5,Kursus,training,10,,0,P9\n"
        + "P6,Kursus,training,10,,0,P6\n"
    )

    answer = place.lontar("import", "programmes", file)

    assert answer.code == 1
    assert answer.err.splitlines() == [
        "row 4, kind: Must be one of: training, degree.",
        "row 5, cost_per_participant: must be a whole number such as 1500000, not 'Rp 5'",
        "row 7, prerequisites: must not hold the programme itself",
        "row 6, prerequisites: there is no programme 'P9', neither here nor in the file",
        "lontar: programmes.csv has 4 errors; nothing was imported",
    ]
    with place.database.reading() as session:
        assert Programmes(session).page(None, 10) == []


def test_bad_figures_are_named_by_row_and_the_rest_goes_on(place: Place, tmp_path: Path):
    file = tmp_path / "measures.csv"
    file.write_text(
        "unit_id,metric,date,value,statistic,n\n"
        "U1,waiting_minutes,2026-03-30,-4,mean,10\n"
        "U1,waiting_minutes,2026-03-31,12.5,mean,10\n"
    )

    answer = place.lontar("import", "measures", file)

    assert answer.code == 1
    assert answer.out == "measures.csv: 2 rows, 1 published, 0 unchanged, 1 refused\n"
    assert answer.err.splitlines() == [
        "row 2, value: waiting_minutes is -4; time, counts and shares are never negative",
        "lontar: measures.csv has 1 error; the other rows were taken",
    ]
    (row,) = place.outbox()
    assert (row.event, json.loads(row.body)["value"]) == ("service.measured", 12.5)
