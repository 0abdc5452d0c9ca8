"""Training needs: from complaints and their rules to a ranking that can be traced back."""

from datetime import date, timedelta

import pytest

from services.evaluation.storage.selection_records import selection_behind
from shared.errors import NotFound, ValidationError
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.needs_house import (
    DAY,
    TODAY,
    WEEK,
    a_unit,
    complaints,
    fields_of,
    hear,
    services,
    two_offices,
)
from tests.integration.evaluation.test_roster_ahead import a_message


def test_a_need_shows_every_part_of_its_rank_and_one_sentence(house):
    two_offices(house)

    answer = house.service.rank_needs(**WEEK)

    assert (answer["period_start"], answer["period_end"]) == ("2026-11-16", "2026-11-22")
    assert (answer["complaints"], answer["triage"], answer["next"]) == (32, 1, None)
    first, second = answer["needs"]
    assert [(one["rank"], one["unit_id"], one["reason"]) for one in (first, second)] == [
        (1, "U1", None),
        (2, "U2", None),
    ]
    assert (first["competency"], first["complaints"]) == ("pelayanan prima", 12)
    assert (first["basis"], first["exposure"], first["days"]) == ("services", 1000.0, 1)
    assert first["rate_own"] == 12.0
    assert first["rate_low"] < first["rate"] < min(first["rate_high"], first["rate_own"])
    assert first["trend"] > 0.2
    assert (first["severity"], first["trainable_share"], first["gap"]) == (2.0, 0.6, None)
    assert first["parts"] == [
        {"category": "Antrean", "complaints": 12, "severity": 2, "trainable_share": 0.6}
    ]
    assert first["score"] == pytest.approx(
        first["relative_rate"] * 2 * 0.6 * first["trend_factor"], rel=1e-4
    )
    assert first["sentence"]["en"].startswith("Loket U1: 12 complaints about pelayanan prima; ")
    assert first["sentence"]["id"].startswith("Loket U1: 12 pengaduan terkait pelayanan prima; ")
    assert answer["untrainable"] == [
        {
            "unit_id": unit_id,
            "category": "Antrean",
            "complaints": number,
            "share": 0.4,
            "cause": "other",
        }
        for unit_id, number in (("U2", 20), ("U1", 12))
    ]


def test_every_need_is_traceable_to_its_complaints(house):
    two_offices(house)
    ranking_id = house.service.rank_needs(**WEEK)["ranking_id"]
    hear(house, *complaints("U1", 1, name="later"))
    house.service.assign_complaint(complaint_id="X1", unit_id="U1", assigned_by="E7")
    about = {"ranking_id": ranking_id, "unit_id": "U1", "competency": "pelayanan prima"}

    page = house.service.list_need_complaints(**about, limit=8)
    rest = house.service.list_need_complaints(**about, after=page["next"])

    ids = [item["complaint_id"] for item in page["items"] + rest["items"]]
    assert ids == [f"T-U1-{number:03}" for number in range(12)]
    assert rest["next"] is None
    with pytest.raises(NotFound, match="no ranking"):
        house.service.list_need_complaints(**about | {"ranking_id": "R"})
    with pytest.raises(NotFound, match="no need of this ranking"):
        house.service.list_need_complaints(**about | {"unit_id": "U9"})


def test_the_ranking_is_told_with_the_greatest_need_first(house):
    two_offices(house)

    answer = house.service.rank_needs(**WEEK)

    (told,) = house.told()
    assert (told.name, told.subject) == ("needs.ranked", answer["ranking_id"])
    assert (told.data["period_start"], told.data["period_end"]) == ("2026-11-16", "2026-11-22")
    assert told.data["needs"] == [
        {name: need[name] for name in ("unit_id", "competency", "score", "complaints")}
        for need in answer["needs"]
    ]


def test_the_same_data_give_the_same_ranking_and_new_data_another(house):
    two_offices(house)

    first, again = house.service.rank_needs(**WEEK), house.service.rank_needs(**WEEK)
    assert again == first
    assert len(house.told()) == 1

    hear(house, *complaints("U2", 300, name="more"))
    other = house.service.rank_needs(**WEEK)
    assert other["ranking_id"] != first["ranking_id"]
    assert [need["unit_id"] for need in other["needs"]] == ["U2", "U1"]
    kept = house.service.list_ranked_needs(ranking_id=first["ranking_id"])
    assert kept["items"] == first["needs"]


def test_a_ranking_is_the_record_of_when_and_how_units_were_selected(house):
    two_offices(house)
    house.service.rank_needs(**WEEK)

    def behind(unit_ids, before_day, taught="  PELAYANAN  prima "):
        with house.database.reading() as session:
            return selection_behind(session, unit_ids, [taught], before_day)

    assert behind(["U1", "U7"], TODAY + DAY) == (date(2026, 11, 16), date(2026, 11, 22))
    assert behind(["U1"], TODAY) is None
    assert behind(["U7"], TODAY + DAY) is None
    assert behind(["U1"], TODAY + DAY, "kearsipan") is None


def test_without_any_rule_the_answer_lists_what_is_unmapped_and_planners_are_told_nothing(house):
    hear(house, a_unit(), services("U1", 100), *complaints("U1", 9))

    ranking = house.service.rank_needs(**WEEK)

    assert ranking["needs"] == []
    assert ranking["unmapped"] == [{"category": "antrean", "complaints": 9}]
    assert house.told() == []


def test_a_period_begins_and_ends_with_the_days_of_the_office(house):
    hear(house, a_unit(), services("U1", 100))
    midnight = MONDAY_NOON.replace(hour=16) - 8 * DAY  # 00:00 of 16 November in Kupang
    second = timedelta(seconds=1)
    for name, at in (
        ("out", midnight - second),
        ("in", midnight),
        ("last", midnight + 7 * DAY - second),
        ("after", midnight + 7 * DAY),
    ):
        hear(house, *complaints("U1", 1, received_at=at, name=name))

    assert house.service.rank_needs(**WEEK)["complaints"] == 2


def test_fewer_complaints_than_the_office_asks_for_are_listed_without_a_rank(house):
    two_offices(house)
    house.service.save_need_minimum(min_complaints=15)

    needs = house.service.rank_needs(**WEEK)["needs"]

    assert [(need["unit_id"], need["rank"]) for need in needs] == [("U2", 1), ("U1", None)]
    assert needs[1]["reason_code"] == "few_complaints"
    assert needs[1]["reason"]["en"] == ("12 complaints: a rank needs 15. Choose a longer period.")
    assert needs[1]["reason"]["id"].startswith("12 pengaduan")


def test_without_a_number_of_services_employees_are_counted_and_it_is_flagged(house):
    hear(house, a_unit(), *complaints("U1", 9))
    house.service.save_need_rule(category="antrean", competency="pelayanan", trainable_share=1)
    hear(
        house,
        *(a_message(f"E{number}") for number in range(3)),
        a_message("E8", unit_id="U2"),
        a_message("E9", active=False),
    )

    (need,) = house.service.rank_needs(**WEEK)["needs"]

    assert need["basis"] == "employees"
    assert (need["exposure"], need["rate_own"]) == (3.0, 3.0)
    assert "the number of services is not known" in need["sentence"]["en"]


def test_rules_are_listed_and_saving_one_again_replaces_it(house):
    rule = {"category": "antrean", "competency": "pelayanan", "trainable_share": 0.5}
    first = house.service.save_need_rule(**rule)
    again = house.service.save_need_rule(**rule | {"category": "ANTREAN", "severity": 3})
    house.service.save_need_rule(
        **rule | {"trainable_share": 0.0, "effective_from": "2027-01-01", "rest_cause": "staffing"}
    )

    listed = house.service.list_need_rules()["items"]

    assert again["need_rule_id"] == first["need_rule_id"]
    assert [(one["severity"], one["trainable_share"], one["effective_from"]) for one in listed] == [
        (3, 0.5, None),
        (1, 0.0, "2027-01-01"),
    ]
    assert listed[1]["rest_cause"] == "staffing"


@pytest.mark.parametrize(
    ("period", "field"),
    [
        ({"period_start": "2026-11-20", "period_end": "2026-11-19"}, "period_end"),
        ({"period_start": "2020-01-01", "period_end": "2026-01-01"}, "period_end"),
        ({"period_start": "2026-12-01", "period_end": "2026-12-31"}, "period_start"),
    ],
)
def test_a_period_that_cannot_be_is_refused(house, period, field):
    with pytest.raises(ValidationError) as refused:
        house.service.rank_needs(**period)

    assert fields_of(refused) == [field]
