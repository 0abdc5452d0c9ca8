"""SIGTERM: a service finishes what it has in hand, acknowledges it, and ends with 0."""

from signal import SIGTERM

import eventlet
import pytest

from tests.e2e import broker, office
from tests.e2e.office import Office, TrainedClass
from tests.e2e.system import SERVICES, System, wait_until

LEARNERS, CLASS_SIZE = 600, 30


def test_what_a_stopped_subscriber_applied_is_acknowledged_and_comes_never_again(system: System):
    system.start("enrolment", "evaluation")
    people, classes = _enrolled(system)
    for each in classes:
        people.complete(each)
    wait_until(lambda: _all_left(system), "full queues")
    total = _waiting_for_notification(system)
    # everybody is made known, enrolled, completed and asked, at the least
    assert total > 4 * LEARNERS

    system.start("notification", BATCH_SIZE="10")
    wait_until(lambda: system.count("notification", "inbox") > 50, "some work", every=0.005)
    assert system.stop("notification") == {"notification": 0}

    taken = system.count("notification", "inbox")
    assert taken < total, "everything was done before the signal"
    assert _waiting_for_notification(system) == total - taken
    system.start("notification")
    # empty queues do not tell what a slow machine still has in hand
    wait_until(lambda: system.count("notification", "inbox") >= total, "everything taken in")
    system.wait_until_quiet()
    assert system.count("notification", "inbox") == total


def test_a_stopped_server_answers_the_calls_in_hand_and_leaves_its_outbox_empty(system: System):
    system.start()
    people, classes = _enrolled(system)
    answered: list[TrainedClass] = []

    def complete() -> None:
        while waiting:
            trained = waiting.pop()
            people.complete(trained)
            answered.append(trained)

    waiting = list(classes)
    offices = [eventlet.spawn(complete) for _ in range(4)]
    wait_until(lambda: len(answered) >= 3, "some answers", every=0.002)
    assert system.stop("enrolment") == {"enrolment": 0}

    eventlet.sleep(0.5)  # the last answers are on their way
    done = _completed_classes(system)
    assert len(answered) == done < len(classes)
    assert system.count("enrolment", "outbox") == 0
    system.start("enrolment")
    for each in offices:
        each.wait()
    assert _completed_classes(system) == len(answered) == len(classes)


@pytest.mark.parametrize("service", SERVICES)
def test_an_idle_service_ends_with_0_soon_after_sigterm(system: System, service: str):
    system.start(service)

    with eventlet.Timeout(30):
        assert system.stop(service) == {service: 0}


def test_a_service_that_is_stopped_before_it_is_ready_ends_with_0(system: System):
    process = system.spawn("evaluation")
    wait_until(lambda: process.catches(SIGTERM), "a process that has begun", every=0.005)

    with eventlet.Timeout(30):
        assert process.terminate() == 0


def _enrolled(system: System) -> tuple[Office, list[TrainedClass]]:
    people = Office(system.amqp_uri)
    learners = people.new_learners(LEARNERS)
    people.introduce(learners)
    office.wait_until_known(system, "enrolment", learners)
    return people, people.enrol(learners, CLASS_SIZE)


def _completed_classes(system: System) -> int:
    return system.count("enrolment", "enrolment where status = 'completed'") // CLASS_SIZE


def _all_left(system: System) -> bool:
    """Whether every completion has its forms, and all that was said is on the broker."""
    scheduled = system.count("evaluation", "schedule") == LEARNERS
    return scheduled and not any(
        system.count(service, "outbox") for service in ("enrolment", "evaluation")
    )


def _waiting_for_notification(system: System) -> int:
    queues = [queue for queue in broker.QUEUES if queue.startswith("notification.")]
    return sum(broker.depths(system.amqp_uri, queues).values())
