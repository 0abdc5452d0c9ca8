"""Officers import files: looked at first, then imported exactly as they were looked at."""

import re

import httpx
import pytest

from tests.integration.portal.house import House, Visitor, wait_until
from tests.integration.portal.town import COUNTER, LEARNER, OFFICER

UNITS = "unit_id,name,parent_id,min_on_duty\n{0}A,Loket Utara,U0,2\n{0}B,Loket Selatan,U0,1\n"
SKM = ",".join(("unit_id", "sheet_id", "surveyed_on", *(f"u{n}" for n in range(1, 10))))


def check(
    visitor: Visitor, kind: str, content: str | bytes, name: str = "berkas.csv"
) -> httpx.Response:
    plain = content.encode() if isinstance(content, str) else content
    fields = visitor.hidden("/imports") | {"kind": kind, "action": "check"}
    return visitor.client.post("/imports", data=fields, files={"file": (name, plain)})


def press_import(visitor: Visitor, page: httpx.Response, **changed: str) -> httpx.Response:
    """The button of the page that says what an import would do."""
    form = page.text[page.text.index('id="report"') :]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return visitor.client.post("/imports", data=fields | {"action": "import"} | changed)


def numbers(page: httpx.Response) -> list[str]:
    """Rows, new, changed, unchanged, refused."""
    return re.findall(r"<dd>(\d+)</dd>", page.text[page.text.index('id="report"') :])[:5]


def units(house: House) -> dict[str, str]:
    listed = house.call("enrolment", "list_units", limit=500)["items"]
    return {one["unit_id"]: one["name"] for one in listed}


def test_a_file_is_looked_at_and_only_then_imported(house: House) -> None:
    officer = house.visitor(OFFICER)

    looked_at = check(officer, "units", UNITS.format("N1"), "unit.csv")

    assert looked_at.status_code == 200
    assert numbers(looked_at) == ["2", "2", "0", "0", "0"]
    assert "unit.csv" in looked_at.text
    assert "N1A" not in units(house)

    imported = press_import(officer, looked_at)

    assert imported.status_code == 200
    assert numbers(imported) == ["2", "2", "0", "0", "0"]
    wait_until(lambda: units(house).get("N1B") == "Loket Selatan", "a unit", house.services)


def test_the_button_pressed_twice_imports_once(house: House) -> None:
    officer = house.visitor(OFFICER)
    looked_at = check(officer, "units", UNITS.format("N2"))

    first, second = (press_import(officer, looked_at) for _ in range(2))

    assert numbers(first) == numbers(second) == ["2", "2", "0", "0", "0"]
    assert numbers(check(officer, "units", UNITS.format("N2")))[3] == "2"


def test_wrong_rows_are_named_by_row_column_and_reason_in_the_readers_language(
    house: House,
) -> None:
    officer = Visitor(house.url, language="id")
    officer.sign_in(OFFICER)

    page = check(officer, "units", UNITS.format("N3") + "N3C,Loket Timur,U0,banyak\n")
    officer.client.close()

    assert "Berkas ini belum dapat diimpor" in page.text
    cells = re.search(r'<th scope="row">4</th><td>(.*?)</td><td>(.*?)</td>', page.text)
    assert cells is not None
    assert cells[1] == "min_on_duty"
    assert cells[2].startswith("Tulis bilangan bulat dari 0 sampai 100000, bukan")
    assert 'value="import"' not in page.text


def test_wrong_complaints_are_left_out_and_the_others_can_be_imported(house: House) -> None:
    officer = house.visitor(OFFICER)
    rows = f"KI1,antrean,2026-01-05,{COUNTER}\nKI2,antrean,kemarin,{COUNTER}\n"

    looked_at = check(officer, "complaints", "complaint_id,category,received_at,unit_id\n" + rows)

    assert numbers(looked_at) == ["2", "1", "0", "0", "1"]
    assert "The refused rows will be left out" in looked_at.text
    assert numbers(press_import(officer, looked_at)) == ["2", "1", "0", "0", "1"]


def test_the_satisfaction_survey_goes_to_the_service_that_keeps_it(house: House) -> None:
    officer = house.visitor(OFFICER)
    sheets = f"{SKM}\n{COUNTER},1,2026-01-05,{','.join('3' * 9)}\n"

    imported = press_import(officer, check(officer, "skm", sheets))

    assert numbers(imported) == ["1", "1", "0", "0", "0"]
    days = {"from": "2026-01-01", "to": "2026-01-31"}
    assert house.call("evaluation", "get_skm", unit_id=COUNTER, **days)["sheets"] == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\xff", "foto.csv", "foto.csv is no text in UTF-8 (line 1)"),
        (b"unit_id", "unit.xlsx", "unit.xlsx is no spreadsheet (XLSX), whatever its name says."),
        (b"", "kosong.csv", "The file is empty"),
        (b"x" * (6 * 1024 * 1024), "besar.csv", "The file is too big."),
        (b"x" * (9 * 1024 * 1024), "besar.csv", "A file may have at most 5 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_clear_sentence(
    house: House, content: bytes, name: str, said: str
) -> None:
    page = check(house.visitor(OFFICER), "units", content, name)

    assert page.status_code in (400, 413)
    assert said in page.text
    assert "/tmp" not in page.text


def test_without_a_file_or_a_kind_the_page_asks_for_it(house: House) -> None:
    officer = house.visitor(OFFICER)

    assert "Choose a file." in check(officer, "units", b"", "").text
    assert "Choose what the file holds." in check(officer, "", UNITS).text


def test_a_file_that_was_not_checked_is_not_imported(house: House) -> None:
    officer = house.visitor(OFFICER)
    looked_at = check(officer, "units", UNITS.format("N4"))

    page = press_import(officer, looked_at, file_id="0" * 64)

    assert page.status_code == 409
    assert "no longer kept" in page.text
    assert "N4A" not in units(house)


def test_nobody_but_an_officer_imports(house: House) -> None:
    learner = house.visitor(LEARNER)
    fields = learner.hidden("/preferences") | {"kind": "units", "action": "check"}

    answers = [
        learner.client.post("/imports", data=fields),
        learner.client.post("/imports", data=fields | {"action": "import", "file_id": "0" * 64}),
    ]

    assert [one.status_code for one in answers] == [403, 403]


def test_the_page_stays_light_with_hundreds_of_wrong_rows(house: House) -> None:
    rows = "".join(f"NX{number},,U0,{'x' * 40}\n" for number in range(2000))

    page = check(
        house.visitor(OFFICER), "units", "unit_id,name,parent_id,min_on_duty\n" + rows, "a.csv"
    )

    assert len(page.content) < 100_000
    assert "These are the first of them." in page.text
