"""Programmes, their versions and costs; providers and their agreements."""

from dataclasses import replace
from datetime import date

import pytest

from services.enrolment.domain.programme import circle_among, cost_of, in_full, next_version
from services.enrolment.domain.provider import (
    Provider,
    a_degree_needs_an_agreement_in_force,
    agreement_makes_sense,
    provider_has_room,
)
from shared.errors import Conflict, ValidationError
from tests.unit.enrolment.builders import a_programme

UNDANA = Provider(
    provider_id="V1",
    name="Undana",
    kind="university",
    capacity=5,
    agreement_from=date(2026, 1, 1),
    agreement_until=date(2027, 12, 31),
)
A_DEGREE = a_programme(kind="degree", provider="Undana")


def test_a_programme_that_says_something_new_is_a_new_version():
    known = a_programme(version=3)

    assert next_version(known, replace(known, learning_hours=24, version=1)).version == 4
    assert next_version(None, replace(known, version=9)).version == 1


def test_saving_the_same_again_is_no_new_version():
    known = a_programme(version=3)

    assert next_version(known, replace(known, version=1)) is known


def test_a_training_is_classical_unless_said_otherwise():
    assert in_full(a_programme()).delivery_mode == "classical"
    assert in_full(a_programme(delivery_mode="online")).delivery_mode == "online"
    assert in_full(a_programme(kind="degree")).delivery_mode is None


def test_only_a_degree_has_a_level():
    assert in_full(a_programme(kind="degree", degree_level="master")).degree_level == "master"
    with pytest.raises(ValidationError, match="degree_level"):
        in_full(a_programme(degree_level="master"))


def test_a_programme_is_not_its_own_prerequisite():
    with pytest.raises(ValidationError, match="prerequisites"):
        in_full(a_programme(programme_id="P1", prerequisites=("P0", "P1")))


def test_a_circle_of_prerequisites_is_found_and_a_long_way_is_none():
    way = [a_programme(programme_id=f"P{n}", prerequisites=(f"P{n + 1}",)) for n in range(500)]
    assert circle_among(way) == ()

    last = a_programme(programme_id="P500", prerequisites=("P498",))
    circle = circle_among([*way, last])

    assert set(circle) == {"P498", "P499", "P500"}
    required = {one.programme_id: one.prerequisites for one in [*way, last]}
    assert all(b in required[a] for a, b in zip(circle, circle[1:] + circle[:1], strict=True))


def test_costs_are_per_offering_per_person_and_per_day_of_travel():
    programme = a_programme(
        cost_per_participant=1_000_000, cost_per_offering=5_000_000, travel_cost_per_day=430_000
    )

    assert cost_of(programme, participants=10) == 15_000_000
    assert cost_of(programme, participants=10, travel_days=2) == 23_600_000
    assert cost_of(programme, participants=0) == 5_000_000


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 8, 1), date(2027, 12, 31)])
def test_a_degree_may_begin_while_the_agreement_is_in_force(day):
    a_degree_needs_an_agreement_in_force(A_DEGREE, UNDANA, day)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2028, 1, 1)])
def test_a_degree_may_not_begin_outside_the_agreement(day):
    with pytest.raises(Conflict, match=r"runs from 2026-01-01 to 2027-12-31; renew it"):
        a_degree_needs_an_agreement_in_force(A_DEGREE, UNDANA, day)


def test_an_agreement_without_an_end_stays_in_force():
    open_ended = replace(UNDANA, agreement_until=None)

    a_degree_needs_an_agreement_in_force(A_DEGREE, open_ended, date(2099, 1, 1))


def test_a_degree_of_a_provider_without_any_agreement_may_not_begin():
    without = replace(UNDANA, agreement_from=None, agreement_until=None)

    with pytest.raises(Conflict, match="there is none"):
        a_degree_needs_an_agreement_in_force(A_DEGREE, without, date(2026, 8, 1))


def test_a_degree_of_somebody_who_is_not_registered_may_not_begin():
    with pytest.raises(Conflict, match="not a registered provider"):
        a_degree_needs_an_agreement_in_force(A_DEGREE, None, date(2026, 8, 1))


def test_a_training_needs_no_agreement():
    a_degree_needs_an_agreement_in_force(a_programme(provider="X"), None, date(2026, 8, 1))


def test_where_nobody_is_named_there_is_no_rule():
    a_degree_needs_an_agreement_in_force(a_programme(kind="degree"), None, date(2026, 8, 1))


def test_a_provider_takes_as_many_as_agreed_at_one_time():
    provider_has_room(UNDANA, wanted=5, taken=0)
    provider_has_room(UNDANA, wanted=2, taken=3)
    provider_has_room(replace(UNDANA, capacity=None), wanted=500, taken=500)
    with pytest.raises(Conflict, match="takes 5 of our learners at one time, 3 are wanted"):
        provider_has_room(UNDANA, wanted=3, taken=3)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"agreement_from": None}, "agreement_from"),
        ({"agreement_until": date(2025, 12, 31)}, "agreement_until"),
    ],
)
def test_an_agreement_begins_before_it_ends(facts, field):
    with pytest.raises(ValidationError, match=field):
        agreement_makes_sense(replace(UNDANA, **facts))
