"""By which way people are reached, and who is not."""

from datetime import timedelta

import pytest

from shared.errors import NotFound
from tests.integration.notification.house import House, a_person
from tests.unit.notification.builders import NOON, a_completion, a_reversal

LATER = timedelta(hours=2)


def unreachable(house: House, **wanted):
    return house.service.list_unreachable(**wanted)["items"]


def test_whose_messages_stay_in_the_inbox_is_in_a_list_for_the_officer(each_house):
    house = each_house
    house.hear(a_person("E1", email=None), a_person("E2", email="not an address"), a_person("E3"))
    for reader in ("E1", "E2", "E3", "E1"):
        house.hear(a_completion(employee_id=reader))

    first, second = unreachable(house)

    assert (first["employee_id"], first["count"], first["reason"]) == (
        "E1",
        2,
        "HR gives no mail address",
    )
    assert first["since"].startswith("2026-11-24T04:00")
    assert second["reason"] == "HR gives a mail address that cannot be used"


def test_whose_mailbox_refuses_is_in_the_list_too(each_house):
    house = each_house
    house.hear(a_person("E1"), a_completion())
    house.hear(a_person("E1", email=None))

    house.tick()

    assert [(one["employee_id"], one["reason"]) for one in unreachable(house)] == [
        ("E1", "no address")
    ]


@pytest.mark.parametrize(
    "mended",
    [
        lambda house: house.hear(a_person("E1", changed_at=NOON + LATER)),
        lambda house: house.hear(a_person("E1", active=False, email=None)),
        lambda house: house.service.set_preferences(employee_id="E1", channels=["inapp"]),
    ],
    ids=["HR tells the address", "has left", "wants no mail"],
)
def test_what_is_mended_is_in_the_list_no_longer(house, mended):
    house.hear(a_person("E1", email=None), a_completion())
    assert len(unreachable(house)) == 1

    mended(house)

    assert unreachable(house) == []


def test_who_wants_the_inbox_only_or_has_muted_it_is_not_unreachable(house):
    house.hear(a_person("E1", email=None), a_person("E2", email=None))
    house.service.set_preferences(employee_id="E1", channels=[])
    house.service.set_preferences(employee_id="E2", muted=["training.completed"])

    house.hear(a_completion(employee_id="E1"), a_completion(employee_id="E2"))

    assert unreachable(house) == []


def test_the_list_is_paged(house):
    house.hear(*(a_person(f"E{number}", email=None) for number in range(5)))
    house.hear(*(a_reversal(employee_id=f"E{number}") for number in range(5)))

    first = house.service.list_unreachable(limit=3)
    rest = house.service.list_unreachable(limit=3, after=first["next"])

    seen = [one["employee_id"] for page in (first, rest) for one in page["items"]]
    assert seen == [f"E{number}" for number in range(5)]
    assert rest["next"] is None


def test_a_timeline_of_a_message_that_nobody_wrote_is_refused(house):
    with pytest.raises(NotFound):
        house.service.get_timeline(notification_id="nothing")
