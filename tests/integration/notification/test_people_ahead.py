"""What HR says of people for a later day: how they are reached until then, and from then on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.errors import NotFound
from tests.integration.notification.house import a_person, in_an_envelope
from tests.unit.notification.builders import NOON, a_completion

DAY = date(2026, 12, 1)
BEGINS = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Kupang
BEFORE, AFTER = BEGINS - timedelta(minutes=1), BEGINS + timedelta(minutes=1)


@pytest.fixture
def house(each_house):
    each_house.hear(a_person("E1", email="old@alak.example"))
    return each_house


def at(house, instant):
    """The timer, at an instant."""
    house.clock.travel_to(instant)
    house.service.apply_changes_dated_ahead()


def addresses(house):
    """Where one more message to E1 is mailed to."""
    known = len(house.mails())
    house.hear(a_completion(employee_id="E1"))
    house.tick()
    return [one["To"].addresses[0].addr_spec for one in house.mails()[known:]]


def language(house, employee_id="E1"):
    return house.service.get_preferences(employee_id=employee_id)["language"]


def test_a_new_address_is_used_from_its_day_on(house):
    house.hear(a_person("E1", email="new@alak.example", effective_on=DAY))
    assert addresses(house) == ["old@alak.example"]

    at(house, BEFORE)
    assert addresses(house) == ["old@alak.example"]
    at(house, AFTER)

    assert addresses(house) == ["new@alak.example"]


def test_who_will_leave_is_mailed_until_the_day(house):
    house.hear(a_person("E1", email="old@alak.example", active=False, effective_on=DAY))
    at(house, BEFORE)
    assert addresses(house) == ["old@alak.example"]

    at(house, AFTER)

    assert addresses(house) == []
    assert len(house.inbox("E1")) == 2


def test_a_day_that_has_begun_counts_at_once(house):
    house.hear(a_person("E1", language="en", effective_on=NOON.date()))

    assert language(house) == "en"


def test_a_correction_made_meanwhile_survives_the_day(house):
    house.hear(a_person("E1", email="old@alak.example", language="en", effective_on=DAY))
    corrected = NOON + timedelta(days=2)
    house.hear(a_person("E1", email="corrected@alak.example", changed_at=corrected))

    at(house, AFTER)

    assert language(house) == "en"
    assert addresses(house) == ["corrected@alak.example"]


@pytest.mark.parametrize("newest_first", [False, True])
def test_of_two_announcements_for_one_day_the_newest_counts(house, newest_first):
    told = [
        a_person("E1", language="id", effective_on=DAY, changed_at=NOON + timedelta(hours=1)),
        a_person("E1", language="en", effective_on=DAY, changed_at=NOON + timedelta(hours=2)),
    ]
    for one in reversed(told) if newest_first else told:
        house.hear(one)

    at(house, AFTER)

    assert language(house) == "en"


def test_what_was_said_before_the_day_but_comes_after_it_changes_nothing(house):
    house.hear(a_person("E1", language="en", effective_on=DAY))
    at(house, AFTER)

    house.hear(a_person("E1", language="id", changed_at=NOON + timedelta(days=2)))
    assert language(house) == "en"

    house.hear(a_person("E1", language="id", changed_at=AFTER))
    assert language(house) == "id"


def test_changes_of_several_days_are_caught_up_in_their_order(house):
    house.hear(
        a_person("E1", language="en", effective_on=DAY),
        a_person("E1", language="id", effective_on=DAY + timedelta(days=1)),
        a_person("E2", language="en", effective_on=DAY),
    )

    at(house, BEGINS + timedelta(days=30))

    assert (language(house), language(house, "E2")) == ("id", "en")


def test_a_batch_with_a_person_and_what_will_become_of_them(house):
    house.hear(
        a_person("E3", name="Ana", language="id"),
        a_person("E3", name="Ana", language="en", effective_on=DAY),
        a_person("E3", name="Anna", changed_at=NOON + timedelta(hours=1), language="id"),
    )
    assert language(house, "E3") == "id"

    at(house, AFTER)

    assert language(house, "E3") == "en"


def test_a_language_that_the_person_chose_stays(house):
    house.service.set_preferences(employee_id="E1", language="en")
    house.hear(a_person("E1", language="id", effective_on=DAY))

    at(house, AFTER)

    assert language(house) == "en"


def test_what_waits_for_somebody_who_begins_later_goes_on_on_that_day(house):
    house.hear(a_person("E2", effective_on=DAY))
    with pytest.raises(NotFound):
        language(house, "E2")
    house.clock.travel_to(BEFORE)
    house.hear(a_completion(employee_id="E2"))
    assert house.waiting() == [("held", "employee 'E2' is not known here yet")]

    at(house, AFTER)
    house.retry_held()

    assert [one["about"] for one in house.inbox("E2")] == ["training.completed"]
    assert house.waiting() == []


def test_the_same_announcement_again_changes_nothing(house):
    told = in_an_envelope(a_person("E1", language="en", effective_on=DAY), with_id=False)
    house.deliver([told, told])
    at(house, AFTER)
    house.hear(a_person("E1", language="id", changed_at=AFTER))

    house.deliver([told])
    at(house, AFTER + timedelta(days=1))

    assert language(house) == "id"
