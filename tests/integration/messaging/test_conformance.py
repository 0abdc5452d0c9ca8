"""The promises of the road, kept by whole processes on both kinds of installation."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from shared.events import Event
from shared.events.enrolment import Certificate, TrainingCompleted
from shared.launcher import memory_rpc
from tests.integration.messaging.installation import Installation, Note, until
from tests.integration.messaging.witness import Witness
from tests.integration.road.junction import (
    NOON,
    a_letter,
    a_reversal,
    a_unit,
    an_employee,
    enclosed,
)


def a_completion(enrolment_id: str = "N1") -> TrainingCompleted:
    return TrainingCompleted(
        occurred_at=NOON,
        enrolment_id=enrolment_id,
        employee_id="E1",
        unit_id="U1",
        supervisor_id=None,
        programme_id="P1",
        programme_kind="training",
        title="Pelayanan",
        offering_id="O1",
        competencies=["pelayanan"],
        learning_hours=8,
        completed_at=NOON,
        score=None,
        certificate=Certificate(certificate_id="C1", code="X", expires_at=None),
    )


def test_what_a_commit_says_is_applied_once_and_in_order(place: Installation):
    with place.running():
        for start in range(0, 900, 300):
            place.tell(*[an_employee(f"E{n}") for n in range(start, start + 300)])
        until(lambda: len(place.subjects()) >= 900)
        until(lambda: not place.unsent())

    assert place.subjects() == [f"E{n}" for n in range(900)]
    assert place.set_aside() == []


def test_what_was_said_while_nobody_ran_is_caught_up(place: Installation):
    place.tell(*[an_employee(f"E{n}") for n in range(20)])

    with place.running():
        until(lambda: len(place.subjects()) == 20)

    assert place.unsent() == []


def test_a_command_answers_and_its_events_take_effect(place: Installation):
    config = {"AMQP_URI": place.amqp_uri or memory_rpc.URI}
    with place.running():
        with ClusterRpcProxy(config, timeout=60) as cluster:
            assert cluster.witness.tell(subjects=["E1", "E2"]) == 2
        until(lambda: place.subjects() == ["E1", "E2"])


def test_an_event_that_comes_twice_is_applied_once(place: Installation):
    letter = enclosed(an_employee("E1"))
    with place.running():
        place.send(letter)
        place.send(letter, enclosed(an_employee("E2")))
        until(lambda: "E2" in place.subjects())

    assert place.subjects() == ["E1", "E2"]


def test_what_fails_for_good_is_parked_and_told_and_its_neighbours_are_applied(
    place: Installation,
):
    def trip(event: Event) -> None:
        if event.subject == "E2":
            raise ValueError("nobody can do this")

    Witness.trip = staticmethod(trip)
    letters = [enclosed(an_employee(f"E{n}")) for n in range(5)]
    with place.running():
        place.send(*letters)
        until(lambda: len(place.notes("message.parked")) == 1)
        until(lambda: len(place.subjects()) == 4)

    [parked] = place.set_aside()
    assert (parked.state, parked.reason) == ("parked", "ValueError: nobody can do this")
    assert place.subjects() == ["E0", "E1", "E3", "E4"]
    assert place.notes("message.parked") == [
        Note("message.parked", letters[2].headers["ce-id"], parked.reason)
    ]


def test_an_early_event_is_held_and_applied_when_what_it_waits_for_arrives(place: Installation):
    place.settings = replace(place.settings, hold_first_pause_seconds=3600)
    with place.running():
        place.send(enclosed(a_unit("U1", head_id="E7")))
        until(lambda: [row.state for row in place.set_aside()] == ["held"])
        place.send(enclosed(an_employee("E7")))
        until(lambda: place.subjects() == ["E7", "U1"])

    assert place.set_aside() == []
    assert place.notes("message.parked") == []


def test_an_event_that_stays_early_is_parked_after_its_last_attempt(place: Installation):
    with place.running():
        place.send(enclosed(a_unit("U1", head_id="E7")))
        until(lambda: len(place.notes("message.parked")) == 1)

    [row] = place.set_aside()
    assert (row.state, row.attempts) == ("parked", 3)
    assert row.reason == "employee 'E7' is not known here yet"


def test_a_held_event_without_a_time_of_its_own_is_applied_later(place: Installation):
    letter = enclosed(a_unit("U1", head_id="E7"), headers={}, message_id="M1")
    with place.running():
        place.send(letter)
        until(lambda: [row.state for row in place.set_aside()] == ["held"])
        place.send(enclosed(an_employee("E7")))
        until(lambda: all(row.state == "parked" for row in place.set_aside()))

    assert place.set_aside() == []
    assert place.subjects() == ["E7", "U1"]


def test_a_reversal_before_its_completion_leaves_its_mark(place: Installation):
    with place.running():
        place.send(enclosed(a_reversal("N1"), sequence=2))
        until(lambda: place.subjects() == ["N1"])
        place.send(enclosed(a_completion("N1"), sequence=1))
        place.send(enclosed(a_completion("N2"), sequence=1))
        until(lambda: "N2" in place.subjects())

    assert [(note.event, note.subject) for note in place.notes()] == [
        ("training.completion_reversed", "N1"),
        ("training.completed", "N2"),
    ]


def test_a_crowd_of_versions_in_any_order_leaves_the_latest(place: Installation):
    versions = [3, 1, 5, 2, 4]
    with place.running():
        place.send(*[enclosed(a_reversal(f"N{n}"), sequence=v) for v in versions for n in range(9)])
        place.send(enclosed(a_reversal("last"), sequence=1))
        until(lambda: "last" in place.subjects())

    applied = place.subjects()[:-1]
    assert applied == [f"N{n}" for _ in (3, 5) for n in range(9)]


def test_stopping_finishes_what_is_in_hand_and_tells_what_it_caused(place: Installation):
    Witness.trip = staticmethod(lambda event: time.sleep(0.02))
    place.settings = replace(place.settings, batch_size=10)
    process = place.process()
    process.start()
    place.tell(*[an_employee(f"E{n}") for n in range(40)])
    until(lambda: len(place.subjects()) >= 5)
    process.stop()

    applied = place.subjects()
    assert applied == [f"E{n}" for n in range(len(applied))]
    left = len(place.unsent()) + place.queued()
    assert len(applied) + left == 40 or place.is_embedded
    with place.running():
        until(lambda: len(place.subjects()) >= 40)
    assert place.subjects() == [f"E{n}" for n in range(40)]


def test_no_event_is_due_before_its_pause_is_over(place: Installation):
    place.settings = replace(place.settings, hold_first_pause_seconds=600, hold_attempts=2)
    with place.running():
        place.send(enclosed(a_unit("U1", head_id="E7")))
        until(lambda: len(place.set_aside()) == 1)
        time.sleep(0.8)
        assert place.set_aside()[0].attempts == 1
        place.clock.travel(timedelta(seconds=601))
        until(lambda: place.set_aside()[0].state == "parked")


def test_a_thousand_unusable_messages_do_not_stop_a_usable_one(place: Installation):
    rubbish = [a_letter(b"{") for _ in range(300)]
    with place.running():
        place.send(*rubbish, enclosed(an_employee("E1")))
        until(lambda: "E1" in place.subjects())
        until(lambda: len(place.set_aside()) == 300)


@pytest.mark.parametrize("sequence", ["many", -1, 0, 10**18 * 9, "7", True])
def test_a_version_that_is_none_does_not_lose_its_event(place: Installation, sequence: object):
    strange = enclosed(a_reversal("A"))
    strange = replace(strange, headers={**strange.headers, "ce-sequence": sequence})
    with place.running():
        place.send(strange, enclosed(a_reversal("B"), sequence=1))
        until(lambda: "B" in place.subjects())

    assert place.subjects() == ["A", "B"]
