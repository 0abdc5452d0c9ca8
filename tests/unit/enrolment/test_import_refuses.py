"""A file with anything wrong in it changes nothing, and says all that is wrong."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.enrolment.importing import KINDS, UnreadableFile, import_file
from services.enrolment.importing.importer import MOST_ERRORS
from services.enrolment.importing.reading import LONGEST_LINE_BYTES
from tests.unit.enrolment.import_office import ROSTER, UNITS, Office, an_employee


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.database.close()


def test_every_error_is_named_by_row_and_column(office: Office):
    content = "\n".join(
        [
            f"{ROSTER},language,appointed_on,roles",
            an_employee(name="", active="yes") + ",fr,31-03-2026,oficer",
            "",
            an_employee("E2") + ",,,",
            an_employee("E3", email="nobody", employment="") + ",,,",
        ]
    )

    assert office.refusals(content) == [
        "row 2, name: is empty",
        "row 2, active: must be true or false (ya or tidak, 1 or 0), not 'yes'",
        "row 2, language: must be id or en, not 'fr'",
        "row 2, appointed_on: must be a date such as 2026-03-31, not '31-03-2026'",
        "row 2, roles: unknown role 'oficer'; there is: officer",
        "row 5, email: 'nobody' is not a mail address",
        "row 5, employment: is empty",
    ]


def test_the_same_id_twice_in_a_file_is_an_error(office: Office):
    content = f"{ROSTER}\n{an_employee()}\n{an_employee('E2')}\n{an_employee(name='Other')}\n"

    assert office.refusals(content) == ["row 4, employee_id: 'E1' is in row 2 already"]


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        (f"{ROSTER},salary", "row 1, salary: there is no such column; known: employee_id,"),
        (ROSTER.replace(",active", ""), "row 1, active: the column is missing"),
        (f"{ROSTER},name", "row 1, name: the column is there twice"),
        (f"{ROSTER},", "row 1, column 9: there is no such column"),
    ],
    ids=["unknown", "missing", "twice", "without a name"],
)
def test_a_wrong_header_is_refused_before_any_row(office: Office, header: str, refusal: str):
    (told,) = office.refusals(f"{header}\n{an_employee()}\n")

    assert told.startswith(refusal)


def test_a_file_without_a_header_is_refused(office: Office):
    told = office.refusals(f"{an_employee()}\n")

    assert "row 1, maria tefa: there is no such column" in "\n".join(told)
    assert "row 1, employee_id: the column is missing" in told


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (an_employee("E" * 65), "row 2, employee_id: has 65 characters, an id has at most 64"),
        (an_employee(name="x" * 10_001), "row 2, name: has 10001 characters"),
        (an_employee(name="Ma\x00ria"), "row 2, name: holds the invisible character U+0000"),
        (an_employee(name="Ma\x1b[2Jria"), "row 2, name: holds the invisible character U+001B"),
        (an_employee(name='"Maria\nTefa"'), "row 2, name: holds a line break"),
        (an_employee() + ",more", "row 2: has 9 cells, the header has 8"),
        (an_employee().rpartition(",")[0], "row 2: has 7 cells, the header has 8"),
        (an_employee(name="x" * 200_000), "row 2: broken CSV (field larger than field limit"),
        (an_employee(name='"never closed'), "row 2: broken CSV (unexpected end of data)"),
        (an_employee(name='"a"b'), "row 2: broken CSV"),
    ],
    ids=lambda value: value[-40:] if value.startswith("row") else "",
)
def test_hostile_cells_are_errors_of_their_row(office: Office, line: str, refusal: str):
    (told,) = office.refusals(f"{ROSTER}\n{line}\n")

    assert told.startswith(refusal)


def test_rows_after_a_cell_with_line_breaks_keep_the_numbers_of_a_spreadsheet(office: Office):
    content = f"{ROSTER}\n{an_employee(name=chr(34) + 'a' + chr(10) + 'b' + chr(34))}\n"
    content += an_employee("E2", active="?")

    assert [told[:5] for told in office.refusals(content)] == ["row 2", "row 3"]


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [
        ("2026-01-02", "must be a time with its offset"),
        ("2026-01-02T08:00:00", "must be a time with its offset"),
        ("0001-01-01T00:00:00+14:00", "must be a time with its offset"),
        ("1969-01-01T00:00:00Z", "is too long ago"),
        ("2126-01-01T00:00:00Z", "lies in the future"),
    ],
)
def test_a_changed_at_that_cannot_order_versions_is_refused(
    office: Office, cell: str, refusal: str
):
    (told,) = office.refusals(f"{ROSTER},changed_at\n{an_employee()},{cell}\n")

    assert told.startswith("row 2, changed_at: ")
    assert refusal in told


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("U1,Puskesmas,,-1,", "row 2, min_on_duty: must be a whole number from 0 to 100000"),
        ("U1,Puskesmas,,1.5,", "row 2, min_on_duty: must be a whole number"),
        ("U1,Puskesmas,,٣,", "row 2, min_on_duty: must be a whole number"),
        ("U1,Puskesmas,,,", "row 2, min_on_duty: is empty"),
        ("U1,Puskesmas,,1,Dokter", "row 2, min_on_duty_by_position: must look like"),
        ("U1,Puskesmas,,1,Dokter=x", "row 2, min_on_duty_by_position: must be a whole number"),
        ("U1,Puskesmas,,1,A=1;A=2", "row 2, min_on_duty_by_position: names 'A' twice"),
    ],
)
def test_head_counts_must_be_whole_numbers(office: Office, line: str, refusal: str):
    (told,) = office.refusals(f"{UNITS},min_on_duty_by_position\n{line}\n", "units")

    assert told.startswith(refusal)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\n", "begins with a blank line"),
        (f"{ROSTER}\n{an_employee(name='Ndün')}\n".encode("latin-1"), "line 2 is not UTF-8"),
        (f"{ROSTER}\n".encode("utf-16"), "line 1 is not UTF-8"),
        (b"PK\x03\x04\x14\x00", "is a damaged spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\x00", "line 1 is not UTF-8"),
        (f"{ROSTER}\n".encode() + b"x" * (LONGEST_LINE_BYTES + 2), "line 2 is longer than"),
    ],
    ids=["empty", "blank", "latin-1", "UTF-16", "XLSX", "PNG", "one long line"],
)
def test_a_file_that_is_no_csv_in_utf8_is_refused_in_one_line(
    office: Office, content: bytes, reason: str
):
    with pytest.raises(UnreadableFile, match=reason) as refused:
        office.imports(content)

    assert "\n" not in str(refused.value)
    assert office.events() == []


@pytest.mark.parametrize("place", [".", "missing.csv", "/dev/null"])
def test_what_is_no_ordinary_file_is_refused(office: Office, tmp_path: Path, place: str):
    with pytest.raises(UnreadableFile, match=r"cannot be read|not an ordinary file"):
        import_file(office.database, KINDS["roster"], tmp_path / place, office.clock)


def test_a_file_with_countless_errors_is_given_up(office: Office):
    lines = "\n".join(an_employee(f"E{n}", active="?") for n in range(MOST_ERRORS + 10))

    report = office.imports(f"{ROSTER}\n{lines}\n")

    assert len(report.errors) == MOST_ERRORS
    assert report.truncated
