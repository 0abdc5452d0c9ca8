"""No two answers about what was learned or used differ by a few people, whoever asks when."""

import pytest

from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_unit, an_employee
from tests.integration.evaluation.test_learning import (  # noqa: F401
    DAY,
    answer_all,
    completed,
    computed,
    house,
    learned,
    seated,
    taught,
)
from tests.integration.evaluation.test_pretests import POSTTEST

CLOSED = 60 * DAY

pytestmark = pytest.mark.usefixtures("computed")


def employed(house: House, position: str, *employee_ids: str) -> None:  # noqa: F811
    house.deliver(
        in_an_envelope(a_unit("U1")),
        *[in_an_envelope(an_employee(one, "U1", position=position)) for one in employee_ids],
    )


def evidence(house: House, employee_id: str) -> dict:  # noqa: F811
    found = house.service.get_evidence(programme_id="P1", employee_id=employee_id)
    return found["items"][0]


def test_a_position_is_not_told_beside_an_offering_that_only_one_of_it_missed(house):  # noqa: F811
    taught(house, 10, "O1")
    taught(house, 12, "O2")
    house.tick(CLOSED)
    employed(house, "clerk", "A", *[f"O1-{number:02}" for number in range(10)], "O2-00")
    employed(house, "nurse", *[f"O2-{number:02}" for number in range(1, 12)])
    assert learned(house, offering_id="O1")["n"] == 10

    item = evidence(house, "A")

    assert (item["n"], item["position"]) == (22, None)


def test_two_who_came_later_are_not_told_by_an_older_total(house):  # noqa: F811
    taught(house, 10, "O2")
    seats = seated(house, 12, "O1")
    answer_all(house, lambda number: 40 + number % 7)
    house.clock.travel(2 * DAY)
    completed(house, seats[:10])
    house.tick(CLOSED)
    assert learned(house)["n"] == 20
    assert learned(house, offering_id="O2")["n"] == 10
    completed(house, seats[10:])
    house.tick(CLOSED)

    found = learned(house, offering_id="O1")

    assert found["n"] is None
    assert "compar" in found["reason"]


def eleven_of_whom_ten_sat_both_tests(house):  # noqa: F811
    seats = seated(house, 10, "O1")
    answer_all(house, lambda number: 40 + number % 7)
    seats += seated(house, 1, "O1")
    house.clock.travel(2 * DAY)
    completed(house, seats)
    house.tick(CLOSED)


def test_who_missed_the_first_test_is_not_told_by_the_results_of_the_second(house):  # noqa: F811
    eleven_of_whom_ten_sat_both_tests(house)

    assert learned(house)["n"] == 10
    results = house.service.get_results(programme_id="P1", level=2)["results"]
    assert [(one["respondent"], one["n"], one["questions"]) for one in results] == [
        ("pretest", 10, []),
        ("participant", 11, []),
    ]


def test_where_nobody_was_tested_before_the_scores_are_results(house):  # noqa: F811
    house.service.save_policy(programme_id="P1", items=[POSTTEST])
    completed(house, seated(house, 6, "O1"))
    house.tick(CLOSED)

    [score] = house.service.get_results(programme_id="P1", level=2)["results"][1]["questions"]

    assert (score["key"], score["n"], score["mean"]) == ("score", 6, 61.67)
