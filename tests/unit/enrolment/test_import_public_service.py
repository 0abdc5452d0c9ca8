"""Complaints and figures of services from a file: bad rows are refused, the rest goes on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from services.enrolment.importing import KINDS, import_file
from tests.unit.enrolment.import_office import Office

WITA = ZoneInfo("Asia/Makassar")
DAY = datetime.fromisoformat("2026-03-30")  # as a cell holds it, without a zone
COMPLAINTS = "complaint_id,category,received_at,unit_id,text,source"
ALIKE = ",antrean,2026-03-30,U1,Menunggu dua jam.,loket\n"
MEASURES = "unit_id,metric,date,value,statistic,n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Its clock stands at noon of 31 March in Kupang."""
    opened = Office(tmp_path)
    yield opened
    opened.database.close()


def imported(office: Office, kind: str, content: str, **options):
    return office.imports(content, kind, skip_bad_rows=True, zone=WITA, **options)


def test_a_row_becomes_the_event_that_the_channel_would_send_masked(office):
    line = 'T1,antrean,2026-03-30T09:15,U1,"Hubungi 0812-3456-7890\nNIK 5371012001900001",LAPOR\n'

    imported(office, "complaints", f"{COMPLAINTS}\n{line}")

    (event,) = office.events()
    assert (event["ce-type"], event["ce-source"]) == ("complaint.received", "/lontar/import")
    assert (event["complaint_id"], event["unit_id"], event["source"]) == ("T1", "U1", "LAPOR")
    assert event["received_at"] == "2026-03-30T09:15:00+08:00"
    assert event["text"] == "Hubungi [telepon] NIK [NIK]"


def test_without_a_ticket_number_the_same_source_day_and_text_are_one_complaint(office):
    spelled = ALIKE.replace("Menunggu dua jam.", "menunggu  DUA jam.")
    others = ALIKE.replace("03-30", "03-29") + ALIKE.replace("loket", "surat")

    report = imported(office, "complaints", f"{COMPLAINTS}\n{ALIKE}{ALIKE}{others}")
    again = imported(office, "complaints", f"{COMPLAINTS}\n{ALIKE}")
    respelled = imported(office, "complaints", f"{COMPLAINTS}\n{spelled}")

    assert (report.rows, report.published, report.unchanged, report.errors) == (4, 3, 1, [])
    assert (again.published, again.unchanged) == (0, 1)
    assert respelled.published == 1
    assert len({event["complaint_id"] for event in office.events()}) == 3


def test_with_ticket_numbers_thirty_alike_are_thirty(office):
    rows = "".join(f"T{number}{ALIKE}" for number in range(30))

    assert imported(office, "complaints", f"{COMPLAINTS}\n{rows}").published == 30


def test_complaints_that_cannot_be_told_apart_or_cannot_be_are_refused_by_row(office):
    rows = (
        ",antrean,2026-03-30,U1,,loket\n"
        "T1,antrean,2026-04-01,U1,x,loket\n"
        "T2,,2026-03-30,U1,x,loket\n"
        "T3,antrean,30/03/2026,U1,x,loket\n"
        "T4,antrean,2026-03-30,,x,\n"
        "T4,sikap,2026-03-30,,x,\n"
    )

    report = imported(office, "complaints", f"{COMPLAINTS}\n{rows}{ALIKE}")

    assert [str(error).partition(", not ")[0] for error in report.errors] == [
        "row 2, complaint_id: is empty: a complaint without a ticket number needs source and "
        "text, which tell it from others of the day",
        "row 3, received_at: 2026-04-01T00:00:00+08:00 lies in the future",
        "row 4, category: is empty",
        "row 5, received_at: must be a day or a time such as 2026-03-31T08:00",
        "row 7, complaint_id: 'T4' is in row 6 already, with other facts",
    ]
    assert (report.published, report.refused) == (2, 5)
    assert [event["category"] for event in office.events()] == ["antrean", "antrean"]


def test_figures_that_cannot_be_are_refused_with_the_reason_and_the_rest_goes_on(office):
    rows = (
        "U1,waiting_minutes,2026-03-30,-4,mean,10\n"
        "U1,waiting_minutes,2026-04-01,4,mean,10\n"
        "U1,waiting_minutes,2026-03-30,4,mean,0\n"
        "U1,on_time_percent,2026-03-30,300,mean,10\n"
        "U1,waiting_minutes,2026-03-30,4,average,10\n"
        "U1,waiting_minutes,2026-03-30,4,median,\n"
        "U1,waiting_minutes,2026-03-31,12.5,mean,10\n"
        "U1,services_count,2026-03-31,118,count,\n"
        "U1,services_count,2026-03-31,118,count,118\n"
    )

    report = imported(office, "measures", f"{MEASURES}\n{rows}")

    assert [str(error) for error in report.errors] == [
        "row 2, value: waiting_minutes is -4; time, counts and shares are never negative",
        "row 3, date: 2026-04-01 lies in the future; today is 2026-03-31",
        "row 4, n: is 0, and nothing has no mean: leave the day out",
        "row 5, value: on_time_percent is 300; more than 100 is not possible",
        "row 6, statistic: must be mean, median, count, not 'average'",
        "row 7, n: is empty: how many services does the figure rest on?",
        "row 10, unit_id: 'U1, services_count, 2026-03-31, count' is in row 9 already",
    ]
    assert (report.rows, report.published, report.refused) == (9, 2, 7)
    assert [(event["value"], event["n"]) for event in office.events()] == [(12.5, 10), (118.0, 118)]


def test_all_or_nothing_publishes_nothing_beside_a_bad_row(office):
    rows = "U1,w,2026-03-30,-4,mean,10\nU2,w,2026-03-30,4,mean,10\n"

    report = office.imports(f"{MEASURES}\n{rows}", "measures", zone=WITA)

    assert (len(report.errors), report.published) == (1, 0)
    assert office.events() == []


def test_a_dry_run_counts_and_publishes_nothing(office):
    rows = "U1,w,2026-03-30,-4,mean,10\nU2,w,2026-03-30,4,mean,10\n"

    report = imported(office, "measures", f"{MEASURES}\n{rows}", dry_run=True)

    assert (report.published, report.refused) == (1, 1)
    assert office.events() == []


def test_a_figure_that_was_corrected_goes_out_again(office):
    imported(office, "measures", f"{MEASURES}\nU1,w,2026-03-30,4,mean,10\n")
    same = imported(office, "measures", f"{MEASURES}\nU1,w,2026-03-30,4.0,mean,10\n")
    corrected = imported(office, "measures", f"{MEASURES}\nU1,w,2026-03-30,5,mean,10\n")

    assert (same.published, corrected.published) == (0, 1)


def test_a_spreadsheet_with_days_and_times_is_read_as_the_offices(office, tmp_path):
    book = Workbook()
    book.active.append(COMPLAINTS.split(","))
    book.active.append(["T1", "antrean", DAY + timedelta(hours=9, minutes=15), None, None, None])
    book.active.append(["T2", "antrean", DAY, None, None, None])
    book.save(tmp_path / "complaints.xlsx")

    import_file(
        office.database,
        KINDS["complaints"],
        tmp_path / "complaints.xlsx",
        office.clock,
        zone=WITA,
    )

    assert [event["received_at"] for event in office.events()] == [
        "2026-03-30T09:15:00+08:00",
        "2026-03-30T00:00:00+08:00",
    ]
