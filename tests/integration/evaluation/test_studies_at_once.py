"""Several processes, or callers, look at one study at once: there is one verdict."""

import eventlet
import pytest

from services.evaluation.calls import effects
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.study_house import DAY, study_house
from tests.integration.evaluation.study_world import (
    STARTS_AT,
    VERDICT_AT,
    World,
    a_figure,
    computed_here,
    effects_told,
)


@pytest.fixture(params=["postgresql"])
def world(request, tmp_path, monkeypatch):
    monkeypatch.setattr(effects, "run", computed_here)
    with study_house(request, tmp_path) as house:
        world = World(house, units=8, effect=-8.0)
        world.people()
        world.schedule()
        world.study_id = world.register()
        world.begin()
        world.complete()
        house.clock.travel_to(VERDICT_AT)
        world.measure()
        yield world


def test_timers_and_callers_make_one_verdict(world):
    service = world.house.service

    timers = [eventlet.spawn(service.measure_due_studies) for _ in range(2)]
    callers = [eventlet.spawn(service.measure_effect, study_id=world.study_id) for _ in range(3)]
    answers = [caller.wait() for caller in callers]
    for timer in timers:
        timer.wait()

    assert [one["revision"] for one in answers] == [1, 1, 1]
    names = world.house.names_told()
    assert names.count("effect.measured") == 1
    assert names.count("evaluation.submitted") == len(world.seats)
    assert len(service.get_study(study_id=world.study_id)["revisions"]) == 1


def test_whoever_read_older_figures_does_not_revise_a_newer_revision(world, monkeypatch):
    service, house = world.house.service, world.house
    service.measure_effect(study_id=world.study_id)
    correct(world, 30.0, at=1)
    looks = []

    def overtaken(name, given, seconds):
        """While one process computes, figures are corrected again and another one looks."""
        found = computed_here(name, given, seconds)
        if not looks:
            looks.append(None)
            correct(world, 20.0, at=2)
            looks[0] = service.measure_effect(study_id=world.study_id)
        return found

    monkeypatch.setattr(effects, "run", overtaken)
    answer = service.measure_effect(study_id=world.study_id)

    assert answer == looks[0]
    assert [told.data["revision"] for told in effects_told(house)] == [1, 2]


def correct(world, minutes: float, at: int) -> None:
    """What was measured in the first trained unit in the week of the start was something else."""
    changed_at = MONDAY_NOON + at * DAY
    world.house.hear(a_figure(world.trained[0], STARTS_AT.date(), minutes, changed_at=changed_at))
