"""Several processes of the service at once, on PostgreSQL."""

from collections import Counter
from datetime import timedelta

import eventlet
import pytest
from sqlalchemy import text

from services.notification.channels import mail_channel
from services.notification.domain.preferences import EMAIL
from services.notification.storage.deliveries import Deliveries
from shared.events.enrolment import EnrolmentEnrolled, OfferingChanged
from tests.integration.notification.house import House, a_person, in_an_envelope
from tests.unit.notification.builders import a_completion, an_enrolment_event, an_offering_event

CUT_THE_OTHERS = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""

EVERYBODY = [f"E{number}" for number in range(60)]


@pytest.fixture
def house(copied_database, tmp_path, mail_server):
    url = copied_database("notification").replace("postgresql://", "postgresql+psycopg2://")
    with House(url, tmp_path, smtp_url=mail_server.url) as house:
        yield house


def at_once(*tasks) -> None:
    for running in [eventlet.spawn(task) for task in tasks]:
        running.wait()


def several_rounds_of(postman):
    """A round ends after some seconds, whatever is left on a busy machine."""
    return lambda: [postman.deliver_due() for _ in range(6)]


def test_several_senders_send_each_mail_once(house, mail_server):
    house.hear(*(a_person(each) for each in EVERYBODY))
    house.hear(*(a_completion(employee_id=each) for each in EVERYBODY))

    at_once(*(several_rounds_of(house.a_postman()) for _ in range(4)))

    taken = Counter(mail["to"] for mail in mail_server.taken())
    assert taken == {f"{each.lower()}@alak.example": 1 for each in EVERYBODY}
    assert [name for name, *_ in house.published()] == ["notification.delivered"] * len(EVERYBODY)


def test_a_connection_that_is_cut_between_two_mails_loses_and_doubles_none(house, mail_server):
    house.hear(*(a_person(each) for each in EVERYBODY))
    house.hear(*(a_completion(employee_id=each) for each in EVERYBODY))
    channel = mail_channel(house.settings)
    channel.send = cutting_after(7, channel.send, house)
    postman = house.a_postman(channel)

    for _ in range(6):
        postman.deliver_due()
        house.clock.travel(timedelta(minutes=6))

    taken = Counter(mail["to"] for mail in mail_server.taken())
    assert taken == {f"{each.lower()}@alak.example": 1 for each in EVERYBODY}
    assert house.states() == ["sent"] * len(EVERYBODY)


def cutting_after(number, send, house):
    """As a database server that is restarted cuts its clients, when so many mails are sent."""
    sent = 0

    def send_and_cut(mail):
        nonlocal sent
        attempt = send(mail)
        sent += 1
        if sent == number:
            with house.database.reading() as session:
                session.execute(text(CUT_THE_OTHERS))
        return attempt

    return send_and_cut


def test_news_of_the_same_new_people_collide_harmlessly(house):
    people = [in_an_envelope(a_person(each)) for each in EVERYBODY]
    again = [in_an_envelope(a_person(each)) for each in reversed(EVERYBODY)]

    at_once(
        lambda: house.deliver(people),
        lambda: house.deliver(again),
        *(lambda one=one: house.deliver([one]) for one in people),
    )

    assert house.waiting() == []
    assert house.service.get_preferences(employee_id="E59")["language"] == "id"


def test_the_same_events_without_ids_are_one_message_each(house):
    house.hear(*(a_person(each) for each in EVERYBODY))
    completed = [in_an_envelope(a_completion(employee_id=x), with_id=False) for x in EVERYBODY]

    at_once(
        lambda: house.deliver(completed),
        lambda: house.deliver(completed[::-1]),
        *(lambda one=one: house.deliver([one]) for one in completed),
    )

    assert house.waiting() == []
    assert [len(house.inbox(each)) for each in EVERYBODY] == [1] * len(EVERYBODY)
    assert len(house.deliveries()) == len(EVERYBODY)


def test_replicas_that_hear_of_one_moment_at_once_tell_each_reader_the_weightiest(house):
    house.hear(*(a_person(each) for each in EVERYBODY))
    changed = in_an_envelope(an_offering_event(OfferingChanged, employee_ids=EVERYBODY))
    seats = [
        in_an_envelope(an_enrolment_event(EnrolmentEnrolled, employee_id=each))
        for each in EVERYBODY
    ]

    at_once(
        lambda: house.deliver([changed]),
        lambda: house.deliver(seats[:30]),
        *(lambda one=one: house.deliver([one]) for one in seats[30:]),
    )

    assert house.waiting() == []
    assert Counter((one.employee_id, one.about) for one in house.messages()) == {
        (each, "enrolment.enrolled"): 1 for each in EVERYBODY
    }


def test_what_a_sender_has_in_its_hands_is_not_changed_any_more(house, mail_server):
    house.hear(a_person("E1"))
    house.hear(an_offering_event(OfferingChanged, employee_ids=["E1"]))
    house.clock.travel(timedelta(minutes=1))

    with house.database.transaction() as sending:
        Deliveries(sending, EMAIL).claim(house.clock.now(), limit=9)
        house.hear(an_enrolment_event(EnrolmentEnrolled))

    assert sorted(one["about"] for one in house.inbox("E1")) == [
        "enrolment.enrolled",
        "offering.changed",
    ]


def test_senders_that_gather_the_same_digests_at_once_send_one_mail_to_each_reader(
    house, mail_server
):
    readers = EVERYBODY[:20]
    house.hear(*(a_person(each) for each in readers))
    for each in readers:
        house.service.set_preferences(employee_id=each, digest="daily", digest_at="16:00")
    for number in range(6):
        house.hear(*(a_completion(employee_id=x, title=f"Kelas {number}") for x in readers))
    house.tick()
    house.clock.travel(timedelta(hours=4))

    at_once(*(several_rounds_of(a_sender_of_few(house)) for _ in range(4)))

    taken = Counter(mail["to"] for mail in mail_server.taken())
    assert taken == {f"{each.lower()}@alak.example": 1 for each in readers}
    assert house.states() == ["sent"] * 7 * len(readers)


def a_sender_of_few(house):
    """Claims so few at once that the messages of one reader fall to several senders."""
    channel = mail_channel(house.settings)
    channel.batch = 4
    return house.a_postman(channel)
