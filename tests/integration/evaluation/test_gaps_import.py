"""Competency gaps that somebody assessed, out of a file and into the ranking's reckoning."""

import pytest
from typer.testing import CliRunner

from services.evaluation.importing.gaps import import_gaps
from services.evaluation.storage.competency_gaps import CompetencyGaps
from services.lontar import app
from shared.operating.failing import Mistake
from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_unit, an_employee

HEADER = "unit_id,employee_id,competency,gap_share,assessed_on"


@pytest.fixture
def house(house):
    for event in (a_unit("U1"), a_unit("U2"), an_employee("E1", "U2")):
        house.deliver(in_an_envelope(event))
    return house


def a_file(path, *rows, header=HEADER):
    path.write_text("\n".join([header, *rows]), "utf-8")
    return path


def imported(house: House, path, **options):
    return import_gaps(house.database, path, today=house.clock.now().date(), **options)


def gaps(house: House) -> dict[tuple[str, str], float]:
    with house.database.reading() as session:
        found = CompetencyGaps(session).by_unit()
    return {key: round(gap.gap_share, 3) for key, gap in found.items()}


def test_gaps_of_units_and_of_employees_come_out_of_one_file(house, tmp_path):
    path = a_file(
        tmp_path / "gaps.csv",
        "U1,,Pelayanan prima,0.4,2026-10-01",
        ',E1,Pelayanan prima,"0,7",02-10-2026',
    )

    report = imported(house, path)

    assert (report.kept, report.refused) == (2, [])
    assert sorted(gaps(house).values()) == [0.4, 0.7]
    assert sorted(unit_id for unit_id, _ in gaps(house)) == ["U1", "U2"]


def test_the_later_assessment_counts_whatever_the_order_of_the_file(house, tmp_path):
    path = a_file(
        tmp_path / "gaps.csv",
        "U1,,Pelayanan prima,0.2,2026-11-01",
        "U1,,pelayanan  prima,0.9,2026-03-01",
    )

    imported(house, path)
    imported(house, path)

    assert list(gaps(house).values()) == [0.2]


def test_a_dry_run_keeps_nothing(house, tmp_path):
    path = a_file(tmp_path / "gaps.csv", "U1,,Pelayanan prima,0.4,2026-10-01")

    assert imported(house, path, dry_run=True).kept == 1
    assert gaps(house) == {}


def test_wrong_rows_are_refused_with_their_reasons_in_the_order_of_the_file(house, tmp_path):
    path = a_file(
        tmp_path / "gaps.csv",
        "U9,,Pelayanan prima,0.4,2026-10-01",
        "U1,,Pelayanan prima,40,2026-10-01",
        "U1,E1,Pelayanan prima,0.4,2026-10-01",
        ",,Pelayanan prima,0.4,2026-10-01",
        "U1,,,0.4,2026-10-01",
        "U1,,Pelayanan prima,nan,2026-10-01",
        "U1,,Pelayanan prima,0.4,2027-10-01",
        ",E9,Pelayanan prima,0.4,2026-10-01",
        "U1,,Pelayanan prima,0.4,2026-10-01",
    )

    report = imported(house, path)

    assert report.kept == 1
    assert [number for number, _ in report.refused] == [2, 3, 4, 5, 6, 7, 8, 9]
    reasons = dict(report.refused)
    assert reasons[2] == "HR has not told of a unit 'U9'; import the units first"
    assert reasons[3] == "gap_share must be from 0 to 1 (0.25 for 25 %), not 40"
    assert reasons[4] == reasons[5] == "give either unit_id or employee_id"
    assert reasons[6].startswith("competency must have 1 to")
    assert reasons[7].startswith("gap_share must be from 0 to 1")
    assert "future" in reasons[8]
    assert "an employee 'E9'" in reasons[9]


def test_another_table_is_refused_as_a_whole(house, tmp_path):
    path = a_file(tmp_path / "gaps.csv", "U1,3", header="unit_id,sheets")

    with pytest.raises(Mistake, match="no competency gaps"):
        imported(house, path)
    with pytest.raises(Mistake, match="no competency gaps"):
        imported(house, a_file(tmp_path / "gaps.csv", header="unit_id,sheets"))
    assert imported(house, a_file(tmp_path / "gaps.csv")).kept == 0


def test_the_command_names_the_kind_in_its_help():
    told = CliRunner().invoke(app, ["import", "gaps", "--help"])

    assert told.exit_code == 0
    assert "gap_share" in told.output
