"""Needs, studies, answers and campaigns: shown with their uncertainty, decided by officers."""

import re

from tests.integration.portal.house import House, Visitor, wait_until
from tests.integration.portal.town import OFFICER


def test_needs_are_ranked_with_the_complaints_behind_them(house: House) -> None:
    house.call(
        "evaluation",
        "save_need_rule",
        category="antrean",
        competency="pelayanan publik",
        trainable_share=0.6,
    )
    officer = house.visitor(OFFICER)
    form = {"period_start": _first_day(officer.get("/needs").text), "period_end": _today(officer)}

    def ranked() -> bool:
        page = officer.post("/needs", **form).text
        return "pelayanan publik · Loket Pelayanan Terpadu" in page

    wait_until(ranked, "ranking", house.services)
    page = officer.post("/needs", **form).text
    link = re.search(r'href="(/needs/complaints[^"]+)"', page)[1].replace("&amp;", "&")
    assert officer.get(link).text.count("Menunggu dua jam di loket") == 8

    wrong = officer.post("/needs", period_start=form["period_end"], period_end="2020-01-01")
    assert wrong.status_code == 400


def test_a_study_is_looked_at_and_says_how_sure_it_is(house: House) -> None:
    study = house.call(
        "evaluation",
        "register_study",
        programme_id=_programme_with_an_offering(house),
        metric="waiting_minutes",
        before_days=30,
        after_days=30,
    )
    officer, path = house.visitor(OFFICER), f"/effects/{study['study_id']}"
    assert "Nobody has looked yet." in officer.get(path).text
    assert "Waiting time (minutes)" in officer.get("/effects").text

    looked = officer.post(path)
    assert "Too few data to say" in looked.text
    assert "What to keep in mind" in looked.text


def test_answers_are_shown_of_groups_only(house: House) -> None:
    programme_id = house.a_programme()
    officer = house.visitor(OFFICER)

    page = officer.post(f"/programmes/{programme_id}/results", level="1").text

    assert re.search(r"Shown from \d+ answers on", page)
    assert "There are too few tests before and after to say." in page
    answer = officer.post(f"/programmes/{programme_id}/results", level="9")
    assert answer.status_code == 404


def test_a_campaign_goes_out_only_when_an_officer_approves_it(house: House) -> None:
    officer = house.visitor(OFFICER)
    programme_id = a_programme_that_is_known(house)
    nothing = officer.post("/campaigns", programme_id=programme_id)
    assert nothing.status_code in (404, 409)

    drafted = a_campaign(house, programme_id)
    page = officer.get(f"/campaigns/{drafted}").text
    assert "Antrean jadi lebih tertib" in page
    assert "Approve and send" in page

    sent = officer.post(f"/campaigns/{drafted}", action="approve").text
    assert "The campaign goes out." in sent
    assert "Written to" in sent
    assert "The campaign is stopped." in officer.post(f"/campaigns/{drafted}", action="stop").text


def a_programme_that_is_known(house: House) -> str:
    """To the notification service, which hears of programmes by their offerings."""
    programme_id = house.a_programme()
    house.completed("P31", programme_id=programme_id)
    return programme_id


def a_campaign(house: House, programme_id: str) -> str:
    """The id of a draft that tells a colleague's story."""
    story = {"id": "Antrean jadi lebih tertib", "en": "The queue is calmer now"}
    found: list[str] = []

    def is_drafted() -> bool:
        house.call(
            "notification",
            "tell_story",
            programme_id=programme_id,
            employee_id="P31",
            text=story,
            consent=True,
        )
        drafted = house.call("notification", "draft_campaign", programme_id=programme_id)
        found.append(drafted["campaign_id"])
        return True

    wait_until(is_drafted, "campaign", house.services)
    return found[-1]


def _programme_with_an_offering(house: House) -> str:
    programme_id = house.a_programme()
    house.an_offering(programme_id=programme_id)
    return programme_id


def _first_day(page: str) -> str:
    return re.search(r'name="period_start" type="date" value="([^"]+)"', page)[1]


def _today(officer: Visitor) -> str:
    page = officer.get("/needs").text
    return re.search(r'name="period_end" type="date" value="([^"]+)"', page)[1]
