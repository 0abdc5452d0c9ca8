"""Studies that are looked at too early, rest on too little, or were recorded too late."""

from datetime import timedelta

import pytest

from shared.errors import Conflict, NotFound
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.needs_house import a_complaint
from tests.integration.evaluation.study_house import DAY, moved, study_house
from tests.integration.evaluation.study_world import (
    STARTS_AT,
    VERDICT_AT,
    World,
    at_the_verdict,
    effects_told,
)

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite"])
def house(request, tmp_path):
    with study_house(request, tmp_path) as house:
        yield house


def test_an_early_look_is_interim_and_nobody_is_told(world):
    study_id = world.register()
    world.begin()
    world.house.clock.travel_to(STARTS_AT + 126 * DAY)
    world.measure()

    found = world.house.service.measure_effect(study_id=study_id)

    assert (found["interim"], found["revision"]) == (True, 0)
    assert "interim" in {one["code"] for one in found["warnings"]}
    assert effects_told(world.house) == []
    study = world.house.service.get_study(study_id=study_id)
    assert (study["revisions"], len(study["interim_looks"])) == ([], 1)
    assert study["status"] == "registered"


def test_too_few_units_are_an_answer_too(house, in_this_process):
    world = World(house, units=4, effect=-8.0)
    world.people()
    world.schedule()
    study_id = world.register()
    at_the_verdict(world)

    found = house.service.measure_effect(study_id=study_id)

    assert (found["verdict"], found["n_treated"]) == ("insufficient_data", 2)
    assert [told.data["verdict"] for told in effects_told(house)] == ["insufficient_data"]


def test_without_a_trained_unit_or_a_figure_the_data_are_insufficient(world):
    nobody_trained = world.register(treated_share=0.9)
    nothing_measured = world.register(metric="complaints_count")
    at_the_verdict(world)

    for study_id, code in (
        (nobody_trained, "no_treated_unit"),
        (nothing_measured, "no_figures"),
    ):
        found = world.house.service.measure_effect(study_id=study_id)
        assert (found["verdict"], found["estimate"]) == ("insufficient_data", None)
        assert code in {one["code"] for one in found["warnings"]}
    assert len(effects_told(world.house)) == 2


def test_a_study_without_an_offering_has_no_window_to_look_through(house):
    study_id = house.service.register_study(
        programme_id="P1", metric="waiting_minutes", before_days=90, after_days=90
    )["study_id"]

    with pytest.raises(Conflict, match="no offering of its programme is scheduled"):
        house.service.measure_effect(study_id=study_id)
    with pytest.raises(NotFound):
        house.service.measure_effect(study_id="x")


def test_a_study_of_the_past_is_exploratory_and_still_answers(house, in_this_process):
    world = World(house, effect=-8.0)
    house.clock.travel_to(VERDICT_AT)
    world.people()
    world.measure()
    world.schedule(STARTS_AT)
    study_id = world.register()

    found = house.service.measure_effect(study_id=study_id)

    assert (found["registered"], found["verdict"]) == (False, "improved")
    assert "exploratory" in {one["code"] for one in found["warnings"]}


def test_what_is_recorded_late_is_waited_for_before_the_verdict(house, in_this_process):
    world = World(house, effect=-8.0)
    house.clock.travel_to(VERDICT_AT)
    world.people()
    world.schedule(STARTS_AT)
    world.register()
    house.service.measure_due_studies()
    assert effects_told(house) == []

    world.measure()
    house.clock.travel(14 * DAY + HOUR)
    house.service.measure_due_studies()

    assert [told.data["verdict"] for told in effects_told(house)] == ["improved"]


def test_without_a_selection_record_a_study_is_exploratory(world):
    study_id = world.register(selected_from=None, selected_to=None)
    at_the_verdict(world)

    assert world.house.service.measure_effect(study_id=study_id)["registered"] is False


@pytest.mark.parametrize(("competency", "registered"), [("pelayanan", True), ("arsip", False)])
def test_the_ranking_behind_a_training_is_the_record_of_how_units_were_selected(
    world, competency, registered
):
    study_id = world.register(selected_from=None, selected_to=None)
    world.house.service.save_need_rule(
        category="antrean", competency=competency, trainable_share=0.6
    )
    complaints = [
        a_complaint(f"T{number}", unit_id="U01", received_at=MONDAY_NOON - 5 * DAY)
        for number in range(20)
    ]
    world.house.hear(*complaints)
    world.house.service.rank_needs(period_start="2026-11-09", period_end="2026-11-22")
    at_the_verdict(world)

    found = world.house.service.measure_effect(study_id=study_id)

    assert found["registered"] is registered
    period = ["2026-11-09", "2026-11-22"] if registered else None
    assert found["basis"]["selected"] == period


def test_a_study_waits_for_the_window_of_an_offering_that_moved(world):
    world.register()
    world.house.hear(moved(world.offering, STARTS_AT + 7 * DAY), sequence=2)
    world.house.clock.travel_to(VERDICT_AT)
    world.measure()

    world.house.service.measure_due_studies()

    assert effects_told(world.house) == []


def test_figures_of_no_more_than_the_registered_days_are_enough(world):
    study_id = world.register()
    world.begin()
    world.house.clock.travel_to(VERDICT_AT)
    world.measure(weeks_before=26)

    found = world.house.service.measure_effect(study_id=study_id)

    assert (found["verdict"], found["basis"]["before_days"]) == ("improved", 70)
