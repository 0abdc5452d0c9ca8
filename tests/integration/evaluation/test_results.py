"""Results: shown once a window has closed, of k people or more, and of nobody in particular."""

import json

import pytest
from sqlalchemy import inspect, select, text

from services.evaluation.storage.tables import AnonymousAnswersRow, AnswersRow
from shared.errors import NotFound, ValidationError
from shared.ids import new_id
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import House, in_an_envelope

CLOSED = 40 * DAY
"""A reaction is due after three working days, and closes thirty days later."""


def completed(house: House, people: int, offering_id: str = "O1") -> list[dict]:
    """The open evaluations of new people who completed an offering of P1 today."""
    house.deliver(
        *[
            in_an_envelope(
                now_completed(
                    house,
                    employee_id=new_id(),
                    supervisor_id="S1",
                    offering_id=offering_id,
                )
            )
            for _ in range(people)
        ]
    )
    return house.evaluations(status="open", limit=500)


def react(house: House, people: int, offering_id: str = "O1", useful=(5, 4), **more) -> None:
    """People complete an offering and say at once what they think of it."""
    asked = [one for one in completed(house, people, offering_id) if one["level"] == 1]
    for number, one in enumerate(asked):
        answers = {"useful": useful[number % len(useful)], "trainer": 3, "organisation": 4}
        house.service.submit_evaluation(
            evaluation_id=one["evaluation_id"],
            respondent_id=one["respondent_id"],
            answers=answers | {name: f"{value} {number}" for name, value in more.items()},
        )


def results(house: House, level: int = 1, **of) -> dict:
    """Of the participants."""
    return house.service.get_results(level=level, **of or {"programme_id": "P1"})["results"][-1]


def means(result: dict) -> dict:
    return {one["key"]: one["mean"] for one in result["questions"] if "mean" in one}


def test_a_result_is_shown_only_after_its_window_has_closed(house):
    react(house, 6)

    assert results(house)["n"] == 0
    assert "fewer than 5" in results(house)["reason"]
    house.tick(CLOSED)
    assert results(house)["n"] == 6
    assert means(results(house)) == {"useful": 4.5, "trainer": None, "organisation": None}


def test_it_is_shown_from_five_answers_on_and_again_only_after_five_more(house):
    react(house, 4)
    house.tick(CLOSED)
    assert results(house)["n"] == 0

    react(house, 2)
    house.tick(CLOSED)
    assert results(house)["n"] == 6
    react(house, 4)
    house.tick(CLOSED)
    assert results(house)["n"] == 6
    react(house, 1)
    house.tick(CLOSED)
    assert results(house)["n"] == 11


def test_an_offering_that_the_total_would_give_away_is_not_in_it(house):
    react(house, 6, "O1")
    react(house, 3, "O2")
    house.tick(CLOSED)

    shown = results(house)
    assert (shown["n"], [one["offering_id"] for one in shown["offerings"]]) == (6, ["O1"])
    assert results(house, offering_id="O1")["n"] == 6

    react(house, 2, "O3")
    house.tick(CLOSED)
    shown = results(house)
    assert (shown["n"], [one["offering_id"] for one in shown["offerings"]]) == (11, ["O1"])


def test_a_reaction_loses_its_respondent_when_it_closes(house):
    react(house, 6)
    asked = house.evaluations(limit=500)
    house.tick(CLOSED)

    with house.database.reading() as session:
        assert session.scalars(select(AnswersRow)).all() == []
        kept = session.scalars(select(AnonymousAnswersRow)).all()
    assert len(kept) == 6
    everything = json.dumps([one.__dict__ for one in kept], default=str)
    people = {one["employee_id"] for one in asked}
    links = people | {one[key] for one in asked for key in ("evaluation_id", "enrolment_id")}
    assert not [link for link in links if link in everything]
    first = next(one for one in asked if one["level"] == 1)
    own = house.service.get_evaluation(
        evaluation_id=first["evaluation_id"], respondent_id=first["respondent_id"]
    )
    assert (own["status"], own["answers"]) == ("submitted", None)


def test_nothing_in_the_database_holds_both_a_person_and_a_reaction(house):
    react(house, 6, useful=(2,), comment="ujaran khas")
    house.tick(CLOSED)

    with house.database.reading() as session:
        for table in inspect(session.connection()).get_table_names():
            rows = session.execute(text(f"select * from {table}")).all()
            told = [str(row) for row in rows if "ujaran khas" in str(row)]
            assert not told or table == "anonymous_answers", table
        assert session.scalar(text("select count(*) from answered_request")) == 0


def test_before_it_closes_only_its_author_reads_it(house):
    react(house, 5)
    one = next(one for one in house.evaluations() if one["level"] == 1)
    look = house.service.get_evaluation

    assert "answers" not in look(evaluation_id=one["evaluation_id"])
    own = look(evaluation_id=one["evaluation_id"], respondent_id=one["respondent_id"])
    assert own["answers"]["trainer"] == 3


def test_the_reactions_of_an_offering_close_together(house):
    react(house, 3)
    house.clock.travel(5 * DAY)
    react(house, 3)

    house.tick(30 * DAY)
    with house.database.reading() as session:
        assert len(session.scalars(select(AnswersRow)).all()) == 6
    house.tick(10 * DAY)
    with house.database.reading() as session:
        assert session.scalars(select(AnswersRow)).all() == []


def test_a_supervisors_form_is_never_shown_singly(house):
    completed(house, 6)
    house.tick(91 * DAY)
    forms = [
        one
        for one in house.evaluations(respondent_id="S1", status="open")
        if one["employee_id"] != "S1"
    ]
    for number, form in enumerate(forms):
        house.service.submit_evaluation(
            evaluation_id=form["evaluation_id"],
            respondent_id="S1",
            answers={"applied": 1 + number % 4, "improved": 4},
        )
    assert results(house, level=3)["n"] == 0

    house.tick(45 * DAY)

    shown = house.service.get_results(programme_id="P1", level=3)["results"]
    assert [(one["respondent"], one["n"]) for one in shown] == [
        ("participant", 0),
        ("supervisor", 6),
    ]
    assert means(shown[1])["applied"] == pytest.approx(2.17)


def test_free_text_is_shown_from_ten_answers_on(house):
    react(house, 9, comment="kata")
    house.tick(CLOSED)
    texts = [one for one in results(house)["questions"] if one["kind"] == "text"]
    assert [one["texts"] for one in texts] == [None]

    react(house, 10, "O2", comment="kata")
    house.tick(CLOSED)
    [both] = [one for one in results(house)["questions"] if one["kind"] == "text"]
    assert len(both["texts"]) == 19


def test_the_office_may_ask_for_more_answers_before_anything_is_shown(house):
    house.service.save_result_number(name="minimum_answers", value=7)
    react(house, 6)
    house.tick(CLOSED)

    assert (results(house)["n"], results(house)["minimum"]) == (0, 7)
    names = [one["name"] for one in house.service.list_result_numbers()["items"]]
    assert names.count("minimum_answers") == 2


def test_results_of_nothing_are_refused(house):
    with pytest.raises(NotFound):
        house.service.get_results(offering_id="O9", level=1)
    with pytest.raises(ValidationError):
        house.service.get_results(level=1)
    with pytest.raises(ValidationError):
        house.service.get_results(programme_id="P1", level=4)
