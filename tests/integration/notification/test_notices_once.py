"""One occasion, one message: what a step of enrolment publishes together is told once."""

from collections import Counter

import pytest

from tests.integration.enrolment.house import at, on


def a_full_offering(town, **facts):
    """One seat, taken; somebody waits for it, and somebody asks."""
    for one in ("SEATED", "WAITING", "ASKING"):
        town.enrolment.an_employee(one)
    offering = town.enrolment.an_offering(capacity=1, **facts)
    town.enrolment.approved(offering, "SEATED")
    town.enrolment.approved(offering, "WAITING")
    town.enrolment.a_request(offering, "ASKING")
    town.deliver()
    return offering


def completed(town, learner="LEARNER", day="2026-11-20", **programme):
    """An enrolment that was completed."""
    offering = town.enrolment.an_offering(meetings=[on(day)], **programme)
    enrolment = town.enrolment.approved(offering, learner)
    town.enrolment.complete_offering(
        offering_id=offering,
        completed_at=at(day, 17).isoformat(),
        results=[{"employee_id": learner, "passed": True}],
    )
    return enrolment


def test_who_waits_is_told_of_the_queue_and_then_of_the_seat(town):
    offering = a_full_offering(town)
    assert town.told("WAITING") == ["enrolment.waitlisted"]

    first = town.enrolment.list_enrolments(offering_id=offering, employee_id="SEATED")["items"][0]
    town.enrolment.cancel_enrolment(
        enrolment_id=first["enrolment_id"], cancelled_by="SEATED", reason="sakit"
    )
    town.deliver()

    assert town.told("WAITING") == ["enrolment.waitlisted", "enrolment.enrolled"]
    assert town.told("SEATED") == ["enrolment.enrolled", "enrolment.cancelled"]


def test_of_a_cancelled_offering_everybody_hears_once(town):
    offering = a_full_offering(town)

    town.enrolment.cancel_offering(offering_id=offering, reason="narasumber sakit")
    town.deliver()

    assert town.told("SEATED") == ["enrolment.enrolled", "offering.cancelled"]
    assert town.told("WAITING") == ["enrolment.waitlisted", "offering.cancelled"]
    assert town.told("ASKING") == ["enrolment.cancelled"]
    assert "narasumber sakit" in town.notification.inbox("SEATED")[0]["text"]


def test_an_offering_with_too_few_is_told_in_the_readers_language(town):
    offering = a_full_offering(town, min_participants=1, decide_by=at("2026-11-30", 8).isoformat())
    seat = town.enrolment.list_enrolments(offering_id=offering, employee_id="SEATED")["items"][0]
    town.enrolment.cancel_enrolment(
        enrolment_id=seat["enrolment_id"], cancelled_by="SEATED", reason="sakit"
    )
    waits = town.enrolment.list_enrolments(offering_id=offering, employee_id="WAITING")["items"][0]
    town.enrolment.cancel_enrolment(
        enrolment_id=waits["enrolment_id"], cancelled_by="WAITING", reason="sakit"
    )
    town.deliver()

    town.enrolment.clock.travel_to(at("2026-11-30", 9))
    town.enrolment.decide_offerings()
    town.deliver()

    assert town.told("ASKING") == ["enrolment.cancelled"]
    text = town.notification.inbox("ASKING")[0]["text"]
    assert "baru 0 dari sedikitnya 1 peserta pada hari penentuan" in text


def test_of_another_date_who_is_seated_or_waits_hears_once(town):
    offering = a_full_offering(town)

    town.enrolment.schedule_offering(
        offering_id=offering,
        programme_id=town.enrolment.get_offering(offering_id=offering)["programme_id"],
        meetings=[on("2026-12-08")],
        venue="Aula Bappeda",
        capacity=1,
        min_participants=0,
    )
    town.deliver()

    assert town.told("SEATED") == ["enrolment.enrolled", "offering.changed"]
    assert town.told("WAITING") == ["enrolment.waitlisted", "offering.changed"]
    assert town.told("ASKING") == []
    text = town.notification.inbox("SEATED")[0]["text"]
    assert "Selasa, 8 Desember 2026 pukul 08.00 WITA" in text
    assert "Aula Bappeda" in text


def grow(town, offering):
    """A second seat, which goes to WAITING at once."""
    town.enrolment.schedule_offering(
        offering_id=offering,
        programme_id=town.enrolment.get_offering(offering_id=offering)["programme_id"],
        meetings=[on("2026-12-01")],
        capacity=2,
        min_participants=0,
    )
    return town.news()


def test_who_gets_a_seat_that_was_added_hears_of_the_seat_only(town):
    offering = a_full_offering(town)

    town.notification.deliver(grow(town, offering))

    assert town.told("WAITING") == ["enrolment.waitlisted", "enrolment.enrolled"]
    assert town.told("SEATED") == ["enrolment.enrolled", "offering.changed"]


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
def test_also_when_the_events_arrive_apart(town, backwards):
    offering = a_full_offering(town)
    town.notification.tick()
    news = grow(town, offering)

    for envelope in reversed(news) if backwards else news:
        town.notification.deliver([envelope])
        town.notification.tick()

    assert town.told("WAITING") == ["enrolment.waitlisted", "enrolment.enrolled"]
    town.notification.tick(after=at("2026-12-02") - at("2026-12-01"))
    mails = [one for one in town.notification.mails() if "waiting@" in one["To"]]
    assert sorted(one["Subject"] for one in mails) == sorted(town.subjects("WAITING"))


def test_who_has_got_the_lesser_news_already_still_hears_of_the_seat(town):
    changed, *rest = grow(town, a_full_offering(town))
    town.notification.deliver([changed])
    town.notification.tick(after=at("2026-12-02") - at("2026-12-01"))

    town.notification.deliver(rest)
    town.notification.deliver([changed])

    assert town.told("WAITING") == [
        "enrolment.waitlisted",
        "offering.changed",
        "enrolment.enrolled",
    ]


def test_two_offerings_of_one_programme_that_are_called_off_together_are_two_matters(town):
    town.enrolment.an_employee("LEARNER")
    decide_by = at("2026-11-30", 8).isoformat()
    offerings = [
        town.enrolment.an_offering(
            meetings=[on(day)], capacity=9, min_participants=5, decide_by=decide_by
        )
        for day in ("2026-12-01", "2026-12-03")
    ]
    for one in offerings:
        town.enrolment.approved(one, "LEARNER")
    town.enrolment.clock.travel_to(at("2026-11-30", 9))
    town.enrolment.decide_offerings()

    town.deliver()

    assert town.told("LEARNER").count("offering.cancelled") == 2
    assert town.told("LEARNER").count("enrolment.cancelled") == 0


def test_a_completion_brings_its_certificate_and_a_retake_the_new_one(town):
    town.enrolment.an_employee("LEARNER")
    yearly = town.enrolment.a_programme(certificate_valid_months=12)
    completed(town, day="2026-11-16", programme_id=yearly)
    completed(town, day="2026-11-18", programme_id=yearly)
    assert "certificate.renewed" in town.enrolment.names_told()

    town.deliver()

    assert sorted(town.told("LEARNER")) == [
        "enrolment.enrolled",
        "enrolment.enrolled",
        "training.completed",
        "training.completed",
    ]


def test_a_reversal_takes_the_certificate_with_it_and_is_told_once(town):
    town.enrolment.an_employee("LEARNER")
    enrolment = completed(town)
    town.deliver()

    town.enrolment.reverse_completion(enrolment_id=enrolment, reason="keliru")
    assert town.enrolment.names_told()[-2:] == [
        "certificate.revoked",
        "training.completion_reversed",
    ]
    town.deliver()

    assert town.told("LEARNER")[2:] == ["training.completion_reversed"]


def test_a_certificate_that_is_revoked_by_itself_is_told(town):
    town.enrolment.an_employee("LEARNER")
    enrolment = completed(town)
    (certificate,) = town.enrolment.list_certificates(employee_id="LEARNER")["items"]
    town.enrolment.revoke_certificate(
        certificate_id=certificate["certificate_id"], reason="data keliru"
    )
    town.deliver()
    assert town.told("LEARNER")[-1] == "certificate.revoked"

    town.enrolment.reverse_completion(enrolment_id=enrolment, reason="keliru")
    town.deliver()

    assert town.told("LEARNER")[-2:] == ["certificate.revoked", "training.completion_reversed"]


def test_the_holder_is_told_once_that_a_certificate_will_expire(town):
    town.enrolment.an_employee("LEARNER")
    yearly = town.enrolment.a_programme(certificate_valid_months=12)
    completed(town, programme_id=yearly)
    town.enrolment.clock.travel_to(at("2027-10-01"))
    town.enrolment.tell_expiring_certificates()
    town.enrolment.tell_expiring_certificates()

    town.deliver()

    assert town.told("LEARNER").count("certificate.expiring") == 1
    assert "20 November 2027" in town.notification.inbox("LEARNER")[0]["text"]


def test_a_request_that_nobody_decides_reaches_each_approver_once_and_expires(town):
    town.enrolment.a_unit("TOP", head_id="CHIEF")
    town.enrolment.an_employee("CHIEF", unit_id="TOP")
    town.enrolment.a_unit("U1", head_id="HEAD", parent_id="TOP")
    town.enrolment.an_employee("LEARNER")
    town.introduce("CHIEF")
    town.enrolment.a_request(town.enrolment.an_offering(), "LEARNER")

    for day in ("2026-11-27", "2026-11-28", "2026-12-08"):
        town.enrolment.clock.travel_to(at(day, 16))
        town.enrolment.advance_due_enrolments()
        town.deliver()

    assert town.told("HEAD") == town.told("CHIEF") == ["enrolment.requested"]
    assert town.told("LEARNER") == ["enrolment.expired"]
    assert "belum ada keputusan dalam 8 hari kerja" in town.notification.inbox("LEARNER")[0]["text"]


def test_a_request_whose_learner_moves_reaches_the_new_head_once(town):
    town.enrolment.a_unit("U2", head_id="OTHER")
    town.enrolment.an_employee("OTHER", unit_id="U2")
    town.enrolment.an_employee("LEARNER")
    town.introduce("OTHER")
    town.enrolment.a_request(town.enrolment.an_offering(), "LEARNER")

    for unit in ("U2", "U1", "U2"):
        town.enrolment.an_employee("LEARNER", unit_id=unit)
    town.deliver()

    assert town.told("HEAD") == town.told("OTHER") == ["enrolment.requested"]


def test_a_failure_is_told_with_its_reason(town):
    town.enrolment.an_employee("LEARNER")
    offering = town.enrolment.an_offering(meetings=[on("2026-11-20")])
    town.enrolment.approved(offering, "LEARNER")
    town.enrolment.complete_offering(
        offering_id=offering,
        completed_at=at("2026-11-20", 17).isoformat(),
        results=[{"employee_id": "LEARNER", "passed": False}],
    )

    town.deliver()

    assert town.told("LEARNER") == ["enrolment.enrolled", "training.not_completed"]


def test_a_big_offering_that_is_called_off_is_told_to_each_once(town):
    everybody = town.enrolment.some_employees(1200)
    town.introduce(*everybody)
    offering = town.enrolment.an_offering(capacity=1000)
    town.enrolment.nominate(offering_id=offering, employee_ids=everybody, nominated_by="OFFICER")
    town.enrolment.cancel_offering(offering_id=offering, reason="banjir")

    news = town.news()
    for start in range(0, len(news), 300):
        town.notification.deliver(news[start : start + 300])

    told = town.notification.messages()
    assert Counter(one.employee_id for one in told if one.about == "offering.cancelled") == (
        Counter(everybody)
    )
    assert Counter(one.about for one in told) == {
        "enrolment.enrolled": 1000,
        "enrolment.waitlisted": 200,
        "offering.cancelled": 1200,
    }
