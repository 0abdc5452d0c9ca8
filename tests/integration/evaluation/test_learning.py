"""What a group learned: the same people before and after, ten or more of them."""

import pytest

from services.evaluation.analysis import room
from services.evaluation.analysis.functions import FUNCTIONS
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_seat, an_offering
from tests.integration.evaluation.test_pretests import POSTTEST, PRETEST


@pytest.fixture
def house(house):
    house.service.save_policy(programme_id="P1", items=[PRETEST, POSTTEST])
    return house


def taught(house: House, people: int, offering_id: str = "O1") -> None:
    """So many people sit a test, are taught, and sit another one: `O1-00`, `O1-01`, ..."""
    seats = seated(house, people, offering_id)
    answer_all(house, lambda number: 40 + number % 7)
    house.clock.travel(2 * DAY)
    completed(house, seats)


def seated(house: House, people: int, offering_id: str) -> list:
    offering = an_offering(house.clock.now() + DAY, offering_id=offering_id)
    house.deliver(in_an_envelope(offering, sequence=1))
    names = [f"{offering_id}-{number:02}" for number in range(people)]
    seats = [a_seat(offering, name, house.clock.now()) for name in names]
    house.deliver(*[in_an_envelope(seat, sequence=2) for seat in seats])
    return seats


def completed(house: House, seats: list) -> None:
    """They complete their offerings, and sit the second test at once."""
    house.deliver(
        *[
            in_an_envelope(
                now_completed(
                    house,
                    enrolment_id=seat.enrolment_id,
                    employee_id=seat.employee_id,
                    offering_id=seat.offering_id,
                ),
                sequence=3,
            )
            for seat in seats
        ]
    )
    answer_all(house, lambda number: 60 + number % 5)


def answer_all(house: House, score) -> None:
    for number, one in enumerate(house.evaluations(status="open", limit=500)):
        house.service.submit_evaluation(
            evaluation_id=one["evaluation_id"],
            respondent_id=one["respondent_id"],
            answers={"score": score(number)},
        )


@pytest.fixture
def computed(monkeypatch):
    """How often the statistics were asked; starting their process takes a while."""
    asked = []

    def run(function, given, **_):
        asked.append(function)
        return FUNCTIONS[function](given)

    monkeypatch.setattr(room, "run", run)
    return asked


def learned(house: House, **of) -> dict:
    return house.service.get_learning(programme_id="P1", **of)


def test_a_gain_has_an_interval_and_is_called_learned(house, computed):
    taught(house, 12)
    assert learned(house)["certainty"] == "insufficient_data"

    house.tick(60 * DAY)

    found = learned(house)
    assert (found["certainty"], found["n"]) == ("learned", 12)
    assert found["ci_low"] < found["gain"] < found["ci_high"]
    assert found["normalised_gain"] == pytest.approx(found["gain"] / (100 - found["before"]))
    assert "effect" not in found["sentence"]["en"]


def test_nine_people_are_too_few(house, computed):
    taught(house, 9)
    house.tick(60 * DAY)

    found = learned(house)
    assert (found["gain"], found["certainty"]) == (None, "insufficient_data")
    assert "fewer than 10" in found["reason"]
    assert computed == []


def test_it_is_shown_again_only_of_five_more(house, computed):
    taught(house, 10)
    house.tick(60 * DAY)
    first = learned(house)

    taught(house, 4, "O2")
    house.tick(60 * DAY)
    assert learned(house) == first
    taught(house, 1, "O3")
    house.tick(60 * DAY)

    assert learned(house)["n"] == 15
    assert computed == ["learning"] * 2


def test_an_offering_that_leaves_only_a_few_others_is_not_told(house, computed):
    taught(house, 12, "O1")
    taught(house, 3, "O2")
    house.tick(60 * DAY)

    assert learned(house)["n"] == 15
    found = learned(house, offering_id="O1")
    assert (found["gain"], found["certainty"]) == (None, "insufficient_data")
    assert "others" in found["reason"]
