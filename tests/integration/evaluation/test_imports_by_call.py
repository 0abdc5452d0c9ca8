"""Files of an office by call: checked first, then imported exactly as it was checked."""

import base64
from datetime import timedelta

import pytest

from services.evaluation.importing.skm import SHEET_COLUMNS, TOTAL_COLUMNS
from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_unit

NINE = [3, 3, 3, 3, 3, 3, 3, 3, 4]


@pytest.fixture
def house(house):
    for unit_id in ("U1", "U2"):
        house.deliver(in_an_envelope(a_unit(unit_id)))
    return house


def check(house: House, columns, *rows, by: str = "OFFICER", kind: str = "skm") -> dict:
    text = "\n".join(",".join(map(str, line)) for line in [columns, *rows])
    return house.service.check_import(
        kind=kind,
        file_name="skm.csv",
        content=base64.b64encode(text.encode()).decode(),
        checked_by=by,
    )


def apply(house: House, checked: dict, by: str = "OFFICER") -> dict:
    return house.service.apply_import(file_id=checked["file_id"], imported_by=by)


def numbers(answer: dict) -> tuple:
    return tuple(answer[name] for name in ("rows", "added", "changed", "unchanged", "refused"))


def sheets(house: House) -> int:
    days = {"from": "2026-01-01", "to": "2026-12-31"}
    return house.service.get_skm(unit_id="U1", **days)["sheets"]


def test_a_dry_run_changes_nothing_and_the_import_does_what_it_said(house):
    checked = check(
        house,
        SHEET_COLUMNS,
        ["U1", "1", "2026-10-01", *NINE],
        ["U1", "2", "2026-10-01", *[9] * 9],
    )
    assert sheets(house) == 0

    imported = apply(house, checked)

    assert numbers(checked) == numbers(imported) == (2, 1, 0, 0, 1)
    assert checked["errors"] == [
        {"row": 3, "column": None, "reason": "u1 must be from 1 to 4, not 9"}
    ]
    assert checked["records"] == [{"record": "U1, 1", "change": "added"}]
    assert sheets(house) == 1


def test_a_later_file_says_what_is_there_already(house):
    apply(house, check(house, SHEET_COLUMNS, *[["U1", n, "2026-10-01", *NINE] for n in (1, 2)]))

    later = check(
        house,
        SHEET_COLUMNS,
        ["U1", 1, "2026-10-01", *NINE],
        ["U1", 2, "2026-10-02", *NINE],
        ["U1", 3, "2026-10-02", *NINE],
    )

    assert numbers(later) == (3, 1, 1, 1, 0)


def test_a_file_that_cannot_be_imported_any_more_is_refused_whole(house):
    totals = check(house, TOTAL_COLUMNS, ["U1", "2026-07-01", "2026-09-30", 2, *[7] * 9])
    apply(house, check(house, SHEET_COLUMNS, ["U1", 1, "2026-08-01", *NINE]))

    with pytest.raises(Conflict, match="nothing was imported"):
        apply(house, totals)

    assert sheets(house) == 1


def test_a_dry_run_finds_totals_that_overlap_far_apart_in_the_file(house):
    totals = [["U2", f"{year}-01-01", f"{year}-01-31", 2, *[7] * 9] for year in range(1400, 2010)]

    checked = check(
        house,
        TOTAL_COLUMNS,
        ["U1", "2026-01-01", "2026-03-31", 2, *[7] * 9],
        *totals,
        ["U1", "2026-03-01", "2026-04-30", 2, *[7] * 9],
    )

    assert [(one["row"], one["reason"]) for one in checked["errors"]] == [
        (613, "another row of this file has totals of some of these days")
    ]


def test_only_whoever_checked_imports_and_only_within_the_hour(house):
    checked = check(house, SHEET_COLUMNS, ["U1", 1, "2026-08-01", *NINE])
    with pytest.raises(Forbidden):
        apply(house, checked, by="OTHER")

    house.clock.travel(timedelta(minutes=61))
    with pytest.raises(NotFound):
        apply(house, checked)
    house.service.forget_checked_files()


def test_what_is_no_survey_is_refused_in_one_sentence(house):
    with pytest.raises(ValidationError, match="these are neither sheets"):
        check(house, ["nama", "nilai"], ["U1", 1])
    assert sheets(house) == 0


def test_each_kind_says_which_columns_it_has(house):
    gaps, skm = sorted(house.service.list_import_kinds()["items"], key=lambda one: one["kind"])

    assert [one["required"][:2] for one in skm["forms"]] == [
        ["unit_id", "sheet_id"],
        ["unit_id", "period_start"],
    ]
    assert gaps["forms"] == [
        {
            "required": ["competency", "gap_share", "assessed_on"],
            "optional": ["unit_id", "employee_id"],
        }
    ]


def test_of_gaps_it_says_what_is_new_what_changes_and_what_is_the_same(house):
    columns = ("unit_id", "competency", "gap_share", "assessed_on")
    rows = [["U1", "Pelayanan", 0.2, "2026-03-01"], ["U2", "Pelayanan", 0.4, "2026-03-01"]]
    first = check(house, columns, *rows, kind="gaps")
    assert numbers(apply(house, first)) == (2, 2, 0, 0, 0)

    later = [["U1", "Pelayanan", 0.3, "2026-04-01"], ["U2", "pelayanan", 0.9, "2026-01-01"]]
    again = check(house, columns, *later, ["U9", "Pelayanan", 1, "2026-04-01"], kind="gaps")

    assert numbers(again) == (3, 0, 1, 1, 1)
    assert numbers(apply(house, again)) == numbers(again)
