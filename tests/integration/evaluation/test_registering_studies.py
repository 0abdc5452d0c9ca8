"""Studies are fixed before anybody looks: by a person, or because an offering was scheduled."""

import json
from datetime import date, timedelta

import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.study_house import (
    DAY,
    a_unit,
    an_offering,
    called_off,
    moved,
    study_house,
)

WINDOWS = {"before_days": 90, "after_days": 60}
SELECTED = {"selected_from": "2026-07-01", "selected_to": "2026-09-30"}
WAITING = {"programme_id": "P1", "metric": "waiting_minutes", **WINDOWS}


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, tmp_path):
    with study_house(request, tmp_path) as house:
        yield house


def studies(house, **wanted):
    return house.service.list_studies(**wanted)["items"]


def fields_of(refused):
    return list(json.loads(str(refused.value))["fields"])


def test_a_study_keeps_what_was_fixed_and_fills_in_the_rules_of_the_day(house):
    study = house.service.register_study(**WAITING, **SELECTED)

    assert study["metric"] == "waiting_minutes"
    assert (study["unit_of_measure"], study["better"]) == ("minutes", "lower")
    assert (study["treated_share"], study["relevant_change"]) == (0.3, 0.1)
    assert (study["selected_from"], study["primary"]) == ("2026-07-01", False)
    assert (study["status"], study["revision"]) == ("registered", 0)
    assert studies(house) == [study]


def test_the_office_changes_the_share_from_a_day_on(house):
    house.service.save_study_rule(name="treated_share", value=0.5)
    house.service.save_study_rule(name="treated_share", value=0.9, from_day="2027-01-01")

    assert house.service.register_study(**WAITING)["treated_share"] == 0.5
    assert house.service.register_study(**WAITING, treated_share=0.2)["treated_share"] == 0.2
    house.clock.travel_to(MONDAY_NOON + 60 * DAY)
    assert house.service.register_study(**WAITING)["treated_share"] == 0.9
    assert len(house.service.list_study_rules()["items"]) == 4


def test_a_programme_has_one_primary_metric_a_year(house):
    house.hear(an_offering(MONDAY_NOON + 7 * DAY))
    house.service.register_study(**WAITING, primary=True)

    with pytest.raises(Conflict, match=r"waiting_minutes is already the primary one .* in 2026"):
        house.service.register_study(**WAITING | {"metric": "complaints"}, primary=True)

    house.service.register_study(**WAITING | {"metric": "complaints"})
    house.service.register_study(**WAITING | {"programme_id": "P2"}, primary=True)
    house.hear(an_offering(MONDAY_NOON + 370 * DAY))
    house.clock.travel(300 * DAY)
    later = house.service.register_study(**WAITING | {"metric": "complaints"}, primary=True)
    assert later["year"] == 2027


def test_a_study_registered_before_any_offering_belongs_to_the_year_of_the_first(house):
    house.service.register_study(**WAITING, primary=True)
    with pytest.raises(Conflict, match="already the primary one"):
        house.service.register_study(**WAITING | {"metric": "complaints"}, primary=True)

    house.hear(an_offering(MONDAY_NOON + 60 * DAY))

    [study] = studies(house)
    assert (study["year"], study["primary"]) == (2027, True)


def test_the_verdict_is_due_fourteen_days_after_the_window_of_the_last_offering(house):
    first = an_offering(MONDAY_NOON + 3 * DAY)
    house.hear(first, an_offering(MONDAY_NOON + 10 * DAY))
    house.service.register_study(**WAITING)
    due = date(2026, 12, 3) + timedelta(days=60 + 14)
    assert studies(house)[0]["verdict_due_at"][:10] == (due - timedelta(days=1)).isoformat()

    house.hear(moved(first, MONDAY_NOON + 12 * DAY), sequence=2)

    assert studies(house)[0]["verdict_due_at"][:10] == (due + timedelta(days=1)).isoformat()


def test_a_study_whose_only_offering_is_called_off_waits_for_another(house):
    offering = an_offering(MONDAY_NOON + 3 * DAY)
    house.hear(offering)
    house.service.register_study(**WAITING)

    house.hear(called_off(offering), sequence=2)

    assert studies(house)[0]["verdict_due_at"] is None


# By default


def test_an_offering_registers_a_study_for_each_metric_that_its_programme_is_judged_by(house):
    house.service.save_study_metric(programme_id="P1", metric="waiting_minutes", primary=True)
    house.service.save_study_metric(competency="pelayanan", metric="complaints", after_days=90)
    house.service.save_study_metric(competency="arsip", metric="lost_files")

    house.hear(an_offering(MONDAY_NOON + 7 * DAY))

    found = {one["metric"]: one for one in studies(house)}
    assert set(found) == {"waiting_minutes", "complaints"}
    assert all(one["by_default"] and one["year"] == 2026 for one in found.values())
    assert (found["waiting_minutes"]["primary"], found["complaints"]["primary"]) == (True, False)
    assert found["complaints"]["after_days"] == 90


def test_a_mapping_counts_for_offerings_that_have_not_begun_as_well(house):
    house.hear(
        an_offering(MONDAY_NOON + 7 * DAY),
        an_offering(MONDAY_NOON - 7 * DAY, programme_id="P2"),
        an_offering(MONDAY_NOON + 7 * DAY, programme_id="P3", competencies=["arsip"]),
    )

    house.service.save_study_metric(competency="Pelayanan ", metric="waiting_minutes")

    assert [one["programme_id"] for one in studies(house)] == ["P1"]


def test_without_a_mapping_no_study_is_registered(house):
    house.hear(an_offering(MONDAY_NOON + 7 * DAY))

    assert studies(house) == []


def test_offerings_of_one_year_share_a_study_and_the_next_year_has_its_own(house):
    house.service.save_study_metric(programme_id="P1", metric="waiting_minutes", primary=True)

    house.hear(an_offering(MONDAY_NOON + 3 * DAY), an_offering(MONDAY_NOON + 9 * DAY))
    house.hear(an_offering(MONDAY_NOON + 60 * DAY))

    assert [(one["year"], one["primary"]) for one in studies(house)] == [(2026, True), (2027, True)]


def test_a_study_of_a_person_takes_the_place_of_the_default_one(house):
    house.service.save_study_metric(programme_id="P1", metric="waiting_minutes")
    house.service.register_study(**WAITING, **SELECTED)

    house.hear(an_offering(MONDAY_NOON + 7 * DAY))

    assert [one["by_default"] for one in studies(house)] == [False]


def test_a_mapping_is_replaced_under_its_id(house):
    saved = house.service.save_study_metric(programme_id="P1", metric="waiting_minutes")
    house.service.save_study_metric(
        study_metric_id=saved["study_metric_id"], programme_id="P1", metric="complaints"
    )

    [mapped] = house.service.list_study_metrics()["items"]
    assert mapped["metric"] == "complaints"


def test_a_comparison_unit_that_nobody_has_told_of_is_named_in_the_answer(house):
    house.hear(a_unit("U1"))

    study = house.service.register_study(**WAITING, comparison_unit_ids=["U1", "U-typo"])

    assert study["unknown_comparison_unit_ids"] == ["U-typo"]
    assert studies(house) == [study]
    assert house.service.register_study(**WAITING)["unknown_comparison_unit_ids"] == []


# Refusals


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"selected_from": "2026-07-01"}, "selected_to"),
        ({"selected_from": "2026-09-01", "selected_to": "2026-07-01"}, "selected_to"),
        ({"selected_from": "2026-09-01", "selected_to": "2027-07-01"}, "selected_to"),
        ({"before_days": 0}, "before_days"),
        ({"better": "louder"}, "better"),
        ({"treated_share": 0}, "treated_share"),
        ({"statistic": "mode"}, "statistic"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_study_that_makes_no_sense_is_refused_by_field(house, wrong, field):
    with pytest.raises(ValidationError) as refused:
        house.service.register_study(**WAITING | wrong)

    assert fields_of(refused) == [field]


def test_a_mapping_names_a_programme_or_a_competency(house):
    for wrong in ({}, {"programme_id": "P1", "competency": "pelayanan"}):
        with pytest.raises(ValidationError) as refused:
            house.service.save_study_metric(metric="waiting_minutes", **wrong)
        assert fields_of(refused) == ["programme_id"]


def test_a_study_of_one_offering_needs_that_offering(house):
    with pytest.raises(NotFound):
        house.service.register_study(**WAITING, offering_id="elsewhere")


def test_studies_are_listed_page_by_page_by_programme_and_metric(house):
    for metric in ("a_minutes", "b_minutes", "c_minutes"):
        house.service.register_study(**WAITING | {"metric": metric})

    page = house.service.list_studies(programme_id="P1", limit=2)
    rest = house.service.list_studies(programme_id="P1", limit=2, after=page["next"])

    assert [one["metric"] for one in page["items"] + rest["items"]] == [
        "a_minutes",
        "b_minutes",
        "c_minutes",
    ]
    assert len(studies(house, metric="b_minutes")) == 1
    assert studies(house, programme_id="P2") == []
