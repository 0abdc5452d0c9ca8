"""Of whom a study speaks and how it is asked, and what its verdict answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import Conflict
from shared.ids import new_id
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.study_house import DAY, study_house
from tests.integration.evaluation.study_world import (
    STARTS_AT,
    VERDICT_AT,
    World,
    a_figure,
    at_the_verdict,
)

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite"])
def house(request, tmp_path):
    with study_house(request, tmp_path) as house:
        yield house


# Whom, and what


def test_comparison_units_are_of_the_same_kind_and_frozen_at_registration(world):
    world.house.employ("ARCHIVE", 3, kind="archive")
    study_id = world.register()
    world.house.employ("LATER", 3)
    at_the_verdict(world)

    basis = world.house.service.measure_effect(study_id=study_id)["basis"]

    assert basis["comparison"] == world.names[1::2]
    assert sorted(basis["treated"]) == world.trained


def test_comparison_units_chosen_at_the_look_make_a_study_exploratory(house, in_this_process):
    world = World(house, units=12, effect=-8.0)
    study_id = world.register()
    world.people()
    world.schedule()
    at_the_verdict(world)

    found = house.service.measure_effect(study_id=study_id)

    assert found["basis"]["comparison"] == world.names[1::2]
    assert found["registered"] is False
    assert "comparison_chosen_late" in {one["code"] for one in found["warnings"]}


def test_comparison_units_that_are_named_are_taken_as_they_are_named(world):
    study_id = world.register(comparison_unit_ids=["U02", "U04", "U06", "U01"])
    at_the_verdict(world)

    found = world.house.service.measure_effect(study_id=study_id)

    assert found["basis"]["comparison"] == ["U02", "U04", "U06"]


def test_the_share_who_completed_is_the_dose(world):
    study_id = world.register()
    world.begin()
    world.complete()
    world.house.clock.travel_to(VERDICT_AT)
    world.measure()

    assert world.house.service.measure_effect(study_id=study_id)["dose"] == 0.5


def test_medians_are_not_pooled_with_means(world):
    by_mean = world.register()
    by_median = world.register(statistic="median")
    at_the_verdict(world)
    world.effect = 0.0
    world.measure(statistic="median")

    assert world.house.service.measure_effect(study_id=by_mean)["verdict"] == "improved"
    assert world.house.service.measure_effect(study_id=by_median)["verdict"] != "improved"


def test_several_metrics_answer_for_each_other_and_the_primary_one_for_itself(world):
    weak = World(world.house, units=12, effect=-2.0, seed=2)
    primary = world.register(primary=True)
    others = [world.register(metric=f"{name}_minutes") for name in "abcdefghijkl"]
    at_the_verdict(world)
    weak.measure(metric="a_minutes")

    found = world.house.service.measure_effect(study_id=others[0])

    assert found["p_adjusted"] == pytest.approx(min(1, 12 * found["p_value"]))
    own = world.house.service.measure_effect(study_id=primary)
    assert own["p_adjusted"] == own["p_value"]


# The call


def test_a_repeated_request_is_answered_the_same(world):
    study_id = world.register()
    other = world.register()
    at_the_verdict(world)
    call = {"study_id": study_id, "request_id": new_id()}

    first = world.house.service.measure_effect(**call)
    world.house.hear(a_figure("U01", STARTS_AT.date(), 99, changed_at=MONDAY_NOON + DAY))

    assert world.house.service.measure_effect(**call) == first
    with pytest.raises(Conflict, match="with other arguments"):
        world.house.service.measure_effect(**call | {"study_id": other})


def test_the_chart_comes_with_the_table_it_was_drawn_from(world):
    study_id = world.register()
    at_the_verdict(world)
    world.house.service.measure_effect(study_id=study_id)

    with pytest.raises(Conflict, match="nobody has looked"):
        world.house.service.get_effect_chart(study_id=world.register())

    shown = world.house.service.get_effect_chart(study_id=study_id, language="en")

    assert shown["svg"].startswith("<svg")
    assert len(shown["rows"]) >= 40
    assert {"week", "from", "treated", "comparison"} <= set(shown["rows"][0])
    assert set(shown["windows"]) == {"before", "selected", "after"}
    assert shown["sentence"] != world.house.service.get_effect_chart(study_id=study_id)["sentence"]


# Results


def test_the_systems_evaluation_points_to_the_study_and_is_submitted_by_its_verdict(world):
    study_id = world.register()
    world.begin()
    completed, *_ = world.complete()
    [item] = [
        one
        for one in world.house.evaluations(enrolment_id=completed.enrolment_id)
        if one["level"] == 4
    ]
    view = world.house.service.get_evaluation(evaluation_id=item["evaluation_id"])
    assert (view["study_id"], view["status"]) == (study_id, "scheduled")
    world.house.clock.travel_to(VERDICT_AT)
    world.measure()

    world.house.service.measure_due_studies()

    results = [one for one in world.house.evaluations(limit=500) if one["level"] == 4]
    assert {one["status"] for one in results} == {"submitted"}
    told = [one for one in world.house.told() if one.name == "evaluation.submitted"]
    assert len(told) == len(world.seats)
    assert {one.data["respondent_id"] for one in told} == {None}


def test_a_completion_recorded_after_the_verdict_has_its_result_at_once(world):
    world.register()
    at_the_verdict(world)
    world.house.service.measure_due_studies()

    world.complete()
    world.house.service.settle_late_results()

    results = [one for one in world.house.evaluations(limit=500) if one["level"] == 4]
    assert {one["status"] for one in results} == {"submitted"}


def test_a_computation_that_takes_too_long_is_ended_and_says_so(house, world, monkeypatch):
    monkeypatch.undo()
    study_id = world.register()
    at_the_verdict(world)
    house.service.settings = replace(house.service.settings, study_limit_seconds=0.01)

    with pytest.raises(Conflict, match="STUDY_LIMIT_SECONDS"):
        house.service.measure_effect(study_id=study_id)

    assert house.service.get_study(study_id=study_id)["revisions"] == []
