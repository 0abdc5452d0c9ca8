"""Answers: who may give them, and what they must look like."""

import pytest
from sqlalchemy import select

from services.evaluation.storage.tables import AnswersRow
from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from shared.ids import new_id
from tests.integration.evaluation.asking import DAY, LIKED, a_reaction, fields_of


def test_an_answered_evaluation_is_submitted_and_its_answers_stay_here(house):
    evaluation_id = a_reaction(house)

    answer = house.service.submit_evaluation(
        evaluation_id=evaluation_id, respondent_id="E1", answers=LIKED
    )

    assert answer["status"] == "submitted"
    told = house.told()[-1]
    assert told.name == "evaluation.submitted"
    assert "answers" not in told.data
    with house.database.reading() as session:
        assert session.scalars(select(AnswersRow)).one().answers == LIKED
    house.tick(30 * DAY)
    assert house.service.get_evaluation(evaluation_id=evaluation_id)["status"] == "submitted"


def test_a_late_answer_is_accepted(house):
    evaluation_id = a_reaction(house)
    house.tick(20 * DAY)

    house.service.submit_evaluation(evaluation_id=evaluation_id, respondent_id="E1", answers=LIKED)

    assert house.statuses(status="submitted") == ["submitted"]


def test_a_repeated_request_is_answered_the_same(house):
    call = {
        "evaluation_id": a_reaction(house),
        "respondent_id": "E1",
        "answers": LIKED,
        "request_id": new_id(),
    }

    assert house.service.submit_evaluation(**call) == house.service.submit_evaluation(**call)
    assert house.names_told().count("evaluation.submitted") == 1


def test_what_can_go_wrong_with_an_answer(house):
    submit = house.service.submit_evaluation
    reaction = a_reaction(house)
    later = house.evaluations(status="scheduled")[0]["evaluation_id"]
    system = house.evaluations()[-1]["evaluation_id"]

    with pytest.raises(NotFound):
        submit(evaluation_id="nobody", respondent_id="E1", answers=LIKED)
    with pytest.raises(Forbidden, match="only its respondent"):
        submit(evaluation_id=reaction, respondent_id="E2", answers=LIKED)
    with pytest.raises(Forbidden, match="measuring"):
        submit(evaluation_id=system, respondent_id="E1", answers=LIKED)
    with pytest.raises(Conflict, match="opens at"):
        submit(evaluation_id=later, respondent_id="E1", answers=LIKED)
    with pytest.raises(ValidationError) as refused:
        submit(evaluation_id=reaction, respondent_id="E1", answers={"useful": 9, "colour": 1})
    assert fields_of(refused) == [
        "answers.colour",
        "answers.useful",
        "answers.trainer",
        "answers.organisation",
    ]
    submit(evaluation_id=reaction, respondent_id="E1", answers=LIKED)
    with pytest.raises(Conflict, match="already submitted"):
        submit(evaluation_id=reaction, respondent_id="E1", answers=LIKED)
