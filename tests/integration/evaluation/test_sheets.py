"""A supervisor answers about all subordinates of one offering on one sheet."""

import pytest

from shared.errors import NotFound
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import in_an_envelope

SEEN = {"applied": 4, "improved": 5}


@pytest.fixture
def sheet(house):
    """Three of S1 and one of S2 completed O1, one of S1 something else; ninety days passed."""
    house.deliver(
        *[
            in_an_envelope(
                now_completed(house, employee_id=who, supervisor_id=leader, offering_id=offering)
            )
            for who, leader, offering in (
                ("E1", "S1", "O1"),
                ("E2", "S1", "O1"),
                ("E3", "S1", "O1"),
                ("E4", "S2", "O1"),
                ("E5", "S1", "O2"),
                ("S1", "S9", "O1"),
            )
        ]
    )
    house.tick(90 * DAY)
    return house.service.get_sheet(offering_id="O1", respondent_id="S1")


def test_a_sheet_shows_the_behaviour_forms_of_all_subordinates_of_one_offering(sheet):
    assert [(row["employee_id"], row["level"], row["status"]) for row in sheet["rows"]] == [
        ("E1", 3, "open"),
        ("E2", 3, "open"),
        ("E3", 3, "open"),
    ]
    assert [one["instrument_id"] for one in sheet["instruments"]] == ["behaviour-supervisor"]


def test_each_row_of_a_sheet_stands_for_itself(house, sheet):
    first, second, third = (row["evaluation_id"] for row in sheet["rows"])

    answer = house.service.submit_sheet(
        offering_id="O1",
        respondent_id="S1",
        rows=[
            {"evaluation_id": first, "answers": SEEN},
            {"evaluation_id": second, "answers": {"applied": 9}},
            {"evaluation_id": "somebody's", "answers": SEEN},
            {"evaluation_id": first, "answers": SEEN},
        ],
    )

    assert [row["status"] for row in answer["rows"]] == [
        "submitted",
        "refused",
        "refused",
        "refused",
    ]
    assert sorted(answer["rows"][1]["fields"]) == ["answers.applied", "answers.improved"]
    again = house.service.get_sheet(offering_id="O1", respondent_id="S1")["rows"]
    assert [row["status"] for row in again] == ["submitted", "open", "open"]
    assert house.names_told().count("evaluation.submitted") == 1
    house.service.submit_evaluation(evaluation_id=third, respondent_id="S1", answers=SEEN)


def test_drafts_show_on_the_sheet(house, sheet):
    house.service.save_draft(
        evaluation_id=sheet["rows"][0]["evaluation_id"],
        respondent_id="S1",
        answers={"applied": 2},
    )

    rows = house.service.get_sheet(offering_id="O1", respondent_id="S1")["rows"]
    assert [row["draft"] for row in rows] == [{"applied": 2}, None, None]


def test_nobody_has_a_sheet_where_nothing_is_asked(house):
    with pytest.raises(NotFound, match="O1 for S1"):
        house.service.get_sheet(offering_id="O1", respondent_id="S1")
