"""A file that is right becomes HR's events, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from demo.roster.files import write
from demo.roster.generate import generate
from services.enrolment.importing import KINDS, import_file
from services.enrolment.importing.importer import BATCH_ROWS
from tests.unit.enrolment.import_office import (
    NOON,
    ROSTER,
    UNITS,
    Office,
    an_employee,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.database.close()


def test_the_generated_roster_and_units_are_imported_whole(office: Office, tmp_path: Path):
    units, people = write(generate(), tmp_path / "generated")

    reports = [
        import_file(office.database, KINDS[kind], path, office.clock)
        for kind, path in (("units", units), ("roster", people))
    ]

    assert [report.errors for report in reports] == [[], []]
    assert reports[1].published == reports[1].rows == 600
    assert len(office.events()) == sum(report.rows for report in reports)


def test_a_row_becomes_the_event_that_hr_would_send(office: Office):
    header = ROSTER + ",nip,phone,language,roles,appointed_on,grade,effective_on"
    line = an_employee(supervisor_id="E0", email="m@alak.example") + (
        ',197305082005022900,+62000,EN,"officer; officer",2005-02-01,III/c,2026-05-01'
    )

    office.imports(f"{header}\n{line}\n")

    (event,) = office.events()
    assert event["ce-type"] == "employee.changed"
    assert event["ce-source"] == "/lontar/import"
    assert event["ce-subject"] == event["employee_id"] == "E1"
    assert (event["supervisor_id"], event["email"]) == ("E0", "m@alak.example")
    assert (event["nip"], event["phone"]) == ("197305082005022900", "+62000")
    assert (event["language"], event["roles"]) == ("en", ["officer"])
    assert (event["appointed_on"], event["effective_on"]) == ("2005-02-01", "2026-05-01")
    assert event["active"] is True


def test_columns_that_are_missing_or_empty_say_nothing(office: Office):
    office.imports(f"{ROSTER},nip,roles\n{an_employee()},,\n")

    (event,) = office.events()
    absent = ("supervisor_id", "email", "nip", "phone", "language", "grade", "appointed_on")
    assert [event[name] for name in absent] == [None] * len(absent)
    assert event["roles"] == []


def test_a_unit_brings_its_minimum_by_position(office: Office):
    header = "min_on_duty_by_position;kind;unit_id;name;parent_id;min_on_duty"
    office.imports(f'{header}\n"Dokter=1; Operator a=b=2";clinic;U1;Puskesmas;;3\n', "units")

    (event,) = office.events()
    assert event["min_on_duty_by_position"] == {"Dokter": 1, "Operator a=b": 2}
    assert (event["min_on_duty"], event["parent_id"], event["kind"]) == (3, None, "clinic")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "with BOM"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_what_spreadsheets_write_is_read(office: Office, start: bytes, ending: str, mark: str):
    lines = [ROSTER, an_employee(name='"Tefa, Maria ""Ria"" Ndün"')]
    content = ending.join(lines).replace(",", mark).replace(f"Tefa{mark}", "Tefa,")

    office.imports(start + content.encode())

    assert [event["name"] for event in office.events()] == ['Tefa, Maria "Ria" Ndün']


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("true", True), ("Ya", True), ("1", True), ("FALSE", False), ("tidak", False), ("0", False)],
)
def test_yes_and_no_are_understood_in_both_languages(office: Office, word: str, meaning: bool):
    office.imports(f"{ROSTER}\n{an_employee(active=word)}\n")

    assert office.events()[0]["active"] is meaning


def test_the_moment_of_the_import_stands_in_for_changed_at(office: Office):
    office.imports(f"{ROSTER}\n{an_employee()}\n{an_employee('E2')}\n")

    first, second = office.events()
    assert first["changed_at"] == second["changed_at"] == first["ce-time"].replace("+00:00", "Z")
    assert first["ce-sequence"] >= NOON.timestamp() * 1_000_000


def test_changed_at_of_the_file_orders_the_versions(office: Office):
    line = an_employee() + ",2026-01-02T08:00:00+08:00"
    office.imports(f"{ROSTER},changed_at\n{line}\n")

    (event,) = office.events()
    assert event["changed_at"] == "2026-01-02T00:00:00Z"
    assert event["ce-sequence"] == 1_767_312_000_000_000


def test_the_same_file_again_is_no_news(office: Office):
    content = f"{ROSTER}\n{an_employee()}\n{an_employee('E2')}\n"
    office.imports(content)
    office.clock.travel(timedelta(days=30))

    again = office.imports(content)

    assert (again.rows, again.published, again.unchanged) == (2, 0, 2)
    assert len(office.events()) == 2


def test_only_rows_that_say_something_new_are_published(office: Office):
    office.imports(f"{ROSTER}\n{an_employee()}\n{an_employee('E2')}\n")

    report = office.imports(f"{ROSTER}\n{an_employee()}\n{an_employee('E2', active='false')}\n")

    assert (report.published, report.unchanged) == (1, 1)
    assert office.events()[-1]["active"] is False


def test_going_back_to_an_earlier_state_is_news(office: Office):
    for unit in ("A", "B", "A"):
        assert office.imports(f"{ROSTER}\n{an_employee(unit_id=unit)}\n").published == 1

    sequences = [event["ce-sequence"] for event in office.events()]
    assert sequences == sorted(set(sequences))


def test_neither_spelling_nor_the_order_of_columns_is_news(office: Office):
    office.imports(f"{UNITS}\nU1,Puskesmas,,3\n", "units")

    report = office.imports("min_on_duty;parent_id;NAME;unit_id\n03;; Puskesmas ;U1\n", "units")

    assert (report.published, report.unchanged) == (0, 1)


def test_all_rows_are_published_on_demand(office: Office):
    content = f"{ROSTER}\n{an_employee()}\n"
    office.imports(content)

    assert office.imports(content, publish_all=True).published == 1
    assert len(office.events()) == 2


def test_a_dry_run_counts_and_changes_nothing(office: Office):
    office.imports(f"{ROSTER}\n{an_employee()}\n")

    report = office.imports(f"{ROSTER}\n{an_employee()}\n{an_employee('E2')}\n", dry_run=True)

    assert (report.rows, report.published, report.unchanged) == (2, 1, 1)
    assert len(office.events()) == 1


def test_an_employee_and_a_unit_may_have_the_same_id(office: Office):
    assert office.imports(f"{ROSTER}\n{an_employee('X')}\n").published == 1
    assert office.imports(f"{UNITS}\nX,Puskesmas,,3\n", "units").published == 1


def test_a_file_without_rows_imports_nothing(office: Office):
    report = office.imports(f"{ROSTER}\n\n")

    assert (report.rows, report.published, report.errors) == (0, 0, [])


def test_many_rows_go_out_in_order_and_progress_is_told(office: Office):
    count = 3 * BATCH_ROWS + 1
    lines = "\n".join(an_employee(f"E{n:05}") for n in range(count))
    told: list[tuple[str, float]] = []

    report = office.imports(f"{ROSTER}\n{lines}\n", progress=lambda *step: told.append(step))

    assert report.published == count
    assert [event["employee_id"] for event in office.events()] == [f"E{n:05}" for n in range(count)]
    assert told[-1] == ("importing", 1.0)
    assert told == sorted(told)
    assert len(told) == 8


def test_an_import_that_was_cut_off_goes_on_where_it_ended(office: Office):
    lines = "\n".join(an_employee(f"E{n}") for n in range(2 * BATCH_ROWS))

    def cut_off(doing: str, share: float) -> None:
        if doing == "importing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.imports(f"{ROSTER}\n{lines}\n", progress=cut_off)
    report = office.imports(f"{ROSTER}\n{lines}\n")

    assert (report.published, report.unchanged) == (BATCH_ROWS, BATCH_ROWS)
    assert len({event["employee_id"] for event in office.events()}) == len(office.events())


def test_what_was_checked_is_published_whatever_becomes_of_the_file(office: Office):
    def tamper(doing: str, share: float) -> None:
        if doing == "checking":
            office.file(f"{ROSTER}\n{an_employee(active='perhaps')}\n")

    report = office.imports(f"{ROSTER}\n{an_employee()}\n", progress=tamper)

    assert (report.published, report.errors) == (1, [])
    assert [event["active"] for event in office.events()] == [True]
