"""The public satisfaction survey, out of a file and into the index of a unit."""

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from services.evaluation.importing.skm import SHEET_COLUMNS, TOTAL_COLUMNS, import_skm
from services.lontar import app
from shared.errors import NotFound, ValidationError
from shared.operating.failing import Mistake
from shared.operating.installation import Installation
from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_unit

TODAY = "2026-11-24"
NINE = [3, 3, 3, 3, 3, 3, 3, 3, 4]


@pytest.fixture
def house(house):
    for unit_id in ("U1", "U2"):
        house.deliver(in_an_envelope(a_unit(unit_id)))
    return house


def a_file(path, columns, *rows, delimiter=","):
    lines = [columns, *rows]
    path.write_text("\n".join(delimiter.join(map(str, line)) for line in lines), "utf-8")
    return path


def imported(house: House, path, **options):
    return import_skm(house.database, path, today=house.clock.now().date(), **options)


def index(house: House, unit_id: str = "U1", first="2026-01-01", last=TODAY) -> tuple:
    view = house.service.get_skm(unit_id=unit_id, **{"from": first, "to": last})
    return view["sheets"], view["index"], view["grade"]


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_sheets_become_an_index_with_a_grade(house, tmp_path, delimiter):
    path = a_file(
        tmp_path / "skm.csv",
        SHEET_COLUMNS,
        ["U1", "1", "2026-10-01", *NINE],
        ["U1", "2", "02-10-2026", *[4] * 9],
        ["U2", "1", "2026-10-01", *[1] * 9],
        delimiter=delimiter,
    )

    report = imported(house, path)

    assert (report.kept, report.refused) == (3, [])
    assert index(house) == (2, 88.89, "A")
    assert index(house, "U2") == (1, 25.0, "D")
    assert index(house, last="2026-10-01") == (1, 77.78, "B")
    assert index(house, first="2026-11-01") == (0, None, None)


def test_the_totals_of_a_unit_count_like_its_sheets(house, tmp_path):
    path = a_file(
        tmp_path / "skm.csv",
        TOTAL_COLUMNS,
        ["U1", "2026-07-01", "2026-09-30", 2, *[7] * 9],
    )

    assert imported(house, path).kept == 1
    assert index(house) == (2, 87.5, "B")
    elements = house.service.get_skm(unit_id="U1", **{"from": "2026-01-01", "to": TODAY})
    assert [one["index"] for one in elements["elements"]] == [87.5] * 9
    assert index(house, last="2026-09-29") == (0, None, None)


def test_a_spreadsheet_says_the_same(house, tmp_path):
    book = Workbook()
    book.active.append(list(SHEET_COLUMNS))
    book.active.append(["U1", 1, "2026-10-01", *NINE])
    book.save(tmp_path / "skm.xlsx")

    assert imported(house, tmp_path / "skm.xlsx").kept == 1
    assert index(house) == (1, 77.78, "B")


def test_the_same_file_twice_counts_once_and_a_dry_run_not_at_all(house, tmp_path):
    path = a_file(tmp_path / "skm.csv", SHEET_COLUMNS, ["U1", "1", "2026-10-01", *NINE])

    assert imported(house, path, dry_run=True).kept == 1
    assert index(house) == (0, None, None)
    imported(house, path)
    imported(house, path)

    assert index(house) == (1, 77.78, "B")


def test_a_wrong_row_is_refused_with_its_reason_and_the_rest_goes_on(house, tmp_path):
    path = a_file(
        tmp_path / "skm.csv",
        SHEET_COLUMNS,
        ["U1", "1", "2026-10-01", *[3] * 8, 5],
        ["U1", "2", "2027-10-01", *NINE],
        ["U9", "3", "2026-10-01", *NINE],
        ["U1", "4", "yesterday", *NINE],
        ["U1", "", "2026-10-01", *NINE],
        ["U1", "6", "2026-10-01", *[3] * 8, ""],
        ["U1", "7", "2026-10-01", *NINE],
    )

    report = imported(house, path)

    assert report.kept == 1
    reasons = dict(report.refused)
    assert list(reasons) == [2, 3, 4, 5, 6, 7]
    assert reasons[2] == "u9 must be from 1 to 4, not 5"
    assert "future" in reasons[3]
    assert "'U9'" in reasons[4]
    assert index(house)[0] == 1


def test_nothing_counts_twice(house, tmp_path):
    sheets = a_file(tmp_path / "a.csv", SHEET_COLUMNS, ["U1", "1", "2026-08-01", *NINE])
    totals = a_file(
        tmp_path / "b.csv",
        TOTAL_COLUMNS,
        ["U1", "2026-07-01", "2026-09-30", 1, *NINE],
        ["U1", "2026-10-01", "2026-10-31", 1, *NINE],
        ["U1", "2026-10-15", "2026-11-15", 1, *NINE],
        ["U1", "2026-11-16", "2026-11-20", 0, *NINE],
        ["U1", "2026-11-16", "2026-11-20", 1, *[9] * 9],
    )
    imported(house, sheets)

    reasons = dict(imported(house, totals).refused)

    assert list(reasons) == [2, 4, 5, 6]
    assert "sheets of this unit" in reasons[2]
    assert "some of these days" in reasons[4]
    late = a_file(tmp_path / "c.csv", SHEET_COLUMNS, ["U1", "2", "2026-10-05", *NINE])
    assert "cover it already" in imported(house, late).refused[0][1]


def test_a_file_that_is_something_else_is_refused(house, tmp_path):
    with pytest.raises(Mistake, match="neither sheets"):
        imported(house, a_file(tmp_path / "x.csv", ["name"], ["Ana"]))
    with pytest.raises(Mistake, match="neither sheets"):
        imported(house, a_file(tmp_path / "x.csv", ["name"]))
    (tmp_path / "x.xlsx").write_text("no spreadsheet")
    with pytest.raises(Mistake, match="no spreadsheet"):
        imported(house, tmp_path / "x.xlsx")
    with pytest.raises(Mistake, match="cannot be read"):
        imported(house, tmp_path / "missing.csv")


def test_an_index_of_an_unknown_unit_or_a_period_backwards_is_refused(house):
    with pytest.raises(NotFound):
        index(house, "U9")
    with pytest.raises(ValidationError):
        index(house, first="2026-02-01", last="2026-01-01")


def test_operators_import_it_by_a_command(house, tmp_path, monkeypatch):
    monkeypatch.setattr(Installation, "database", lambda *_: house.database)
    rows = [["U1", "1", "2026-10-01", *NINE], ["U9", "1", "2026-10-01", *NINE]]
    path = a_file(tmp_path / "skm.csv", SHEET_COLUMNS, *rows)

    answer = CliRunner().invoke(app, ["import", "skm", str(path)])

    assert isinstance(answer.exception, Mistake)
    assert "row 3: HR has not told of a unit 'U9'" in answer.output
    assert "skm.csv: 1 kept, 1 refused\n" in answer.output
    assert index(house)[0] == 1
