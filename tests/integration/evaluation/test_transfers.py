"""What is asked follows people: a new supervisor answers, and nobody who has left is asked."""

from datetime import date, timedelta

import pytest

from shared.events.hr import UnitChanged
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import MONDAY_NOON, House, a_reversal_of, in_an_envelope
from tests.integration.evaluation.test_roster_ahead import a_message
from tests.unit.evaluation.builders import a_completion

SEEN = {"applied": 4, "improved": 5}


def hear(house: House, employee_id: str = "E1", **facts) -> None:
    """HR says something newer of somebody."""
    told = {"changed_at": house.clock.now(), "supervisor_id": "S1", **facts}
    house.deliver(in_an_envelope(a_message(employee_id, **told)))


def a_unit(
    house: House, unit_id: str, head_id: str | None, parent_id: str | None = None, day: int = 0
) -> None:
    unit = UnitChanged(
        occurred_at=MONDAY_NOON,
        unit_id=unit_id,
        name=unit_id,
        parent_id=parent_id,
        min_on_duty=1,
        changed_at=MONDAY_NOON + day * DAY,
        head_id=head_id,
    )
    house.deliver(in_an_envelope(unit))


@pytest.fixture
def asked(house):
    """E1, led by S1, completed something; the behaviour forms are still to come."""
    for one in ("E1", "S1", "S2"):
        hear(house, one)
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id="S1")))
    return house


def form(house: House) -> dict:
    """The supervisor's form about E1."""
    return house.evaluations()[3]


def opened_for(house: House) -> list[str | None]:
    return [told.data["respondent_id"] for told in house.told() if told.name == "evaluation.opened"]


def test_before_its_day_a_form_goes_to_the_new_supervisor_without_a_word(asked):
    hear(asked, supervisor_id="S2")

    assert form(asked)["respondent_id"] == "S2"
    assert asked.names_told() == ["evaluation.scheduled"]
    asked.tick(90 * DAY)
    assert sorted(filter(None, opened_for(asked))) == ["E1", "S2"]


def test_a_form_that_is_open_goes_to_the_new_supervisor_who_is_told(asked):
    asked.tick(91 * DAY)
    asked.service.save_draft(
        evaluation_id=form(asked)["evaluation_id"], respondent_id="S1", answers={"applied": 1}
    )
    hear(asked, supervisor_id="S2")

    assert opened_for(asked) == ["E1", "S1", "S2"]
    view = asked.service.get_evaluation(
        evaluation_id=form(asked)["evaluation_id"], respondent_id="S2"
    )
    assert (view["status"], view["draft"]) == ("open", None)


def test_what_was_answered_stays_with_who_answered_it(asked):
    asked.tick(91 * DAY)
    asked.service.submit_evaluation(
        evaluation_id=form(asked)["evaluation_id"], respondent_id="S1", answers=SEEN
    )

    hear(asked, supervisor_id="S2")

    assert (form(asked)["respondent_id"], form(asked)["status"]) == ("S1", "submitted")


def test_without_a_named_supervisor_the_head_of_the_new_unit_is_asked(asked):
    a_unit(asked, "U9", head_id=None, parent_id="U8")
    a_unit(asked, "U8", head_id="S2")

    hear(asked, unit_id="U9", supervisor_id=None)

    assert form(asked)["respondent_id"] == "S2"


def test_a_new_head_is_asked_about_those_who_have_no_supervisor_by_name(asked):
    a_unit(asked, "U1", head_id="S1")
    hear(asked, supervisor_id=None)
    assert form(asked)["respondent_id"] == "S1"

    a_unit(asked, "U1", head_id="S2", day=1)
    assert form(asked)["respondent_id"] == "S2"

    hear(asked, supervisor_id="S2")
    a_unit(asked, "U1", head_id="S1", day=2)
    assert form(asked)["respondent_id"] == "S2"


def test_where_nobody_is_known_to_follow_the_former_supervisor_is_still_asked(asked):
    hear(asked, unit_id="U9", supervisor_id=None)

    assert form(asked)["respondent_id"] == "S1"


def test_a_learner_who_left_is_skipped_with_a_reason(asked):
    asked.service.submit_evaluation(
        evaluation_id=asked.evaluations()[0]["evaluation_id"],
        respondent_id="E1",
        answers={"useful": 5, "trainer": 5, "organisation": 5},
    )

    hear(asked, active=False)

    assert asked.statuses() == ["submitted", "cancelled", "cancelled", "cancelled", "scheduled"]
    view = asked.service.get_evaluation(evaluation_id=form(asked)["evaluation_id"])
    assert view["reason"] == "the learner has left the service"
    reasons = {told.data["reason"] for told in asked.told() if told.name == "evaluation.cancelled"}
    assert reasons == {"the learner has left the service"}


def test_a_supervisor_who_left_is_followed_by_the_head_of_the_unit(asked):
    a_unit(asked, "U1", head_id="S2")

    hear(asked, "S1", active=False)

    assert form(asked)["respondent_id"] == "S2"


def test_a_supervisor_who_left_and_whom_nobody_follows_is_skipped_with_a_reason(asked):
    hear(asked, "S1", active=False)

    assert form(asked)["status"] == "cancelled"
    assert "nobody follows" in form(asked)["reason"]
    assert asked.statuses().count("cancelled") == 1


def test_a_completion_that_comes_after_the_transfer_asks_the_new_supervisor(house):
    for one in ("E1", "S1", "S2"):
        hear(house, one)
    completed = now_completed(house, employee_id="E1", supervisor_id="S1")
    house.clock.travel(DAY)
    hear(house, supervisor_id="S2")

    house.deliver(in_an_envelope(completed))

    assert form(house)["respondent_id"] == "S2"
    assert house.names_told() == ["evaluation.scheduled"]


def test_of_who_had_left_when_it_was_recorded_nothing_is_asked(house):
    hear(house, active=False)

    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id="S1")))

    assert house.statuses() == ["cancelled"] * 4 + ["scheduled"]
    assert form(house)["reason"] == "the learner has left the service"


def test_a_supervisor_who_had_left_when_it_was_recorded_is_not_asked(house):
    hear(house, "E1", supervisor_id=None)
    hear(house, "S1", active=False)
    a_unit(house, "U1", head_id="S2")

    house.deliver(in_an_envelope(now_completed(house, employee_id="E1", supervisor_id="S1")))

    assert form(house)["respondent_id"] == "S2"


def test_a_transfer_dated_ahead_moves_the_form_on_its_day(asked):
    hear(asked, supervisor_id="S2", effective_on=date(2026, 12, 1))
    assert form(asked)["respondent_id"] == "S1"

    asked.clock.travel(timedelta(days=9))
    asked.service.apply_changes_dated_ahead()

    assert form(asked)["respondent_id"] == "S2"


def test_the_same_word_again_changes_nothing(asked):
    asked.tick(91 * DAY)
    before = asked.told()

    hear(asked)

    assert asked.told() == before


def test_a_reversal_names_its_reason(asked):
    completed = a_completion(enrolment_id=form(asked)["enrolment_id"])

    asked.deliver(in_an_envelope(a_reversal_of(completed), sequence=2))

    assert form(asked)["reason"] == "the completion was reversed"
