"""Officers say whose service a complaint is about, or set it aside with the reason."""

import re

import pytest

from tests.integration.portal.house import House, Visitor, wait_until
from tests.integration.portal.test_portal_imports import check, press_import
from tests.integration.portal.town import ARCHIVE, COUNTER, OFFICER


@pytest.fixture(scope="module")
def officer(house: House) -> Visitor:
    """With some complaints of which nobody knows the unit."""
    visitor = house.visitor(OFFICER)
    rows = "".join(
        f"T{n:02},antrean,2026-01-05,X{n},Menunggu lama; hubungi 0812-3456-78{n:02}\n"
        for n in range(1, 31)
    )
    head = "complaint_id,category,received_at,unit_id,text\n"
    press_import(visitor, check(visitor, "complaints", head + rows))
    wait_until(lambda: len(triage(house)) == 30, "complaints in triage", house.services)
    return visitor


def triage(house: House, **asked: bool) -> set[str]:
    listed = house.call("evaluation", "list_triage", limit=500, **asked)["items"]
    return {one["complaint_id"] for one in listed if one["complaint_id"].startswith("T")}


def shown(page: str) -> list[str]:
    return re.findall(r'name="unit\.([^"]+)"', page)


def test_complaints_are_listed_by_pages_with_their_masked_text(officer: Visitor) -> None:
    first = officer.get("/complaints").text
    rest = officer.get(re.findall(r'href="(/complaints\?after=[^"]+)"', first)[0]).text

    assert len(shown(first)) == 20
    assert shown(rest) == [f"T{n}" for n in range(21, 31)]
    assert "Menunggu lama; hubungi [telepon]" in first
    assert "The channel names the unit X1." in first


def test_several_are_sorted_at_once_by_the_name_of_the_unit_or_with_a_reason(
    house: House, officer: Visitor
) -> None:
    page = officer.post(
        "/complaints",
        **{
            "unit.T01": f"Loket Pelayanan Terpadu ({COUNTER})",
            "unit.T02": "arsip daerah",
            "unit.T03": ARCHIVE,
            "unit.T04": "",
            "reason.T04": "Bukan pengaduan",
            "unit.T05": "",
        },
    )

    assert "Saved: 4." in page.text
    assert not {"T01", "T02", "T03", "T04"} & triage(house)
    assert "T05" in triage(house)
    assert triage(house, set_aside=True) == {"T04"}
    assert "Bukan pengaduan" in officer.get("/complaints?aside=1").text


def test_what_is_refused_is_said_at_its_complaint_with_what_was_typed(
    house: House, officer: Visitor
) -> None:
    page = officer.post("/complaints", **{"unit.T06": COUNTER, "unit.T07": "Loket Antah Berantah"})

    assert page.status_code == 409
    assert "Saved: 1." in page.text
    assert "Not saved: 1." in page.text
    assert "There is no unit “Loket Antah Berantah”: choose one." in page.text
    assert 'value="Loket Antah Berantah"' in page.text
    assert "T06" not in triage(house)
    assert "T07" in triage(house)


def test_what_a_colleague_decided_meanwhile_is_said(house: House, officer: Visitor) -> None:
    house.call(
        "evaluation", "assign_complaint", complaint_id="T08", unit_id=ARCHIVE, assigned_by=OFFICER
    )

    page = officer.post("/complaints", **{"unit.T08": COUNTER})

    assert "T08: A colleague has given it to the unit U2 meanwhile." in page.text


def test_a_unit_and_a_reason_together_are_asked_about(house: House, officer: Visitor) -> None:
    page = officer.post("/complaints", **{"unit.T09": COUNTER, "reason.T09": "rangkap"})

    assert page.status_code == 400
    assert "Give a unit or a reason, not both." in page.text
    assert "T09" in triage(house)


def test_a_form_without_anything_says_so(officer: Visitor) -> None:
    assert "Nothing is filled in." in officer.post("/complaints", **{"unit.T10": ""}).text


def test_what_was_set_aside_comes_back_with_a_unit(house: House, officer: Visitor) -> None:
    officer.post("/complaints", **{"unit.T11": "", "reason.T11": "rangkap"})

    page = officer.post("/complaints?aside=1", **{"unit.T11": COUNTER})

    assert page.url.query == b"aside=1"
    assert "T11" not in triage(house, set_aside=True) | triage(house)
