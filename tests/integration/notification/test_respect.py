"""The right hour: quiet hours, working days, digests and caps. By default none delays anything."""

from datetime import timedelta

import pytest

from shared.events import enrolment as en
from shared.events import evaluation as ev
from tests.integration.notification.house import House, a_person
from tests.unit.notification.builders import a_completion, an_enrolment_event, an_evaluation_event

HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)  # the clock of a house begins on a Tuesday at noon


def wishing(house: House, **wishes) -> House:
    house.hear(a_person("E1"))
    house.service.set_preferences(employee_id="E1", **wishes)
    return house


def completions(number: int):
    return [a_completion(title=f"Pelatihan {index}") for index in range(number)]


def timelines(house: House):
    return [
        house.service.get_timeline(notification_id=one["notification_id"]) for one in house.inbox()
    ]


def steps(house: House):
    return [(one["what"], one["reason"]) for one in timelines(house)[0]["steps"]]


def told(house: House):
    return [(name, data["about"]) for name, _, data in house.published()]


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def test_in_quiet_hours_a_message_waits_and_then_comes_once(each_house):
    house = wishing(each_house, quiet_from="11:00", quiet_to="14:00")
    house.hear(a_completion())

    house.tick()
    house.tick(after=HOUR)
    assert house.mails() == []
    assert len(house.inbox()) == 1
    house.tick(after=HOUR)
    house.tick(after=HOUR)

    assert len(house.mails()) == 1
    assert steps(house) == [
        ("written", None),
        ("waits", "quiet hours, until 2026-11-24T14:00:00+08:00"),
        ("sent", None),
    ]
    assert [row.attempts for row in house.deliveries()] == [1]


def test_who_writes_in_the_night_of_the_readers_zone_waits(house):
    wishing(house, quiet_from="13:00", quiet_to="14:00", time_zone="Asia/Jayapura")
    house.hear(a_completion())  # noon in Kupang is one o'clock in Jayapura

    house.tick()

    assert house.mails() == []


def test_on_a_day_off_a_message_waits_for_the_next_working_day(house):
    wishing(house, working_days_only=True)
    house.clock.travel(4 * A_DAY)  # Saturday
    house.hear(a_completion())

    house.tick()
    assert house.mails() == []
    house.tick(after=2 * A_DAY)

    assert len(house.mails()) == 1


def test_a_holiday_of_the_office_is_no_working_day(house):
    wishing(house, working_days_only=True)
    house.clock.travel(31 * A_DAY)  # Friday, 25 December
    house.hear(a_completion())

    house.tick()

    assert steps(house)[1] == ("waits", "not a working day, until 2026-12-28T00:00:00+08:00")


def test_a_digest_is_one_mail_that_lists_what_would_have_been_several(each_house):
    house = wishing(each_house, digest="daily", digest_at="16:00", language="en")
    house.hear(*completions(3))
    house.tick()
    assert house.mails() == []

    house.tick(after=4 * HOUR)

    (mail,) = house.mails()
    assert mail["Subject"] == "3 messages from Lontar"
    assert all(f"Pelatihan {index}" in text_of(mail) for index in range(3))
    assert told(house) == [("notification.delivered", "training.completed")] * 3
    assert len(house.inbox()) == 3
    house.tick(after=A_DAY)
    assert len(house.mails()) == 1


def test_the_timeline_names_the_digest_that_brought_a_message(house):
    wishing(house, digest="daily", digest_at="16:00")
    house.hear(*completions(2))
    house.tick()
    house.tick(after=4 * HOUR)

    (delivery,) = timelines(house)[0]["deliveries"]

    assert delivery["state"] == "sent"
    assert ("gathered", delivery["digest_id"]) in steps(house)


def test_a_digest_of_one_message_is_that_message(house):
    wishing(house, digest="daily", digest_at="16:00", language="en")
    house.hear(*completions(1))
    house.tick()

    house.tick(after=4 * HOUR)

    assert [one["Subject"] for one in house.mails()] == [
        "Congratulations, you have completed Pelatihan 0"
    ]


def test_a_digest_says_of_whom_somebody_else_is_to_tell(house):
    wishing(house, digest="daily", digest_at="16:00", language="en")
    house.hear(a_person("E2", name="Yosef Tallo"))
    asked = [
        an_evaluation_event(ev.EvaluationOpened, respondent_id="E1", employee_id=learner)
        for learner in ("E1", "E2")
    ]
    house.hear(*asked)

    house.tick(after=4 * HOUR)

    (mail,) = house.mails()
    opened = "An evaluation of Pelayanan Prima is waiting for your answer"
    lines = [line for line in text_of(mail).splitlines() if opened in line]
    assert sorted(line.partition(opened)[2] for line in lines) == ["", " (Yosef Tallo)"]


def test_a_weekly_digest_comes_on_its_day(house):
    wishing(house, digest="weekly", digest_weekday=5)
    house.hear(*completions(2))
    house.tick()

    house.tick(after=2 * A_DAY)
    assert house.mails() == []
    house.tick(after=A_DAY)

    assert len(house.mails()) == 1


def test_what_is_settled_meanwhile_is_not_in_the_digest(house):
    wishing(house, digest="daily", digest_at="16:00")
    reminders = [
        an_evaluation_event(ev.EvaluationDueSoon, respondent_id="E1", title=title)
        for title in ("Arsip", "Kearsipan", "Keuangan")
    ]
    house.hear(*reminders)
    house.tick()

    answered = reminders[0].evaluation_id
    house.hear(an_evaluation_event(ev.EvaluationSubmitted, evaluation_id=answered))
    house.tick(after=4 * HOUR)

    (mail,) = house.mails()
    assert "Keuangan" in text_of(mail)
    assert "Arsip" not in text_of(mail)
    assert sorted(house.states()) == ["sent", "sent", "sent", "superseded"]


def test_a_request_to_decide_does_not_wait_for_the_digest(house):
    wishing(house, digest="daily", digest_at="16:00", daily_cap=1)
    house.hear(an_enrolment_event(en.EnrolmentRequested, approver_id="E1"))

    house.tick()

    assert len(house.mails()) == 1


def test_over_the_cap_of_a_day_the_rest_comes_in_one_mail_next_morning(each_house):
    house = wishing(each_house, daily_cap=2, language="en")
    house.hear(*completions(5))
    house.hear(an_enrolment_event(en.EnrolmentRequested, approver_id="E1"))

    house.tick()
    house.tick(after=HOUR)
    assert len(house.mails()) == 3  # two, and what is critical
    house.tick(after=18 * HOUR)

    assert [one["Subject"] for one in house.mails()][3:] == ["3 messages from Lontar"]
    assert [name for name, _ in told(house)] == ["notification.delivered"] * 6


def test_what_is_muted_while_it_waits_is_not_sent(house):
    wishing(house, quiet_from="11:00", quiet_to="14:00")
    house.hear(a_completion())
    house.tick()

    house.service.set_preferences(employee_id="E1", muted=["training.completed"])
    house.tick(after=4 * HOUR)

    assert house.mails() == []
    assert steps(house)[-1] == ("superseded", "muted by its reader")


def test_the_wishes_of_one_delay_nobody_else(house):
    wishing(house, quiet_from="11:00", quiet_to="14:00", digest="weekly")
    house.hear(a_person("E2"), a_completion(), a_completion(employee_id="E2"))

    house.tick()

    assert [one["To"] for one in house.mails()] == ["Maria E2 <e2@alak.example>"]


def test_a_digest_that_fails_fails_all_that_it_carries(house):
    wishing(house, digest="daily", digest_at="16:00")
    house.hear(*completions(2))
    house.tick()
    house.clock.travel(4 * HOUR)
    house.service.postman._record_and_claim(float("inf"))  # gathers; the digest is due
    house.hear(a_person("E1", email=None, changed_at=house.clock.now()))

    house.tick()

    assert told(house) == [("notification.failed", "training.completed")] * 2
    assert house.states() == ["failed"] * 3


@pytest.mark.parametrize("moved", [1, 2, 3])
def test_a_digest_is_sent_once_whenever_the_process_dies(house, moved):
    """1: after it gathered; 2: after it claimed the digest; 3: after it sent it."""
    wishing(house, digest="daily", digest_at="16:00")
    house.hear(*completions(2))
    house.tick()
    house.clock.travel(4 * HOUR)
    dying = house.a_postman()
    for _ in range(moved):
        dying._send_all(dying._record_and_claim(float("inf")) or [])
        if moved < 3:
            dying._tried = []

    house.tick()
    house.tick(after=timedelta(seconds=61))

    assert len(house.mails()) == 1
    assert told(house) == [("notification.delivered", "training.completed")] * 2


def test_what_was_given_back_is_gathered_although_the_process_died_before_it_gathered(house):
    wishing(house, digest="daily", digest_at="16:00")
    house.hear(*completions(2))
    house.tick()
    house.clock.travel(4 * HOUR)
    dying = house.a_postman()
    dying._gather = lambda _: []
    assert dying._record_and_claim(float("inf")) == []
    assert [(row.state, row.attempts) for row in house.deliveries()] == [("pending", 0)] * 2

    house.tick()

    assert len(house.mails()) == 1


def test_an_invitation_comes_by_itself_because_a_digest_cannot_carry_it(house):
    wishing(house, digest="weekly", daily_cap=1)
    house.hear(an_enrolment_event(en.EnrolmentEnrolled))

    house.tick(after=timedelta(seconds=5))

    assert len(house.mails()) == 1
