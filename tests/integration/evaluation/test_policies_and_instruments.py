"""What is asked, and by which policy, as offices decide it."""

from tests.integration.evaluation.asking import ITEM, QUESTION, WORDS, a_reaction, now_completed
from tests.integration.evaluation.house import in_an_envelope


def test_an_office_asks_with_its_own_instrument_and_policy(house):
    instrument = house.service.save_instrument(title=WORDS, questions=[QUESTION])
    own = {**ITEM, **instrument}
    house.service.save_policy(programme_id="P1", items=[own])

    house.deliver(in_an_envelope(now_completed(house, programme_id="P1", employee_id="E1")))

    [item] = house.evaluations()
    view = house.service.get_evaluation(evaluation_id=item["evaluation_id"])
    assert view["instrument"]["instrument_id"] == instrument["instrument_id"]
    assert view["instrument"]["questions"] == [{**QUESTION, "min": 1, "max": 4.0, "choices": []}]
    house.service.submit_evaluation(
        evaluation_id=item["evaluation_id"], respondent_id="E1", answers={"applied": 4}
    )


def test_a_saved_policy_is_replaced_under_its_id(house):
    policy = house.service.save_policy(programme_kind="training", items=[ITEM, ITEM])

    house.service.save_policy(**policy, programme_kind="training", items=[ITEM])

    house.deliver(in_an_envelope(now_completed(house)))
    assert len(house.evaluations()) == 1


def test_the_policy_saved_last_decides_among_equals(house):
    house.service.save_policy(programme_kind="training", items=[ITEM])
    house.service.save_policy(programme_kind="training", items=[ITEM, ITEM])

    house.deliver(in_an_envelope(now_completed(house)))

    assert len(house.evaluations()) == 2


def test_a_policy_that_asks_nobody_here_schedules_nothing_and_tells_nothing(house):
    item = {**ITEM, "level": 3, "respondent": "supervisor"}
    house.service.save_policy(programme_kind="training", items=[item])

    house.deliver(in_an_envelope(now_completed(house, supervisor_id=None)))

    assert house.evaluations() == []
    assert house.told() == []


def test_a_built_in_instrument_can_be_replaced(house):
    house.service.save_instrument(instrument_id="reaction", title=WORDS, questions=[QUESTION])

    view = house.service.get_evaluation(evaluation_id=a_reaction(house))

    assert [question["key"] for question in view["instrument"]["questions"]] == ["applied"]
