"""Forms: answered by whom they were put to, wrong answers marked, nothing typed is lost."""

import re
from datetime import UTC, datetime, timedelta

from tests.integration.portal import town
from tests.integration.portal.house import House
from tests.integration.portal.town import BOSS, COLLEAGUE, LEARNER

LONG_AGO = datetime.now(UTC).date() - timedelta(days=400)
GOOD = {"answer.useful": "5", "answer.trainer": "4", "answer.organisation": "5"}


def test_a_form_shows_what_is_wrong_beside_its_question_and_keeps_what_was_typed(
    house: House,
) -> None:
    seats = house.completed(LEARNER)
    form = f"/forms/{house.form_of(LEARNER, seats[LEARNER])}"
    learner = house.visitor(LEARNER)

    wrong = learner.post(form, **{"answer.useful": "5", "answer.comment": "Ruangan <panas>"})

    assert wrong.status_code == 400
    assert wrong.text.count("Please answer this question.") == 4  # two questions, and a summary
    assert "Ruangan &lt;panas&gt;" in wrong.text
    assert re.search(r'name="answer.useful" value="5" checked', wrong.text)

    done = learner.post(form, **GOOD)
    assert done.url.path == "/tasks"
    assert "Thank you, your answers have arrived." in done.text
    assert "Answered" in learner.get(form).text


def test_what_is_kept_for_later_is_there_the_next_time(house: House) -> None:
    seats = house.completed(LEARNER)
    form = f"/forms/{house.form_of(LEARNER, seats[LEARNER])}"
    house.visitor(LEARNER).post(form, **{"answer.trainer": "3", "action": "later"})

    page = house.visitor(LEARNER).get(form).text

    assert re.search(r'name="answer.trainer" value="3" checked', page)


def test_a_supervisor_answers_for_all_people_of_a_class_on_one_page(house: House) -> None:
    seats = house.completed(LEARNER, COLLEAGUE, meetings=[town.meeting(LONG_AGO)])
    form = house.form_of(BOSS, seats[LEARNER], level=3)
    other = house.form_of(BOSS, seats[COLLEAGUE], level=3)
    boss = house.visitor(BOSS)
    (link,) = re.findall(r"/tasks/sheets/[\w-]+", boss.get(f"/forms/{form}").text)
    sheet = boss.get(link).text
    names = set(re.findall(rf'name="({form}\.\w+)" value="5"', sheet))
    assert names

    some = boss.post(link, **dict.fromkeys(names, "4"))
    assert some.url.path == "/tasks"
    left = boss.get(f"/forms/{other}")
    assert "Send the answers" in left.text
    assert "Answered" in boss.get(f"/forms/{form}").text


def test_numbers_may_be_written_with_a_comma(house: House) -> None:
    seats = house.completed(LEARNER)
    form = house.form_of(LEARNER, seats[LEARNER], level=2)
    learner = house.visitor(LEARNER)

    answered = learner.post(f"/forms/{form}", **{"answer.score": "87,5"})

    assert answered.url.path == "/tasks", answered.text
