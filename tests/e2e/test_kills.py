"""Services die at any moment and servers are restarted: every completion has its effects once."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from secrets import randbelow

import pytest

from tests import servers
from tests.e2e import broker, office, outcome
from tests.e2e.broker import Message, Spy
from tests.e2e.killing import Feeder, Killer
from tests.e2e.office import Office, TrainedClass
from tests.e2e.system import SERVICES, System, wait_until

pytestmark = pytest.mark.alone

COMPLETIONS, CLASS_SIZE = 5000, 25
KILLS = 20  # at least
UNREADABLE = 20
WITHOUT_INBOX = ("-m", "tests.e2e.without_inbox", "{}")


def test_what_is_killed_at_random_under_load_loses_and_doubles_nothing(
    private_rabbitmq: servers.RabbitMQ,
    private_postgresql: servers.PostgreSQL,
    fresh_databases_of: Callable[[str], dict[str, str]],
    tmp_path: Path,
):
    seed = randbelow(10**6)
    databases = fresh_databases_of(private_postgresql.url)
    with System(private_rabbitmq.uri, databases, tmp_path) as system:
        people, classes = _prepare(system, COMPLETIONS)
        spy, unreadable = Spy(system.amqp_uri), _unreadable_messages(UNREADABLE)
        feeder = Feeder(people, classes)
        killer = Killer(system, feeder, Random(seed), batch=4, most_done=300)

        with feeder.working():
            broker.publish(system.amqp_uri, unreadable)
            _kill_while(killer, lambda: feeder.kept_back > 0.7 * len(classes))
            _restart_under_load(system, feeder, killer, private_rabbitmq)
            _kill_while(killer, lambda: feeder.kept_back > 0.4 * len(classes))
            _restart_under_load(system, feeder, killer, private_postgresql)
            # HR was never told whether these arrived, and sends them again
            broker.publish(system.amqp_uri, unreadable)
            _kill_while(killer, lambda: feeder.kept_back > 0.1 * len(classes))
            feeder.give(feeder.kept_back)
        system.wait_until_quiet()
        exit_codes = system.stop()
        heard = spy.heard()

        print(f"seed {seed}; kills {Counter(kill.service for kill in killer.kills)},")  # noqa: T201
        print(f"hits {killer.hits}; the bus repeated {outcome.repeated(heard)}")  # noqa: T201
        assert outcome.problems(system, classes, heard, _ids(unreadable)) == []
        assert exit_codes == dict.fromkeys(SERVICES, 0)
        assert killer.hits >= KILLS
        assert {kill.service for kill in killer.kills if kill.hit_work} == set(SERVICES)
        assert outcome.repeated(heard), "no kill made the bus repeat itself: nothing was proved"


def test_the_same_check_fails_when_the_inbox_is_switched_off(
    make_system: Callable[..., System],
):
    system = make_system(launcher=WITHOUT_INBOX)
    people, classes = _prepare(system, 1000)
    spy, unreadable = Spy(system.amqp_uri), _unreadable_messages(1)
    heard: list[Message] = []
    feeder = Feeder(people, classes)
    killer = Killer(system, feeder, Random(1), batch=2, most_done=50)

    def nothing_is_proved() -> bool:
        heard.extend(spy.heard())
        return not outcome.repeated(heard) and feeder.kept_back > 0.2 * len(classes)

    with feeder.working():
        broker.publish(system.amqp_uri, unreadable)
        _kill_while(killer, nothing_is_proved, "enrolment", "evaluation")
        broker.publish(system.amqp_uri, unreadable)
        feeder.give(feeder.kept_back)
    system.wait_until_quiet()

    heard.extend(spy.heard())
    found = outcome.problems(system, classes, heard, _ids(unreadable))
    assert outcome.repeated(heard), "no kill made the bus repeat itself: nothing was proved"
    assert [one for one in found if "applications doubled" in one]
    assert [one for one in found if "messages parked by notification doubled" in one]
    assert [one for one in found if "answers to the sender doubled" in one]


@pytest.fixture
def fresh_databases_of() -> Callable[[str], dict[str, str]]:
    """Databases on a server of the test; they end with it."""

    def make(admin_url: str) -> dict[str, str]:
        return {name: servers.create_database(admin_url, name) for name in SERVICES}

    return make


def _prepare(system: System, completions: int) -> tuple[Office, list[TrainedClass]]:
    """Everybody enrolled, everybody told of it, nothing under way."""
    system.migrate()
    outcome.watch(system)
    system.start()
    people = Office(system.amqp_uri)
    learners = people.new_learners(completions)
    people.introduce(learners)
    for service in SERVICES:
        office.wait_until_known(system, service, learners)
    classes = people.enrol(learners, CLASS_SIZE)
    system.wait_until_quiet()
    return people, classes


def _kill_while(killer: Killer, goes_on: Callable[[], bool], *among: str) -> None:
    """Kill one after the other."""
    while goes_on():
        killer.kill_one(*among)


def _restart_under_load(
    system: System, feeder: Feeder, killer: Killer, server: servers.RabbitMQ | servers.PostgreSQL
) -> None:
    """Restart a server while services work; they outlive it and go on."""
    system.wait_until_ready()
    feeder.give(10)
    wait_until(killer.work_is_left, "work", every=0.005)
    system.forget_connections()
    server.restart()
    system.check()
    assert killer.work_is_left(), "the restart hit an idle system"
    before = killer.progress("notification").done

    def goes_on() -> bool:
        killer.keep_busy("notification")
        return killer.progress("notification").done > before

    wait_until(goes_on, "progress after the restart")


def _unreadable_messages(count: int) -> list[Message]:
    """HR messages without the facts that an employee has."""
    return [
        broker.event("hr.events", "employee.changed", {"employee_id": f"x-{n}"}, source="/e2e/hr")
        for n in range(count)
    ]


def _ids(messages: Sequence[Message]) -> list[str]:
    return [str(message.headers["ce-id"]) for message in messages]
