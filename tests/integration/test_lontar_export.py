"""Operators take tables out for a spreadsheet, whole or not at all."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.enrolment.exporting import KINDS
from tests.integration.console import Place, embedded, on_server, run
from tests.integration.enrolment.house import House, on


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An installation where Ana completed a training in November and waits for one in December."""
    if request.param == "sqlite":
        found = embedded(tmp_path)
    else:
        migrated_database: Callable[[str], str] = request.getfixturevalue("migrated_database")
        found = on_server(migrated_database("enrolment"))
    house = House(found.database.engine.url.render_as_string(hide_password=False))
    house.a_unit("U1")
    house.an_employee("A", name="Ana Lóbo", nip="198503152010012001")
    for day in ("2026-11-20", "2026-12-08"):
        house.approved(house.an_offering(meetings=[on(day)]), "A")
    return found


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_kind_leaves_in_both_forms(place: Place, tmp_path: Path, ending: str):
    for kind in KINDS:
        answer = place.lontar("export", kind, tmp_path / f"{kind}.{ending}")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith(f"{kind}.{ending}: ")
    if ending == "csv":
        assert [one["name"] for one in rows_of(tmp_path / "enrolments.csv")] == ["Ana Lóbo"] * 2
        assert "198503152010012001" not in (tmp_path / "roster.csv").read_text()
    else:
        book = load_workbook(tmp_path / "enrolments.xlsx", read_only=True)
        assert len(list(book.active.iter_rows())) == 3
        book.close()


def test_a_year_is_the_offices_year(place: Place, tmp_path: Path):
    this, next_ = tmp_path / "2026.csv", tmp_path / "2027.csv"

    assert place.lontar("export", "enrolments", this, "--year", "2026").out == (
        "2026.csv: 2 rows of enrolments\n"
    )
    assert place.lontar("export", "enrolments", next_, "--year", "2027").out == (
        "2027.csv: 0 rows of enrolments\n"
    )


def test_a_file_that_exists_is_replaced_only_by_force(place: Place, tmp_path: Path):
    file = tmp_path / "roster.csv"
    file.write_text("mine")

    refused = place.lontar("export", "roster", file)

    assert refused.failure == (
        f"{file} exists already: choose another name, or say --force to replace it"
    )
    assert file.read_text() == "mine"
    assert place.lontar("export", "roster", file, "--force").code == 0
    assert rows_of(file)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("roster", "roster.pdf"), "roster.pdf must end with .csv or .xlsx"),
        (("salaries", "salaries.csv"), "there is no kind 'salaries', but roster, "),
        (("roster", "nowhere/roster.csv"), "cannot be written: No such file or directory"),
        (("roster", "folder.csv", "--force"), "cannot be written: Is a directory"),
        (("roster", "r.csv", "--year", "2026"), "roster has no years; enrolments and hours have"),
        (("hours", "h.csv", "--year", "soon"), "for '--year': Input should be a valid integer"),
    ],
    ids=["form", "kind", "no folder", "a folder", "no years", "not a year"],
)
def test_what_cannot_be_written_is_one_readable_line_and_leaves_nothing(
    tmp_path: Path, arguments: tuple[str, ...], reason: str
):
    (tmp_path / "data").mkdir()
    place = embedded(tmp_path / "data")
    (tmp_path / "folder.csv").mkdir()
    kind, file, *others = arguments

    answer = place.lontar("export", kind, tmp_path / file, *others)

    assert reason in answer.failure
    assert sorted(one.name for one in tmp_path.iterdir()) == ["data", "folder.csv"]


def test_help_lists_the_kinds():
    answer = run(["export", "--help"], {})

    assert all(kind in answer.out for kind in KINDS)
