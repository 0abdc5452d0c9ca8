"""What is opened, reminded of and overdue, each at its time."""

from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import in_an_envelope
from tests.integration.evaluation.needs_house import hear
from tests.integration.evaluation.study_house import an_employee


def test_reaction_and_test_are_reminded_of_and_expire(house):
    house.deliver(in_an_envelope(now_completed(house)))

    for _ in range(8):
        house.tick(DAY)

    happened = [(told.data["level"], told.name.split(".")[1]) for told in house.told()[1:]]
    assert happened == [(1, "due_soon"), (1, "overdue"), (2, "due_soon"), (2, "overdue")]
    assert house.statuses(status="overdue") == ["overdue", "overdue"]


def test_who_leads_the_respondent_is_named_when_no_answer_came(house):
    hear(
        house,
        an_employee("E1", "U1", supervisor_id="E2"),
        an_employee("E2", "U1", supervisor_id=None),
    )
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id="E2")))

    house.tick(200 * DAY)

    overdue = [told.data for told in house.told() if told.name == "evaluation.overdue"]
    assert {(data["respondent_id"], data["escalated_to"]) for data in overdue} == {
        ("E1", "E2"),
        ("E2", None),
    }


def test_behaviour_opens_after_ninety_days_for_both(house):
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id="E2")))

    house.tick(90 * DAY)

    opened = [told.data for told in house.told() if told.name == "evaluation.opened"]
    assert {(data["level"], data["respondent_id"]) for data in opened} == {(3, "E1"), (3, "E2")}
    assert {data["employee_id"] for data in opened} == {"E1"}


def test_a_timer_that_was_away_for_a_year_reminds_of_nothing_overdue(house):
    house.deliver(in_an_envelope(now_completed(house)))

    house.tick(365 * DAY)
    house.tick()

    assert set(house.statuses()) == {"overdue"}
    names = house.names_told()
    assert "evaluation.due_soon" not in names
    assert names.count("evaluation.opened") == 3
    assert names.count("evaluation.overdue") == 5


def test_the_events_of_one_evaluation_are_counted_in_order(house):
    house.deliver(in_an_envelope(now_completed(house)))
    for _ in range(120):
        house.tick(DAY)

    by_evaluation: dict[str, list[int]] = {}
    for told in house.told()[1:]:
        by_evaluation.setdefault(told.subject, []).append(told.sequence)
    assert all(counted == list(range(1, len(counted) + 1)) for counted in by_evaluation.values())


def test_the_timer_works_through_more_than_one_claim(house):
    house.deliver(*[in_an_envelope(now_completed(house)) for _ in range(260)])

    house.tick(10 * DAY)

    assert house.names_told().count("evaluation.overdue") == 520
