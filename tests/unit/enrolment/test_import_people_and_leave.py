"""Rules between the cells of a row: the number of a civil servant, and the days of a leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.enrolment.import_office import ROSTER, Office, an_employee

LEAVE = "leave_id,employee_id,starts_on,ends_on,status"
A_PPPK = "199003122023992901"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(tmp_path)
    yield opened
    opened.database.close()


@pytest.mark.parametrize(
    ("nip", "reason"),
    [
        ("19730508200502290", "must have 18 digits"),
        ("197313082005022900", "must begin with a birth date (YYYYMMDD)"),
        ("197305081972022900", "must name a year of appointment (digits 9 to 12) after"),
        (A_PPPK, "of a PNS must name a month of appointment (digits 13 and 14)"),
        ("197305082005023900", "must have 1 or 2 as its digit 15"),
    ],
)
def test_a_wrong_nip_is_an_error_of_its_row_that_does_not_repeat_it(
    office: Office, nip: str, reason: str
):
    (told,) = office.refusals(f"{ROSTER},nip\n{an_employee()},\n{an_employee('E2')},{nip}\n")

    assert told.startswith(f"row 3, nip: {reason}")
    assert nip not in told


def test_a_nip_has_the_form_of_its_employment_and_may_be_grouped(office: Office):
    rows = [
        an_employee("E1", employment="PPPK") + f",{A_PPPK}",
        an_employee("E2") + ",19730508 200502 2 900",
    ]

    report = office.imports("\n".join([f"{ROSTER},nip", *rows]))

    assert (report.published, report.errors) == (2, [])


def test_leave_leaves_as_hrs_event_and_only_once(office: Office):
    content = f"{LEAVE},kind\nL1,E1,2026-04-01,2026-04-03,approved,Cuti Tahunan\n"

    office.imports(content, "leave")
    again = office.imports(content, "leave")

    (event,) = office.events()
    assert (event["ce-type"], event["ce-subject"]) == ("leave.changed", "L1")
    assert (event["starts_on"], event["ends_on"]) == ("2026-04-01", "2026-04-03")
    assert (event["status"], event["kind"]) == ("approved", "Cuti Tahunan")
    assert (again.published, again.unchanged) == (0, 1)

    office.imports(content.replace("approved", "cancelled"), "leave")
    assert [one["status"] for one in office.events()] == ["approved", "cancelled"]


def test_wrong_leave_is_named_by_row_and_column(office: Office):
    rows = ["L1,E1,2026-04-03,2026-04-01,approved", "L2,E1,tomorrow,2026-04-01,asked"]

    assert office.refusals("\n".join([LEAVE, *rows]), "leave") == [
        "row 2, ends_on: 2026-04-01 lies before starts_on, 2026-04-03",
        "row 3, starts_on: must be a date such as 2026-03-31, not 'tomorrow'",
        "row 3, status: must be approved or cancelled, not 'asked'",
    ]
