"""A service may be away for as long as it likes: nothing is missing or doubled afterwards."""

import pytest

from tests.e2e import office, outcome
from tests.e2e.broker import Spy
from tests.e2e.system import SERVICES, System


@pytest.mark.parametrize("away", ["evaluation", "notification"])
def test_a_service_that_was_off_for_the_whole_run_catches_up(system: System, away: str):
    system.start()
    assert system.stop(away) == {away: 0}

    assert _problems_of_a_run_without(system, away) == []


@pytest.mark.parametrize("away", ["evaluation", "notification"])
def test_a_service_that_was_migrated_but_never_started_catches_up(system: System, away: str):
    system.start(*(name for name in SERVICES if name != away))

    assert _problems_of_a_run_without(system, away) == []


def _problems_of_a_run_without(system: System, away: str) -> list[str]:
    outcome.watch(system)
    spy = Spy(system.amqp_uri)
    people = office.Office(system.amqp_uri)
    learners = people.new_learners(100)
    people.introduce(learners)
    office.wait_until_known(system, "enrolment", learners)
    classes = people.enrol(learners, class_size=20)
    for each in classes:
        people.complete(each)
    office.wait_until_relayed(system, "enrolment")
    assert system.count(away, "inbox") == 0, "it was not away"

    system.start(away)
    system.wait_until_quiet()

    return outcome.problems(system, classes, spy.heard())
