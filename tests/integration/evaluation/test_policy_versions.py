"""Policies have versions, days on which they begin, and reminder points of their own."""

from datetime import date, timedelta

import pytest

from shared.errors import ValidationError
from tests.integration.evaluation.asking import DAY, ITEM, fields_of, now_completed
from tests.integration.evaluation.house import MONDAY_NOON, House, in_an_envelope


def scheduled(house: House, **facts) -> list[dict]:
    """The evaluations of a completion, now or as the facts say."""
    completed = now_completed(house, **facts)
    house.deliver(in_an_envelope(completed))
    return house.evaluations(enrolment_id=completed.enrolment_id)


def policy_of(house: House, item: dict) -> dict:
    return house.service.get_evaluation(evaluation_id=item["evaluation_id"])["policy"]


def test_a_schedule_keeps_the_version_it_was_made_with(house):
    saved = house.service.save_policy(programme_kind="training", items=[ITEM, ITEM])
    before = scheduled(house)

    house.service.save_policy(**saved, programme_kind="training", items=[ITEM])

    after = scheduled(house)
    assert [len(before), len(after)] == [2, 1]
    assert policy_of(house, before[0]) == {**saved, "version": 1}
    assert policy_of(house, after[0]) == {**saved, "version": 2}
    assert house.statuses(enrolment_id=before[0]["enrolment_id"]) == ["open", "open"]


def test_every_version_is_listed_with_its_day_and_last_what_holds_otherwise(house):
    saved = house.service.save_policy(programme_kind="training", items=[ITEM])
    house.service.save_policy(
        **saved, programme_kind="training", items=[ITEM], effective_from="2027-01-01"
    )

    listed = house.service.list_policies()["items"]

    assert [(one["version"], one["effective_from"]) for one in listed] == [
        (2, "2027-01-01"),
        (1, None),
        (1, None),
        (1, None),
    ]
    assert [one["policy_id"] for one in listed[2:]] == ["built-in-training", "built-in-degree"]
    assert listed[0]["items"][0]["instrument_id"] == "reaction"


def test_a_policy_decides_about_completions_from_its_day_on(house):
    saved = house.service.save_policy(programme_kind="training", items=[ITEM])
    house.service.save_policy(
        **saved, programme_kind="training", items=[ITEM] * 2, effective_from="2026-11-20"
    )
    noon = MONDAY_NOON - timedelta(days=3)  # Friday the 20th

    late_recorded = [
        len(scheduled(house, completed_at=noon - DAY, occurred_at=MONDAY_NOON)),
        len(scheduled(house, completed_at=noon, occurred_at=MONDAY_NOON)),
    ]

    assert late_recorded == [1, 2]


def test_the_day_of_a_policy_is_the_offices_day(house):
    house.service.save_policy(
        programme_kind="training", items=[ITEM], effective_from=date(2026, 11, 20).isoformat()
    )
    begins = MONDAY_NOON - timedelta(days=3, hours=12)  # midnight in Kupang

    assert len(scheduled(house, completed_at=begins, occurred_at=MONDAY_NOON)) == 1
    just_before = begins - timedelta(seconds=1)
    assert len(scheduled(house, completed_at=just_before, occurred_at=MONDAY_NOON)) == 5


def test_a_two_hour_webinar_asks_less(house):
    house.service.save_policy(programme_kind="training", items=[ITEM])
    house.service.save_policy(programme_kind="training", items=[ITEM] * 3, min_learning_hours=8)

    assert len(scheduled(house, learning_hours=2.0)) == 1
    assert len(scheduled(house, learning_hours=8.0)) == 3


def test_a_degree_has_a_policy_of_its_own(house):
    items = scheduled(house, programme_kind="degree")

    opens = {(item["level"], item["opens_at"]) for item in items}
    assert (3, (MONDAY_NOON + 180 * DAY).isoformat()[:10]) in {(n, at[:10]) for n, at in opens}
    house.service.save_policy(programme_kind="degree", items=[ITEM])
    assert len(scheduled(house, programme_kind="degree")) == 1
    assert len(scheduled(house, programme_kind="training")) == 5


def test_a_policy_may_remind_several_times(house):
    item = {**ITEM, "due_within_days": 10, "remind_before_days": [1, 5, 3, 5, 0, 30]}
    house.service.save_policy(programme_kind="training", items=[item])
    scheduled(house)

    days = []
    for day in range(1, 12):
        house.tick(DAY)
        days += [day] * (house.names_told().count("evaluation.due_soon") - len(days))

    assert days == [5, 7, 9]
    assert house.names_told()[-1] == "evaluation.overdue"


def test_a_timer_that_missed_two_reminders_reminds_once(house):
    item = {**ITEM, "due_within_days": 10, "remind_before_days": [5, 3]}
    house.service.save_policy(programme_kind="training", items=[item])
    scheduled(house)

    house.tick(8 * DAY)

    assert house.names_told() == ["evaluation.scheduled", "evaluation.due_soon"]


@pytest.mark.parametrize("reminders", ["soon", [True], [-1], [4000], list(range(11)), [[1]], 1.5])
def test_reminder_points_that_make_no_sense_are_refused(house, reminders):
    with pytest.raises(ValidationError) as refused:
        house.service.save_policy(
            programme_id="P1", items=[{**ITEM, "remind_before_days": reminders}]
        )

    assert fields_of(refused) == ["items.0.remind_before_days"]
