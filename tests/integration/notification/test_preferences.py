"""How a person wants to be written to."""

import pytest

from shared.errors import NotFound, ValidationError
from shared.events import enrolment as en
from shared.events import evaluation as ev
from tests.integration.notification.house import a_person
from tests.unit.notification.builders import (
    a_completion,
    a_reversal,
    an_enrolment_event,
    an_evaluation_event,
)

AS_BY_DEFAULT = {
    "employee_id": "E1",
    "language": "id",
    "channels": ["email", "inapp"],
    "quiet_from": None,
    "quiet_to": None,
    "working_days_only": None,
    "digest": None,
    "digest_at": "07:00",
    "digest_weekday": 1,
    "daily_cap": None,
    "time_zone": None,
    "muted": [],
}


def asked(house, **wanted):
    return house.service.set_preferences(employee_id="E1", **wanted)


def test_by_default_nothing_is_delayed_and_nothing_muted(each_house):
    each_house.hear(a_person("E1"))

    assert each_house.service.get_preferences(employee_id="E1") == AS_BY_DEFAULT


def test_what_is_chosen_stays_and_what_is_left_out_is_as_it_was(each_house):
    house = each_house
    house.hear(a_person("E1"))

    asked(house, quiet_from="21:00", quiet_to="06:00", digest="weekly", muted=["told"])
    asked(house, language="en", daily_cap=3, time_zone="Asia/Jayapura")

    chosen = {
        "language": "en",
        "quiet_from": "21:00",
        "quiet_to": "06:00",
        "digest": "weekly",
        "daily_cap": 3,
        "time_zone": "Asia/Jayapura",
        "muted": ["told"],
    }
    assert house.service.get_preferences(employee_id="E1") == AS_BY_DEFAULT | chosen


def test_null_is_the_default_again(house):
    house.hear(a_person("E1"))
    asked(house, quiet_from="21:00", quiet_to="06:00", digest="daily", channels=["inapp"])

    answer = asked(house, quiet_from=None, quiet_to=None, digest=None, channels=None)

    assert answer == AS_BY_DEFAULT


def test_what_hr_says_later_does_not_take_the_choice_away(house):
    house.hear(a_person("E1"))
    asked(house, digest="daily")

    house.hear(a_person("E1", name="Maria Baru"))

    assert house.service.get_preferences(employee_id="E1")["digest"] == "daily"


def test_who_wants_no_mail_reads_everything_in_the_inbox(house):
    house.hear(a_person("E1"))
    asked(house, channels=[])

    house.hear(a_completion())

    assert house.service.get_preferences(employee_id="E1")["channels"] == ["inapp"]
    assert len(house.inbox()) == 1
    assert house.deliveries() == []


@pytest.mark.parametrize("muted", ["training.completed", "told"])
def test_what_is_muted_is_in_the_inbox_only(house, muted):
    house.hear(a_person("E1"))
    asked(house, muted=[muted])

    house.hear(a_completion())

    assert len(house.inbox()) == 1
    assert house.deliveries() == []


def test_what_is_critical_is_told_although_its_kind_is_muted(house):
    house.hear(a_person("E1"), a_person("E2"))
    house.service.set_preferences(employee_id="E2", muted=["asked", "told"])

    house.hear(an_enrolment_event(en.EnrolmentRequested, approver_id="E2"))
    house.hear(a_reversal(employee_id="E2"))
    house.hear(an_evaluation_event(ev.EvaluationDueSoon, respondent_id="E2"))

    assert len(house.inbox("E2")) == 3
    assert len(house.deliveries()) == 2


def test_a_critical_notice_cannot_be_muted_and_the_refusal_says_which(house):
    house.hear(a_person("E1"))

    with pytest.raises(ValidationError) as refused:
        asked(house, muted=["evaluation.due_soon", "enrolment.requested", "offering.cancelled"])

    assert refused.value.fields == {
        "muted": [
            "enrolment.requested is critical and cannot be muted",
            "offering.cancelled is critical and cannot be muted",
        ]
    }
    assert house.service.get_preferences(employee_id="E1")["muted"] == []


@pytest.mark.parametrize(
    ("wanted", "field", "reason"),
    [
        ({"muted": ["weather"]}, "muted", "what can be muted: asked, told, certificate.expiring"),
        ({"quiet_from": "21:00"}, "quiet_to", "give both"),
        ({"quiet_from": "21:00", "quiet_to": "21:00"}, "quiet_to", "some of the day"),
        ({"quiet_from": "25:00", "quiet_to": "06:00"}, "quiet_from", "time"),
        ({"quiet_from": "21:00+08:00", "quiet_to": "06:00"}, "quiet_from", "local time"),
        ({"channels": ["email", "email"]}, "channels", "twice"),
        ({"channels": ["pigeon"]}, "channels.0", "email, chat, inapp"),
        ({"digest": "hourly"}, "digest", "daily, weekly"),
        ({"daily_cap": 0}, "daily_cap", "1"),
        ({"digest_weekday": 8}, "digest_weekday", "7"),
        ({"time_zone": "Asia/Atlantis"}, "time_zone", "Asia/Makassar"),
    ],
)
def test_a_refusal_names_the_field_and_what_would_do(house, wanted, field, reason):
    house.hear(a_person("E1"))

    with pytest.raises(ValidationError) as refused:
        asked(house, **wanted)

    assert reason in " ".join(refused.value.fields[field])


def test_nobody_has_preferences_whom_hr_did_not_name(house):
    with pytest.raises(NotFound, match="nobody"):
        house.service.set_preferences(employee_id="nobody", digest="daily")
