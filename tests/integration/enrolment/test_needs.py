"""What complaints say is needed reaches whoever plans."""

from datetime import date, timedelta

from shared.events.evaluation import NeedsRanked, RankedNeed
from tests.integration.enrolment.house import MONDAY_NOON

HOUR = timedelta(hours=1)


def hears(house, *needs, ranking_id="R1", at=MONDAY_NOON):
    ranked = NeedsRanked(
        occurred_at=at,
        ranking_id=ranking_id,
        period_start=date(2026, 7, 1),
        period_end=date(2026, 9, 30),
        needs=[
            RankedNeed(unit_id=unit_id, competency=competency, score=1.5, complaints=9)
            for unit_id, competency in needs
        ],
    )
    with house.database.transaction() as session:
        house.service.learn_needs(ranked, session)


def listed(house, **wanted):
    return [(one["unit_id"], one["competency"]) for one in house.list_needs(**wanted)["items"]]


def test_the_last_ranking_is_listed_in_its_order_with_what_teaches_it(house):
    programme_id = house.a_programme(competencies=["Pelayanan  Prima"])
    hears(house, ("U2", "pelayanan prima"), ("U1", "arsip"))

    first = house.list_needs(limit=1)
    rest = house.list_needs(after=first["next"])

    assert first["items"] == [
        {
            "rank": 1,
            "unit_id": "U2",
            "competency": "pelayanan prima",
            "score": 1.5,
            "complaints": 9,
            "programme_ids": [programme_id],
            "ranking_id": "R1",
            "period_start": "2026-07-01",
            "period_end": "2026-09-30",
            "ranked_at": MONDAY_NOON.isoformat(),
        }
    ]
    assert [one["programme_ids"] for one in rest["items"]] == [[]]
    assert rest["next"] is None
    assert listed(house, unit_id="U1") == listed(house, competency="ARSIP") == [("U1", "arsip")]


def test_a_newer_ranking_replaces_the_last_one_and_an_older_one_is_no_news(house):
    assert listed(house) == []
    hears(house, ("U1", "arsip"))
    hears(house, ("U2", "arsip"), ranking_id="R2", at=MONDAY_NOON + HOUR)
    hears(house, ("U3", "arsip"), ranking_id="R0", at=MONDAY_NOON - HOUR)
    hears(house, ("U1", "arsip"))
    hears(house, ("U2", "arsip"), ranking_id="R2", at=MONDAY_NOON + HOUR)

    assert listed(house) == [("U2", "arsip")]
