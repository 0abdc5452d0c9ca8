"""From messages to mails, in MAIL_MODE=file."""

import time
from datetime import timedelta

from sqlalchemy import update

from services.notification.channels import mail_channel
from services.notification.domain.delivery import Attempt, Outcome
from services.notification.domain.retry import FOR_DEFECTS
from services.notification.storage.deliveries import Deliveries
from services.notification.storage.tables import DeliveryRow, MessageRow
from shared.events import enrolment as en
from tests.integration.notification.house import a_person
from tests.unit.notification.builders import HOSTILE, a_completion, an_enrolment_event

A_MINUTE = timedelta(seconds=61)


def test_a_mail_is_a_file_and_an_event(house):
    house.hear(a_person(name="Maria Tallo"), a_completion())

    house.tick()

    (mail,) = house.mails()
    (message,) = house.inbox()
    assert mail["To"] == "Maria Tallo <e1@alak.example>"
    assert mail["Subject"] == message["subject"]
    assert mail.get_body(("plain",)).get_content().split() == message["text"].split()
    assert message["notification_id"] in mail["Message-ID"]
    assert house.published() == [
        (
            "notification.delivered",
            1,
            {
                "notification_id": message["notification_id"],
                "employee_id": "E1",
                "channel": "email",
                "about": "training.completed",
            },
        )
    ]


def test_what_was_sent_is_not_sent_again(house):
    house.hear(a_person(), a_completion())

    house.tick()
    house.tick(after=timedelta(days=1))

    assert len(house.mails()) == len(house.published()) == 1
    assert house.states() == ["sent"]


def test_600_mails_are_each_sent_once(house):
    people = [a_person(f"E{number}") for number in range(600)]
    house.hear(*people)
    house.hear(*(a_completion(employee_id=person.employee_id) for person in people))

    while "pending" in house.states():
        house.tick()

    assert len({mail["Message-ID"] for mail in house.mails()}) == len(house.mails()) == 600


def test_who_has_no_address_or_has_left_reads_it_in_the_inbox_only(house):
    house.hear(
        a_person("E1", email=None),
        a_person("E2", email="not an address"),
        a_person("E3", active=False),
    )

    for employee_id in ("E1", "E2", "E3"):
        house.hear(a_completion(employee_id=employee_id))
        assert len(house.inbox(employee_id)) == 1
    house.tick()

    assert house.deliveries() == []
    assert house.published() == []


def test_an_address_that_went_away_meanwhile_is_a_failure(house):
    house.hear(a_person(), a_completion())
    house.hear(a_person(email=None))

    house.tick()

    assert house.states() == ["failed"]
    ((name, _, data),) = house.published()
    assert (name, data["reason"]) == ("notification.failed", "no address")


def test_hostile_names_arrive_in_a_mail_to_one_recipient(house):
    for number, name in enumerate(HOSTILE):
        house.hear(a_person(f"E{number}", name=name), a_person("BOSS"))
        house.hear(
            an_enrolment_event(
                en.EnrolmentRequested, employee_id=f"E{number}", approver_id="BOSS", title=name
            )
        )

    house.tick()

    assert len(house.mails()) == len(HOSTILE)
    for mail in house.mails():
        assert mail["Bcc"] is None
        assert [each.addr_spec for each in mail["To"].addresses] == ["boss@alak.example"]
        assert "<script>" not in mail.get_body(("html",)).get_content()


def test_a_message_that_cannot_be_rendered_waits_alone_for_a_mend_and_fails_in_the_end(house):
    house.hear(a_person(), a_completion(), a_completion())
    broken = house.inbox()[0]["notification_id"]
    with house.database.transaction() as session:
        session.execute(
            update(MessageRow).where(MessageRow.notification_id == broken).values(data="{}")
        )

    house.tick()
    assert house.states() == ["pending", "sent"]
    for _ in range(FOR_DEFECTS.attempts - 1):
        house.tick(after=FOR_DEFECTS.longest_pause)

    assert house.states() == ["failed", "sent"]


def test_a_crash_between_sending_and_recording_repeats_the_same_mail_once(house):
    house.hear(a_person(), a_completion())
    dying = house.a_postman()
    dying._send_all(dying._record_and_claim(time.monotonic() + 5))  # and here it dies

    house.tick()
    assert house.states() == ["sending"]
    (before,) = house.mails()
    house.tick(after=A_MINUTE)

    (mail,) = house.mails()
    assert mail.as_bytes() == before.as_bytes()
    assert house.states() == ["sent"]
    assert [name for name, *_ in house.published()] == ["notification.delivered"]


def test_a_process_that_was_only_slow_does_not_record_over_its_successor(house):
    house.hear(a_person(), a_completion())
    slow = house.a_postman()
    slow._send_all(slow._record_and_claim(time.monotonic() + 5))
    house.tick(after=A_MINUTE)

    slow.deliver_due()

    assert len(house.published()) == 1


def test_what_a_slow_process_says_too_late_does_not_count(house):
    house.hear(a_person(), a_completion())
    slow, successor = house.a_postman(), house.a_postman()
    ((slow_parcel, _),) = slow._record_and_claim(time.monotonic() + 5)
    house.clock.travel(A_MINUTE)
    successor._record_and_claim(time.monotonic() + 5)

    slow._tried = [(slow_parcel, Attempt(Outcome.DEFERRED, "too busy"))]
    slow.deliver_due()

    assert house.states() == ["sending"]


def test_a_full_disk_burns_no_attempt(house, tmp_path):
    house.hear(a_person(), a_completion())
    house.mail.write_text("a file where the directory should be")

    house.tick()
    (waiting,) = house.deliveries()
    assert (waiting.state, waiting.attempts) == ("pending", 0)

    house.mail.unlink()
    house.a_postman().deliver_due()
    assert house.states() == ["sent"]


def test_deliveries_that_are_not_due_stay(house):
    house.hear(a_person(), a_completion())
    with house.database.transaction() as session:
        later = house.clock.now() + timedelta(hours=1)
        session.execute(update(DeliveryRow).values(next_at=later))
        assert Deliveries(session, "email").claim(house.clock.now(), 10) == []

    house.tick()
    assert mail_channel(house.settings).repeatable
    assert house.mails() == []
    house.tick(after=timedelta(hours=2))
    assert len(house.mails()) == 1
