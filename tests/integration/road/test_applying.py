"""What arrives is applied once, whatever happens on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.events import Event
from tests.integration.road.junction import (
    Junction,
    a_reversal,
    a_unit,
    an_employee,
    enclosed,
)


class Killed(BaseException):
    """The process ends here."""


def test_an_event_that_comes_twice_is_applied_once(junction: Junction):
    letter = enclosed(an_employee())

    junction.deliver(letter)
    junction.deliver(replace(letter, redelivered=True))

    assert junction.applied() == ["E1"]


def test_an_event_that_comes_twice_in_one_batch_is_applied_once(junction: Junction):
    letter = enclosed(an_employee())

    junction.deliver(letter, letter)

    assert junction.applied() == ["E1"]


def test_one_id_from_two_sources_is_two_messages(junction: Junction):
    letter = enclosed(an_employee())
    other = replace(letter, headers={**letter.headers, "ce-source": "/hr/other"})

    junction.deliver(letter, other)

    assert junction.applied() == ["E1", "E1"]


def test_a_message_id_stands_in_for_a_missing_event_id(junction: Junction):
    letter = enclosed(an_employee(), headers={}, message_id="M1")

    junction.deliver(letter, letter)

    assert junction.applied() == ["E1"]


def test_a_message_without_any_id_cannot_be_told_from_its_copy(junction: Junction):
    letter = enclosed(an_employee(), headers={})

    junction.deliver(letter, letter)

    assert junction.applied() == ["E1", "E1"]


def test_a_batch_is_applied_in_its_order(junction: Junction):
    junction.deliver(*[enclosed(an_employee(f"E{n}")) for n in range(50)])

    assert junction.applied() == [f"E{n}" for n in range(50)]


def test_an_event_that_can_never_work_harms_only_itself(junction: Junction):
    def trip(event: Event) -> None:
        if event.subject == "E2":
            raise TypeError("a defect")

    junction.trip = trip
    junction.deliver(*[enclosed(an_employee(f"E{n}")) for n in range(1, 4)])

    assert junction.applied() == ["E1", "E3"]
    assert junction.waiting() == [("parked", "TypeError: a defect")]


def test_a_death_before_the_commit_takes_nothing(junction: Junction):
    def die(event: Event) -> None:
        raise Killed

    letter = enclosed(an_employee())
    junction.trip = die
    with pytest.raises(Killed):
        junction.deliver(letter)
    assert junction.applied() == []

    junction.trip = lambda event: None
    junction.deliver(replace(letter, redelivered=True))

    assert junction.applied() == ["E1"]


def test_an_early_event_is_held_until_what_it_waits_for_arrives(junction: Junction):
    junction.deliver(enclosed(a_unit(head_id="E7")))
    assert junction.waiting() == [("held", "employee 'E7' is not known here yet")]

    junction.deliver(enclosed(an_employee("E7")))
    junction.retry_due()

    assert junction.applied() == ["E7", "U1"]
    assert junction.waiting() == []


def test_an_event_that_stays_early_is_parked_after_its_last_attempt(junction: Junction):
    junction.deliver(enclosed(a_unit(head_id="E7")))

    junction.retry_due(timedelta(seconds=10))
    assert [state for state, _ in junction.waiting()] == ["held"]
    junction.retry_due(timedelta(seconds=10))

    assert [state for state, _ in junction.waiting()] == ["parked"]
    assert [name for name, _ in junction.told()] == ["message.parked"]


def test_a_held_event_that_comes_again_stays_one(junction: Junction):
    letter = enclosed(a_unit(head_id="E7"))

    junction.deliver(letter)
    junction.deliver(replace(letter, redelivered=True))

    assert len(junction.waiting()) == 1


def test_an_older_version_changes_nothing_where_the_latest_wins(junction: Junction):
    junction.deliver(enclosed(a_reversal(), sequence=7))
    junction.deliver(enclosed(a_reversal(), sequence=6))
    assert junction.applied() == ["N1"]

    junction.deliver(enclosed(a_reversal(), sequence=8))
    assert junction.applied() == ["N1", "N1"]


def test_versions_out_of_order_in_one_batch_leave_the_latest(junction: Junction):
    junction.deliver(
        enclosed(a_reversal("A"), sequence=2),
        enclosed(a_reversal("A"), sequence=1),
        enclosed(a_reversal("B"), sequence=1),
        enclosed(a_reversal("A"), sequence=3),
    )

    assert junction.applied() == ["A", "B", "A"]


def test_versions_are_counted_for_each_aggregate(junction: Junction):
    junction.deliver(enclosed(a_reversal("A"), sequence=5))
    junction.deliver(enclosed(a_reversal("B"), sequence=1))

    assert junction.applied() == ["A", "B"]


def test_a_publisher_that_does_not_count_is_always_news(junction: Junction):
    junction.deliver(enclosed(a_reversal(), sequence=7))
    junction.deliver(enclosed(a_reversal()))

    assert junction.applied() == ["N1", "N1"]


@pytest.mark.parametrize("sequence", ["many", -1, 10**30, b"\xff", "7"])
def test_a_strange_sequence_harms_nobody(junction: Junction, sequence: object):
    strange = enclosed(a_reversal("A"))
    strange = replace(strange, headers={**strange.headers, "ce-sequence": sequence})

    junction.deliver(strange, enclosed(a_reversal("B"), sequence=1))

    assert "B" in junction.applied()
    assert len(junction.applied()) + len(junction.waiting()) >= 1
