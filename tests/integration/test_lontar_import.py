"""Operators import what the personnel office has, as CSV or as a spreadsheet."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.integration.console import Place, embedded, on_server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An installation with an empty enrolment database."""
    if request.param == "sqlite":
        return embedded(tmp_path)
    fresh_database: Callable[[str], str] = request.getfixturevalue("fresh_database")
    return on_server(fresh_database("enrolment"))


def test_leave_from_a_spreadsheet_leaves_as_hrs_events_and_only_once(place: Place, tmp_path: Path):
    book = Workbook()
    book.active.append(["leave_id", "employee_id", "starts_on", "ends_on", "status"])
    book.active.append(["L1", "E1", "2026-12-01", "2026-12-03", "approved"])
    book.save(tmp_path / "leave.xlsx")

    first = place.lontar("import", "leave", tmp_path / "leave.xlsx")
    again = place.lontar("import", "leave", tmp_path / "leave.xlsx")

    assert (first.err, first.out) == ("", "leave.xlsx: 1 rows, 1 published, 0 unchanged\n")
    assert again.out == "leave.xlsx: 1 rows, 0 published, 1 unchanged\n"
    (row,) = place.outbox()
    assert (row.event, json.loads(row.body)["starts_on"]) == ("leave.changed", "2026-12-01")


def test_a_spreadsheet_that_cannot_be_used_is_one_line(place: Place, tmp_path: Path):
    book = Workbook()
    book.create_sheet("Old")
    book.save(tmp_path / "leave.xlsx")

    answer = place.lontar("import", "leave", tmp_path / "leave.xlsx")

    assert "holds 2 sheets" in answer.failure
    assert place.outbox() == []
