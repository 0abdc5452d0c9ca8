"""What a study says, and what becomes of it when data are corrected."""

from datetime import timedelta

import pytest

from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.study_house import DAY, study_house
from tests.integration.evaluation.study_world import (
    STARTS_AT,
    VERDICT_AT,
    a_figure,
    at_the_verdict,
    effects_told,
)

HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite"])
def house(request, tmp_path):
    with study_house(request, tmp_path) as house:
        yield house


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
