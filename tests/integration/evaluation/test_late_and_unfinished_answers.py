"""Late answers are taken and marked until the window closes; drafts wait for their author."""

import pytest
from sqlalchemy import select

from services.evaluation.storage.tables import DraftRow
from shared.errors import Conflict, Forbidden, ValidationError
from tests.integration.evaluation.asking import (
    DAY,
    ITEM,
    LIKED,
    QUESTION,
    WORDS,
    a_reaction,
    fields_of,
    now_completed,
)
from tests.integration.evaluation.house import House, in_an_envelope


def submit(house: House, evaluation_id: str, answers: dict = LIKED, **more) -> dict:
    return house.service.submit_evaluation(
        evaluation_id=evaluation_id, respondent_id="E1", answers=answers, **more
    )


def seen_by(house: House, evaluation_id: str, respondent_id: str | None = "E1") -> dict:
    return house.service.get_evaluation(evaluation_id=evaluation_id, respondent_id=respondent_id)


def a_test(house: House, instrument_id: str) -> str:
    """The id of a test that E1 can answer now."""
    item = {**ITEM, "level": 2, "instrument_id": instrument_id}
    house.service.save_policy(programme_id="P1", items=[item])
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1")))
    return house.evaluations(status="open")[-1]["evaluation_id"]


def test_a_late_answer_is_marked_late(house):
    in_time, late = a_reaction(house), a_reaction(house)
    submit(house, in_time)
    house.tick(20 * DAY)

    answered = submit(house, late)

    assert (seen_by(house, in_time)["late"], answered["late"]) == (False, True)
    marks = [told.data["late"] for told in house.told() if told.name == "evaluation.submitted"]
    assert marks == [False, True]


def test_after_thirty_days_more_it_is_closed_and_says_so(house):
    evaluation_id = a_reaction(house)
    house.tick(40 * DAY)

    with pytest.raises(Conflict, match="closed for late answers at 2026-12-26"):
        submit(house, evaluation_id)
    with pytest.raises(Conflict, match="closed for late answers"):
        house.service.save_draft(evaluation_id=evaluation_id, respondent_id="E1", answers={})

    assert house.statuses(enrolment_id=seen_by(house, evaluation_id)["enrolment_id"])[0] == (
        "overdue"
    )


def test_a_policy_says_how_long_late_answers_are_taken(house):
    house.service.save_policy(programme_kind="training", items=[ITEM], closes_after_days=2)
    evaluation_id = a_reaction(house)
    house.tick(6 * DAY)
    submit(house, evaluation_id)

    closing = a_reaction(house)
    house.tick(7 * DAY)
    with pytest.raises(Conflict, match="closed"):
        submit(house, closing)


def test_a_draft_waits_for_its_author_and_for_nobody_else(house):
    evaluation_id = a_reaction(house)
    house.service.save_draft(
        evaluation_id=evaluation_id, respondent_id="E1", answers={"useful": 3, "comment": " "}
    )

    assert seen_by(house, evaluation_id)["draft"] == {"useful": 3}
    assert "draft" not in seen_by(house, evaluation_id, None)
    with pytest.raises(Forbidden):
        seen_by(house, evaluation_id, "E2")
    submit(house, evaluation_id)
    assert seen_by(house, evaluation_id)["draft"] is None
    assert seen_by(house, evaluation_id)["answers"] == LIKED
    assert "answers" not in seen_by(house, evaluation_id, None)


def test_a_later_draft_takes_the_place_of_the_earlier_one(house):
    evaluation_id = a_reaction(house)
    for useful in (1, 2):
        house.service.save_draft(
            evaluation_id=evaluation_id, respondent_id="E1", answers={"useful": useful}
        )

    assert seen_by(house, evaluation_id)["draft"] == {"useful": 2}


def test_what_was_never_finished_is_forgotten_when_its_window_closes(house):
    evaluation_id = a_reaction(house)
    house.service.save_draft(evaluation_id=evaluation_id, respondent_id="E1", answers={"useful": 1})

    house.tick(14 * DAY)
    house.service.forget_closed_drafts()
    assert seen_by(house, evaluation_id)["draft"] == {"useful": 1}
    house.tick(60 * DAY)
    house.service.forget_closed_drafts()

    with house.database.reading() as session:
        assert session.scalars(select(DraftRow)).all() == []


def test_a_draft_must_fit_the_questions_as_far_as_it_goes(house):
    evaluation_id = a_reaction(house)

    with pytest.raises(ValidationError) as refused:
        house.service.save_draft(
            evaluation_id=evaluation_id, respondent_id="E1", answers={"useful": 9, "x": 1}
        )
    with pytest.raises(Forbidden):
        house.service.save_draft(evaluation_id=evaluation_id, respondent_id="E2", answers={})

    assert sorted(fields_of(refused)) == ["answers.useful", "answers.x"]


def test_answers_keep_the_version_they_answered(house):
    saved = house.service.save_instrument(title=WORDS, questions=[QUESTION])
    house.service.save_policy(programme_id="P1", items=[{**ITEM, **saved}])
    first, second = (a_reaction(house) for _ in range(2))
    submit(house, first, {"applied": 4})

    other = {**QUESTION, "key": "used"}
    house.service.save_instrument(**saved, title=WORDS, questions=[other])
    submit(house, second, {"applied": 2}, instrument_version=1)

    for answered in (first, second):
        assert seen_by(house, answered)["instrument"]["version"] == 1
        assert [one["key"] for one in seen_by(house, answered)["instrument"]["questions"]] == [
            "applied"
        ]
    newest = seen_by(house, a_reaction(house))["instrument"]
    assert (newest["version"], newest["questions"][0]["key"]) == (2, "used")


def test_version_one_of_a_replaced_built_in_questionnaire_is_the_built_in_one(house):
    house.service.save_instrument(instrument_id="reaction", title=WORDS, questions=[QUESTION])

    get = house.service.get_instrument
    assert get(instrument_id="reaction")["version"] == 2
    assert get(instrument_id="reaction", version=1)["questions"][0]["key"] == "useful"
    shown = {one["instrument_id"]: one for one in house.service.list_instruments()["items"]}
    assert shown["reaction"]["version"] == 2
    assert shown["test-template"]["is_a_test"]


def test_a_test_is_scored_and_its_key_is_not_shown_to_who_answers(house):
    evaluation_id = a_test(house, "test-template")
    assert "correct" not in seen_by(house, evaluation_id)["instrument"]["questions"][0]

    submit(house, evaluation_id, {"elements": "9", "hour": "60", "minimum": "20"})

    assert seen_by(house, evaluation_id)["score"] == pytest.approx(200 / 3)
    key = house.service.get_instrument(instrument_id="test-template")["questions"]
    assert [one["correct"] for one in key] == ["9", "45", "20"]


def test_the_right_choice_must_be_one_of_the_choices(house):
    question = {**QUESTION, "kind": "choice", "choices": ["a", "b"], "correct": "c"}

    with pytest.raises(ValidationError) as refused:
        house.service.save_instrument(title=WORDS, questions=[question])

    assert fields_of(refused) == ["questions.0.correct"]
