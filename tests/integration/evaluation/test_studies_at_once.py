"""Several processes, or callers, look at one study at once: there is one verdict."""

import eventlet
import pytest

from services.evaluation.calls import effects
from tests.integration.evaluation.study_house import study_house
from tests.integration.evaluation.study_world import VERDICT_AT, World, computed_here


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
