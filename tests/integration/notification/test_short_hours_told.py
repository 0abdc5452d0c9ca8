"""Late in the year, who falls short of learning hours is told, unless they no longer do."""

from datetime import timedelta

import pytest

from tests.integration.enrolment.house import at, on
from tests.integration.notification.house import pages_opened_by


@pytest.fixture
def december(town):
    """Enrolment has seen November; now it is the first working day of December."""
    town.enrolment.an_employee("LEARNER")
    town.enrolment.tell_short_hours()
    town.enrolment.clock.travel_to(at("2026-12-01"))
    return town


def tell(town):
    town.enrolment.tell_short_hours()
    town.deliver()


def mails_to_the_learner(town, after=timedelta(0)):
    town.notification.tick(after)
    return [one for one in town.notification.mails() if "learner@" in one["To"]]


def test_the_learner_is_told_once_with_the_way_to_their_learning(december):
    tell(december)
    tell(december)

    assert december.told("LEARNER") == ["hours.short"]
    (mail,) = mails_to_the_learner(december)
    assert mail["Subject"] == "Masih kurang 20 jam pelajaran (JP) untuk tahun 2026"
    assert pages_opened_by(mail) == ["/learning"]
    assert "/unsubscribe/" in mail["List-Unsubscribe"]


def test_it_can_be_muted(december):
    december.notification.service.set_preferences(employee_id="LEARNER", muted=["hours.short"])

    tell(december)

    assert mails_to_the_learner(december) == []


def test_whoever_gets_a_seat_before_the_mail_leaves_is_not_mailed_that_hours_are_short(december):
    quiet = {"quiet_from": "00:00", "quiet_to": "23:00"}
    december.notification.service.set_preferences(employee_id="LEARNER", **quiet)
    tell(december)
    assert mails_to_the_learner(december) == []

    offering = december.enrolment.an_offering(meetings=[on("2026-12-21")])
    december.enrolment.approved(offering, "LEARNER")
    december.enrolment.clock.travel(timedelta(minutes=1))
    december.enrolment.look_at_short_hours_again()
    december.deliver()

    (mail,) = mails_to_the_learner(december, after=timedelta(hours=11, minutes=30))
    assert "kurang" not in mail["Subject"]
    assert december.told("LEARNER") == ["hours.short", "enrolment.enrolled"]
