"""An officer's file is checked first, and then imported exactly as it was checked."""

import base64
import io
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import eventlet
import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from services.enrolment.storage.tables import CheckedFileRow
from shared.errors import Forbidden, NotFound, ValidationError
from shared.file_imports.uploads import MOST_BYTES
from shared.messaging.tables import answered_request, outbox
from tests.integration.enrolment.desk import Desk, an_employee

UNITS = "unit_id,name,parent_id,min_on_duty\nN1,Loket Utara,U0,2\nN2,Loket Selatan,U0,1\n"
COMPLAINTS = (
    "complaint_id,category,received_at,text\n"
    "K1,antrean,2026-11-01,Menunggu dua jam\n"
    "K2,antrean,2027-12-24,Menunggu\n"
    "K3,sikap,2026-11-02,Hubungi saya di 0812-3456-7890\n"
)


def base64_of(content: str | bytes) -> str:
    plain = content.encode() if isinstance(content, str) else content
    return base64.b64encode(plain).decode()


def check(desk: Desk, kind: str, content: str | bytes, name: str = "berkas.csv", **facts) -> dict:
    given = {"checked_by": "OFFICER", "content": base64_of(content)} | facts
    return desk.service.check_import(kind=kind, file_name=name, **given)


def apply(desk: Desk, checked: dict, by: str = "OFFICER", **facts) -> dict:
    return desk.service.apply_import(file_id=checked["file_id"], imported_by=by, **facts)


def numbers(answer: dict) -> tuple:
    return tuple(answer[name] for name in ("rows", "added", "changed", "unchanged", "refused"))


def told(desk: Desk, event: str) -> int:
    """Events of this name that left by import."""
    counted = select(func.count()).select_from(outbox).where(outbox.c.event == event)
    with desk.database.reading() as session:
        return session.scalar(counted.where(outbox.c.headers.contains("/lontar/import"))) or 0


def kept_files(desk: Desk) -> int:
    with desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(CheckedFileRow)) or 0


def test_a_dry_run_says_what_would_be_and_changes_nothing(desk: Desk):
    checked = check(desk, "units", UNITS)

    assert numbers(checked) == (2, 2, 0, 0, 0)
    assert (checked["goes_on"], checked["imported"]) == (True, False)
    assert checked["records"] == [
        {"record": "N1", "change": "added"},
        {"record": "N2", "change": "added"},
    ]
    assert told(desk, "unit.changed") == 0


def test_what_was_checked_is_imported_and_again_it_changes_nothing(desk: Desk):
    checked = check(desk, "units", UNITS)

    first = apply(desk, checked)
    again = apply(desk, checked)

    assert (first["imported"], numbers(first)) == (True, (2, 2, 0, 0, 0))
    assert numbers(again) == (2, 0, 0, 2, 0)
    assert told(desk, "unit.changed") == 2


def test_the_same_request_again_has_the_first_answer(desk: Desk):
    checked = check(desk, "units", UNITS)
    request_id = "01936a2b-1c00-7a00-8000-000000000001"

    answers = [apply(desk, checked, request_id=request_id) for _ in range(2)]

    assert answers[0] == answers[1]
    assert numbers(answers[1]) == (2, 2, 0, 0, 0)


def test_a_later_file_says_what_it_changes(desk: Desk):
    apply(desk, check(desk, "units", UNITS))

    later = check(desk, "units", UNITS.replace("Selatan", "Barat") + "N3,Loket Timur,U0,0\n")

    assert numbers(later) == (3, 1, 1, 1, 0)
    assert later["records"] == [
        {"record": "N2", "change": "changed"},
        {"record": "N3", "change": "added"},
    ]


def test_what_a_dry_run_says_of_wrong_cells_is_kept_nowhere(desk: Desk):
    head = "employee_id,name,unit_id,position,supervisor_id,email,employment,active\n"
    row = "N1,Nama Rekaan,U1,Petugas,,maria.rahasia,PNS,ya\n"

    for _ in range(2):
        checked = check(
            desk, "roster", head + row, request_id="01936a2b-1c00-7a00-8000-000000000002"
        )
        assert "'maria.rahasia' is not a mail address" in checked["errors"][0]["reason"]

    with desk.database.reading() as session:
        assert session.scalars(select(answered_request.c.request_id)).all() == []
    assert kept_files(desk) == 0


def test_one_wrong_row_stops_a_roster_and_is_named_by_row_column_and_reason(desk: Desk):
    wrong = UNITS + "N3,Loket Timur,U0,banyak\n"

    checked = check(desk, "units", wrong)

    assert (checked["goes_on"], checked["refused"]) == (False, 1)
    assert checked["errors"] == [
        {
            "row": 4,
            "column": "min_on_duty",
            "reason": "must be a whole number from 0 to 100000 (persons), not 'banyak'",
        }
    ]
    with pytest.raises(NotFound):
        apply(desk, checked)
    assert told(desk, "unit.changed") == 0


def test_wrong_complaints_are_left_out_and_the_others_imported(desk: Desk):
    checked = check(desk, "complaints", COMPLAINTS)

    assert numbers(checked) == (3, 2, 0, 0, 1)
    assert [(one["row"], one["column"]) for one in checked["errors"]] == [(3, "received_at")]
    assert numbers(apply(desk, checked)) == (3, 2, 0, 0, 1)
    assert told(desk, "complaint.received") == 2


def test_programmes_are_saved_by_the_same_rules(desk: Desk):
    head = "programme_id,title,kind,learning_hours,competencies,cost_per_participant\n"
    checked = check(desk, "programmes", head + "PX,Arsip,training,8,arsip,0\n")
    wrong = check(desk, "programmes", head + "PY,Arsip,course,8,arsip,0\nPZ,A,training,8,,0\n")

    assert numbers(checked) == (1, 1, 0, 0, 0)
    assert numbers(apply(desk, checked)) == (1, 1, 0, 0, 0)
    assert (wrong["goes_on"], numbers(wrong)) == (False, (2, 0, 0, 0, 1))
    titles = [one["programme_id"] for one in desk.service.list_programmes()["items"]]
    assert titles == ["PX"]


def test_a_spreadsheet_is_read_as_well(desk: Desk):
    book = Workbook()
    for row in (["unit_id", "name", "parent_id", "min_on_duty"], ["N1", "Loket", "U0", 2]):
        book.active.append(row)
    book.save(file := io.BytesIO())

    checked = check(desk, "units", file.getvalue(), "unit.xlsx")

    assert numbers(apply(desk, checked)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "foto.csv", "foto.csv: line 1 is not UTF-8"),
        ("unit_id", "unit.xlsx", "unit.xlsx is no spreadsheet (XLSX), whatever its name says"),
        (b"PK\x03\x04 nothing", "unit.xlsx", "unit.xlsx is a damaged spreadsheet, or none"),
        (b"\n", "unit.csv", "unit.csv begins with a blank line"),
        (b"x" * (MOST_BYTES + 1), "unit.csv", "the file is larger than 5 MiB"),
        (b"", "unit.csv", "the file is empty"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(
    desk: Desk, content: bytes, name: str, reason: str
):
    with pytest.raises(ValidationError) as refused:
        check(desk, "units", content, name)

    (said,) = refused.value.fields["content"]
    assert said.startswith(reason)
    assert "/tmp" not in said
    assert kept_files(desk) == 0


def test_more_rows_than_a_call_can_take_are_refused_as_a_whole(desk: Desk):
    rows = "".join(f"N{number},Loket,U0,0\n" for number in range(20_001))

    with pytest.raises(ValidationError, match="holds more than 20000 rows"):
        check(desk, "units", "unit_id,name,parent_id,min_on_duty\n" + rows)


def test_what_is_not_base64_is_refused(desk: Desk):
    with pytest.raises(ValidationError, match="did not arrive whole"):
        desk.service.check_import(
            kind="units", file_name="unit.csv", content="%%%", checked_by="OFFICER"
        )


def test_only_an_officer_imports_and_only_what_they_checked_themselves(desk: Desk):
    with pytest.raises(Forbidden, match="only a training officer"):
        check(desk, "units", UNITS, checked_by="BOSS")
    checked = check(desk, "units", UNITS)
    with pytest.raises(Forbidden, match="only a training officer"):
        apply(desk, checked, by="BOSS")
    desk.learn(an_employee("OTHER", "U0", roles=["officer"]))
    with pytest.raises(Forbidden, match="only whoever checked"):
        apply(desk, checked, by="OTHER")


def test_a_checked_file_waits_for_an_hour_and_is_then_deleted(desk: Desk):
    checked = check(desk, "units", UNITS)
    desk.clock.travel(timedelta(minutes=59))
    desk.service.forget_checked_files()
    assert kept_files(desk) == 1

    desk.clock.travel(timedelta(minutes=2))
    with pytest.raises(NotFound):
        apply(desk, checked)
    desk.service.forget_checked_files()

    assert kept_files(desk) == 0


def test_every_kind_says_which_columns_it_has(desk: Desk):
    items = desk.service.list_import_kinds()["items"]

    assert [one["kind"] for one in items] == [
        "roster",
        "units",
        "leave",
        "complaints",
        "measures",
        "programmes",
    ]
    (units,) = items[1]["forms"]
    assert units["required"] == ["unit_id", "name", "parent_id", "min_on_duty"]
    assert "head_id" in units["optional"]


def test_a_spreadsheet_that_would_fill_the_disk_is_refused(desk: Desk):
    with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))

    with pytest.raises(ValidationError, match="unpacks to more than 200 MiB"):
        check(desk, "units", file.getvalue(), "unit.xlsx")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_others_are_served_while_a_large_file_is_looked_at(desk: Desk, form: str):
    rows = [["unit_id", "name", "parent_id", "min_on_duty"]]
    rows += [[f"N{number}", f"Loket {number}", "U0", number % 9] for number in range(8000)]
    content = _in_form(rows, form)

    def looks() -> bool:
        assert check(desk, "units", content, f"unit.{form}")["added"] == 8000
        return True

    # The machine may stand still once, for reasons of its own: not three times.
    assert any(_longest_wait_beside(looks) < 1 / 3 for _ in range(3))


def _longest_wait_beside(work: Callable[[], bool]) -> float:
    """Of somebody who asks for a turn all the time: the longest wait, as a share of the work's."""
    turns = [time.monotonic()]

    def others() -> None:
        while True:
            eventlet.sleep(0.01)
            turns.append(time.monotonic())

    serving = eventlet.spawn(others)
    work()
    turns.append(time.monotonic())
    serving.kill()
    return max(after - before for before, after in pairwise(turns)) / (turns[-1] - turns[0])


def _in_form(rows: list[list], form: str) -> bytes:
    if form == "csv":
        return "\n".join(",".join(map(str, row)) for row in rows).encode()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(file := io.BytesIO())
    return file.getvalue()
