"""The officers' desk: catalogue, offerings, classes, nominations, calendars, budgets."""

import re
from datetime import UTC, datetime, timedelta

from tests.integration.portal.house import House, Visitor
from tests.integration.portal.town import ARCHIVE, COUNTER, OFFICER, meeting


def test_an_officer_adds_a_programme_and_announces_it(house: House) -> None:
    officer = house.visitor(OFFICER)
    programme = {
        "title": "Arsip digital",
        "kind": "training",
        "learning_hours": "12,5",
        "cost_per_participant": "1.250.000",
        "competencies": "arsip, digital",
        "min_attendance_percent": "80",
    }
    assert "Arsip digital" in officer.post("/programmes/new", **programme).text
    saved = house.call("enrolment", "list_programmes", limit=500)["items"][-1]
    assert (saved["learning_hours"], saved["cost_per_participant"]) == (12.5, 1_250_000)
    assert saved["min_attendance_share"] == 0.8

    day = (datetime.now(UTC) + timedelta(days=40)).date()
    offering = {
        "programme_id": saved["programme_id"],
        "first_day": day.isoformat(),
        "last_day": (day + timedelta(days=1)).isoformat(),
        "starts": "08:00",
        "ends": "15:30",
        "capacity": "25",
        "min_participants": "5",
    }
    wrong = officer.post("/offerings/new", **(offering | {"ends": "07:00", "venue": "Aula Baru"}))
    assert wrong.status_code == 400
    assert "The end must come after the beginning." in wrong.text
    assert "Aula Baru" in wrong.text

    announced = officer.post("/offerings/new", **offering)
    assert "The offering is announced." in announced.text
    assert announced.text.count("08:00\u201315:30 WITA") == 2


def test_a_class_of_forty_is_recorded_on_one_page(house: House) -> None:
    staff = [f"P{number}" for number in range(11, 23)]
    offering_id = house.an_offering(past=True, days=2)
    seats = house.nominated(offering_id, *staff)
    officer, path = house.visitor(OFFICER), f"/offerings/{offering_id}/class"
    marks = {f"at.{seat}.{day}": "present" for seat in seats.values() for day in (0, 1)}
    marks[f"at.{seats['P11']}.1"] = "excused"

    saved = officer.post(path, action="attend", **marks)
    assert "Attendance is saved: 24." in saved.text

    results = {f"result.{seat}": "passed" for seat in seats.values()}
    results[f"score.{seats['P12']}"] = "91,5"
    results[f"result.{seats['P13']}"] = "failed"
    done = officer.post(path, action="complete", **results)
    assert "Results are recorded: 11 completed, 1 not." in done.text
    scored = house.call("enrolment", "get_enrolment", enrolment_id=seats["P12"])
    assert scored["score"] == 91.5


def test_results_that_a_rule_refuses_stay_typed(house: House) -> None:
    offering_id = house.an_offering(past=True)
    seat = house.nominated(offering_id, "P31")["P31"]
    officer, path = house.visitor(OFFICER), f"/offerings/{offering_id}/class"

    refused = officer.post(
        path,
        action="complete",
        completed_at="2020-01-01T00:00:00+00:00",
        **{f"result.{seat}": "passed", f"score.{seat}": "77"},
    )

    assert refused.status_code == 409
    assert 'value="77"' in refused.text


def test_nominations_say_why_somebody_was_refused(house: House) -> None:
    offering_id = house.an_offering()
    path = f"/offerings/{offering_id}/nominate"
    officer = house.visitor(OFFICER)
    page = officer.get(f"{path}?unit={COUNTER}").text
    found = re.findall(r'name="employee_id" value="([^"]+)"', page)
    assert len(found) == 13

    answered = officer.client.post(
        path, data=officer.hidden(path) | {"unit": COUNTER, "employee_id": found}
    )

    assert "would have too few people on duty" in answered.text
    assert "Enrolled" in answered.text


def test_the_coverage_calendar_shows_who_is_away(house: House) -> None:
    officer = house.visitor(OFFICER)
    day = datetime.now(UTC).date() + timedelta(days=8)

    page = officer.get(f"/coverage?unit={COUNTER}&month={day.isoformat()[:7]}").text

    assert "Loket Pelayanan Terpadu" in page
    assert "Theresia Kolo (Leave)" in page
    assert "Arsip Daerah" in officer.get(f"/coverage?unit={ARCHIVE}").text


def test_an_officer_adds_a_budget_and_sees_where_the_money_is(house: House) -> None:
    officer = house.visitor(OFFICER)
    budget = {"title": "Diklat teknis", "fiscal_year": "2026", "mode": "indicative"}

    wrong = officer.post("/budgets", **budget, amount="banyak")
    assert wrong.status_code == 400
    assert "Diklat teknis" in wrong.text

    page = officer.post("/budgets", **budget, amount="75.000.000").text
    assert "Rp\u00a075,000,000" in page


def test_an_offering_is_called_off_with_a_reason(house: House) -> None:
    offering_id = house.an_offering()
    officer = house.visitor(OFFICER)

    page = officer.post(f"/offerings/{offering_id}/cancel", reason="Pengajar berhalangan").text

    assert "The offering is called off; everybody is told." in page
    assert house.call("enrolment", "get_offering", offering_id=offering_id)["status"] == "cancelled"


def test_a_long_catalogue_is_read_page_by_page(house: House) -> None:
    for number in range(101):
        house.a_programme(title=f"Pelatihan {number:03}")
    officer = house.visitor(OFFICER)

    shown = _all_pages(officer, "/programmes", "More programmes")

    assert all(f"Pelatihan {number:03}<" in "".join(shown) for number in range(101))
    assert max(page.count("<tr>") for page in shown) <= 101  # with the titles
    assert len(shown) >= 2


def test_what_was_before_is_shown_newest_first_and_page_by_page(house: House) -> None:
    programme_id = house.a_programme(title="Kelas lampau")
    day = datetime.now(UTC).date() - timedelta(days=200)
    made = [
        house.an_offering(days=0, programme_id=programme_id, meetings=[meeting(day)])
        for _ in range(61)
    ]

    shown = _all_pages(house.visitor(OFFICER), "/offerings", "Older ones")

    found = re.findall(r'href="/offerings/([0-9a-f-]{36})"', "".join(shown))
    assert [one for one in found if one in made] == made[::-1]
    assert len(shown) >= 2


def _all_pages(officer: Visitor, path: str, more: str) -> list[str]:
    pages = [officer.get(path).text]
    while found := re.search(rf'href="([^"]+)">{more}', pages[-1]):
        pages.append(officer.get(found[1].replace("&amp;", "&")).text)
    return pages
