"""A person's calendar is subscribed to by an address that can be renewed and revoked."""

import pytest

from shared.errors import NotFound
from tests.integration.notification.house import a_person


@pytest.fixture
def known(each_house):
    each_house.hear(a_person("E1"), a_person("E2"))
    return each_house


def serial(house, employee_id: str = "E1"):
    return house.service.get_calendar_link(employee_id=employee_id)["serial"]


def is_good(house, number: int, employee_id: str = "E1") -> bool:
    try:
        answer = house.service.get_calendar(employee_id=employee_id, serial=number)
    except NotFound:
        return False
    return answer["ics"].startswith("BEGIN:VCALENDAR")


def test_everybody_has_an_address_until_they_decide_otherwise(known):
    assert serial(known) == 0
    assert is_good(known, 0)
    assert not is_good(known, 1)


def test_a_renewed_address_takes_the_place_of_the_one_before(known):
    renewed = known.service.renew_calendar_link(employee_id="E1")

    assert renewed == {"employee_id": "E1", "serial": 1}
    assert (is_good(known, 0), is_good(known, 1)) == (False, True)
    assert is_good(known, 0, "E2")


def test_a_revoked_address_is_good_no_more_and_a_new_one_is_another(known):
    known.service.revoke_calendar_link(employee_id="E1")
    assert serial(known) is None
    assert not is_good(known, 0)
    known.service.revoke_calendar_link(employee_id="E1")

    known.service.renew_calendar_link(employee_id="E1")

    assert serial(known) == 1
    assert (is_good(known, 0), is_good(known, 1)) == (False, True)


def test_the_office_itself_still_gets_a_calendar_whose_address_was_revoked(known):
    known.service.revoke_calendar_link(employee_id="E1")

    assert "BEGIN:VCALENDAR" in known.service.get_calendar(employee_id="E1")["ics"]


def test_nobody_unknown_has_an_address(known):
    for call in ("get_calendar_link", "renew_calendar_link", "revoke_calendar_link"):
        with pytest.raises(NotFound):
            getattr(known.service, call)(employee_id="E9")
