"""What a study says, when it says so, and what becomes of it afterwards."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.evaluation.calls import effects
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.needs_house import a_complaint
from tests.integration.evaluation.study_house import DAY, moved, study_house
from tests.integration.evaluation.study_world import (
    STARTS_AT,
    VERDICT_AT,
    World,
    a_figure,
    computed_here,
)

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite"])
def house(request, tmp_path):
    with study_house(request, tmp_path) as house:
        yield house


@pytest.fixture
def in_this_process(monkeypatch):
    """The same computation without a process of its own, which takes seconds to start."""
    monkeypatch.setattr(effects, "run", computed_here)


@pytest.fixture
def world(house, in_this_process):
    """Ten counters, a study registered in time, and an effect of eight minutes."""
    world = World(house, units=12, effect=-8.0)
    world.people()
    world.schedule()
    return world


def effects_told(house):
    return [told for told in house.told() if told.name == "effect.measured"]


def at_the_verdict(world):
    """Everything has happened and was measured."""
    world.begin()
    world.house.clock.travel_to(VERDICT_AT)
    world.measure()


# The verdict


def test_the_verdict_is_told_with_everything_that_belongs_to_it(world):
    study_id = world.register(primary=True)
    at_the_verdict(world)

    found = world.house.service.measure_effect(study_id=study_id)

    assert (found["verdict"], found["revision"], found["interim"]) == ("improved", 1, False)
    assert (found["n_treated"], found["n_comparison"]) == (6, 6)
    assert found["estimate"] == pytest.approx(-8, abs=2)
    assert found["ci_low"] < found["estimate"] < found["ci_high"] < 0
    assert found["relative"] == pytest.approx(-8 / 45, abs=0.06)
    assert set(found["sentences"]) == {"id", "en"}
    [told] = effects_told(world.house)
    assert (told.subject, told.sequence) == (study_id, 1)
    same = set(told.data) - {"warnings"}
    assert {name: told.data[name] for name in same} == {name: found[name] for name in same}
    assert (told.data["registered"], told.data["primary"]) == (True, True)
    assert told.data["unit_of_measure"] == "minutes"


def test_a_repeated_look_at_the_same_data_gives_the_same_revision(world):
    study_id = world.register()
    at_the_verdict(world)

    first = world.house.service.measure_effect(study_id=study_id)
    world.house.clock.travel(30 * DAY)

    assert world.house.service.measure_effect(study_id=study_id) == first
    assert len(effects_told(world.house)) == 1


def test_the_timer_makes_the_verdict_on_its_day_and_only_once(world):
    study_id = world.register()
    world.begin()
    world.house.clock.travel_to(VERDICT_AT - DAY)
    world.measure()
    world.house.service.measure_due_studies()
    assert effects_told(world.house) == []

    world.house.clock.travel_to(VERDICT_AT)
    world.house.service.measure_due_studies()
    world.house.clock.travel(30 * DAY)
    world.house.service.measure_due_studies()

    assert [told.data["verdict"] for told in effects_told(world.house)] == ["improved"]
    assert world.house.service.get_study(study_id=study_id)["status"] == "measured"


def test_corrected_data_are_a_new_revision_and_the_old_one_stays_readable(world):
    study_id = world.register()
    at_the_verdict(world)
    first = world.house.service.measure_effect(study_id=study_id)
    later = MONDAY_NOON + 170 * DAY

    world.house.hear(
        *[
            a_figure(name, STARTS_AT.date() + number * 7 * DAY, 60, changed_at=later)
            for name in world.trained
            for number in range(18)
        ]
    )
    second = world.house.service.measure_effect(study_id=study_id)

    assert (second["revision"], second["verdict"]) == (2, "worsened")
    assert [told.data["revision"] for told in effects_told(world.house)] == [1, 2]
    study = world.house.service.get_study(study_id=study_id)
    assert study["revisions"] == [first, second]
    assert study["finding"] == second
    assert second["basis"] == first["basis"]


def test_the_timer_notices_corrected_data_by_itself(world):
    world.register()
    at_the_verdict(world)
    world.house.service.measure_due_studies()
    world.house.hear(
        a_figure("U01", STARTS_AT.date() + 7 * DAY, 41, changed_at=MONDAY_NOON + 170 * DAY)
    )

    for _ in range(3):
        world.house.clock.travel(31 * DAY)
        world.house.service.measure_due_studies()

    assert [told.data["revision"] for told in effects_told(world.house)] == [1, 2]


def test_what_changes_outside_the_windows_revises_nothing(world):
    study_id = world.register()
    at_the_verdict(world)
    first = world.house.service.measure_effect(study_id=study_id)
    world.house.clock.travel(60 * DAY)

    world.house.hear(a_figure("U01", VERDICT_AT.date() + 20 * DAY, 500))
    world.house.employ("U77", 3)
    world.schedule(STARTS_AT + 300 * DAY)

    assert world.house.service.measure_effect(study_id=study_id) == first


# Too early, too few, too late


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
