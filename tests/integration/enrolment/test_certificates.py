"""Certificates: renewed by a retake, revoked, told of before they expire."""

from datetime import timedelta

import pytest

from shared.errors import Conflict, NotFound
from tests.integration.enrolment.house import DAY, at, on


@pytest.fixture
def office(house):
    """LEARNER; a programme whose certificates are valid for a year."""
    house.an_employee("LEARNER", name="Maria Lete")
    house.yearly = house.a_programme(title="Pemadam api", certificate_valid_months=12)
    return house


def completes(house, day, employee_id="LEARNER", programme_id=None):
    """The enrolment of a class on this day that the learner has passed."""
    offering = house.an_offering(programme_id=programme_id or house.yearly, meetings=[on(day)])
    enrolment = house.approved(offering, employee_id)
    completed_at = at(day, 17)
    if house.clock.now() < completed_at:
        house.clock.travel_to(completed_at)
    again(house, enrolment, day)
    return enrolment


def again(house, enrolment, day):
    one = house.enrolment(enrolment)
    house.complete_offering(
        offering_id=one["offering_id"],
        completed_at=at(day, 17).isoformat(),
        results=[{"employee_id": one["employee_id"], "passed": True}],
    )


def certificate_of(house, enrolment):
    return house.get_certificate(enrolment_id=enrolment)


def told_of(house, enrolment):
    return house.names_told(certificate_of(house, enrolment)["certificate_id"])


def test_a_certificate_is_dated_on_the_completion_and_expires_a_year_later(office):
    enrolment = completes(office, "2026-12-01")

    held = certificate_of(office, enrolment)

    assert (held["issued_at"][:10], held["expires_at"][:10]) == ("2026-12-01", "2027-12-01")
    assert (held["holder_name"], held["status"]) == ("Maria Lete", "valid")
    (told,) = [one for one in office.told(enrolment) if one.name == "training.completed"]
    assert told.data["certificate"]["code"] == held["code"]


def test_verification_shows_name_programme_hours_dates_validity_and_nothing_else(office):
    held = certificate_of(office, completes(office, "2026-12-01"))

    shown = office.verify_certificate(code=held["code"].lower().replace("-", " "))

    assert shown == {
        "name": "Maria Lete",
        "title": "Pemadam api",
        "learning_hours": 20,
        "issued_at": held["issued_at"],
        "expires_at": held["expires_at"],
        "valid": True,
    }
    office.clock.travel(366 * DAY)
    assert not office.verify_certificate(code=held["code"])["valid"]
    for unknown in ("AAAA-AAAA-AAAA-AAAA", "' or 1=1"):
        with pytest.raises(NotFound):
            office.verify_certificate(code=unknown)


def test_a_certificate_keeps_its_name_when_the_holder_takes_another(office):
    enrolment = completes(office, "2026-12-01")

    office.an_employee("LEARNER", name="Maria Lete-Boro")

    assert certificate_of(office, enrolment)["holder_name"] == "Maria Lete"


def test_a_retake_renews_with_a_new_date_and_a_new_code(office):
    first = completes(office, "2026-12-01")
    second = completes(office, "2027-10-05")

    old, new = certificate_of(office, first), certificate_of(office, second)

    assert new["issued_at"][:10] == "2027-10-05"
    assert (new["renews_id"], old["renewed_by_id"]) == (
        old["certificate_id"],
        new["certificate_id"],
    )
    assert new["code"] != old["code"]
    assert old["expires_at"][:10] == "2027-12-01"
    (renewed,) = office.told(new["certificate_id"])
    assert (renewed.name, renewed.sequence) == ("certificate.renewed", 1)
    assert renewed.data == {
        "certificate_id": new["certificate_id"],
        "code": new["code"],
        "enrolment_id": second,
        "employee_id": "LEARNER",
        "expires_at": new["expires_at"].replace("+00:00", "Z"),
        "renews_id": old["certificate_id"],
    }
    assert told_of(office, first) == []


def test_another_programme_or_another_learner_renews_nothing(office):
    completes(office, "2026-12-01")
    other = completes(office, "2026-12-03", programme_id=office.a_programme(title="Lain"))
    colleague = completes(office, "2026-12-04", employee_id=office.an_employee())

    assert certificate_of(office, other)["renews_id"] is None
    assert certificate_of(office, colleague)["renews_id"] is None


def test_a_class_recorded_late_does_not_renew_what_came_after_it(office):
    later = completes(office, "2026-12-01")
    earlier = completes(office, "2026-11-02")

    assert certificate_of(office, earlier)["renews_id"] is None
    assert certificate_of(office, later)["renewed_by_id"] is None


def test_the_holder_is_told_once_ninety_days_ahead(office):
    enrolment = completes(office, "2026-12-01")

    office.clock.travel_to(at("2027-09-01", 8))
    office.tell_expiring_certificates()
    assert told_of(office, enrolment) == []
    office.clock.travel_to(at("2027-09-03", 8))
    office.tell_expiring_certificates()
    office.tell_expiring_certificates()

    assert told_of(office, enrolment) == ["certificate.expiring"]
    (told,) = office.told(certificate_of(office, enrolment)["certificate_id"])
    assert told.data["employee_id"] == "LEARNER"


def test_how_long_ahead_is_for_the_office_to_decide(office):
    enrolment = completes(office, "2026-12-01")
    office.save_rule_number(name="certificate_notice_days", value=30)

    office.clock.travel_to(at("2027-10-30", 8))
    office.tell_expiring_certificates()
    assert told_of(office, enrolment) == []
    office.clock.travel_to(at("2027-11-02", 8))
    office.tell_expiring_certificates()

    assert told_of(office, enrolment) == ["certificate.expiring"]


def test_nobody_is_told_of_what_is_renewed_revoked_or_over(office):
    renewed = completes(office, "2026-12-01")
    newest = completes(office, "2027-08-02")
    revoked = completes(office, "2027-08-03", employee_id=office.an_employee())
    office.revoke_certificate(
        certificate_id=certificate_of(office, revoked)["certificate_id"], reason="forged"
    )
    office.clock.travel_to(at("2028-07-20"))
    over = completes(office, "2027-03-01", employee_id=office.an_employee())

    office.tell_expiring_certificates()

    assert [told_of(office, one)[-1:] for one in (renewed, newest, revoked, over)] == [
        [],
        ["certificate.expiring"],
        ["certificate.revoked"],
        [],
    ]


def test_nobody_is_told_of_the_old_one_while_the_renewal_is_valid(office):
    first = completes(office, "2026-12-01")
    completes(office, "2027-09-01")
    office.clock.travel_to(at("2027-10-01"))

    office.tell_expiring_certificates()

    assert told_of(office, first) == []


def test_many_are_told_in_one_go(office):
    learners = office.some_employees(205)
    offering = office.an_offering(
        programme_id=office.yearly, meetings=[on("2026-11-02")], capacity=300
    )
    office.nominate(offering_id=offering, employee_ids=learners, nominated_by="OFFICER")
    office.complete_offering(
        offering_id=offering,
        completed_at=at("2026-11-02", 17).isoformat(),
        results=[{"employee_id": one, "passed": True} for one in learners],
    )

    office.clock.travel_to(at("2027-10-01"))
    office.tell_expiring_certificates()

    assert office.names_told().count("certificate.expiring") == 205


def test_a_revoked_certificate_is_no_longer_valid_and_the_completion_stands(office):
    enrolment = completes(office, "2026-12-01")
    held = certificate_of(office, enrolment)

    revoked = office.revoke_certificate(
        certificate_id=held["certificate_id"], reason="forged", revoked_by="OFFICER"
    )

    assert (revoked["status"], revoked["revoked_reason"]) == ("revoked", "forged")
    assert revoked["revoked_by"] == "OFFICER"
    assert not office.verify_certificate(code=held["code"])["valid"]
    assert office.status(enrolment) == "completed"
    assert told_of(office, enrolment) == ["certificate.revoked"]
    with pytest.raises(Conflict, match="forged"):
        office.revoke_certificate(certificate_id=held["certificate_id"], reason="again")
    with pytest.raises(NotFound):
        office.revoke_certificate(certificate_id="NONE", reason="forged")


def test_a_reversal_revokes_and_the_next_completion_gets_another(office):
    enrolment = completes(office, "2026-12-01")
    first = certificate_of(office, enrolment)

    office.reverse_completion(enrolment_id=enrolment, reason="salah orang")
    assert certificate_of(office, enrolment)["status"] == "revoked"
    assert told_of(office, enrolment) == ["certificate.revoked"]
    again(office, enrolment, "2026-12-01")

    second = certificate_of(office, enrolment)
    assert second["certificate_id"] != first["certificate_id"]
    assert (second["status"], second["renews_id"]) == ("valid", None)
    assert not office.verify_certificate(code=first["code"])["valid"]


def test_when_a_renewal_is_taken_back_the_earlier_expiry_counts_again(office):
    first = completes(office, "2026-12-01")
    second = completes(office, "2027-10-05")

    office.reverse_completion(enrolment_id=second, reason="salah orang")
    office.tell_expiring_certificates()

    assert certificate_of(office, first)["renewed_by_id"] is None
    assert told_of(office, first) == ["certificate.expiring"]


def test_reversing_what_was_revoked_before_says_it_once(office):
    enrolment = completes(office, "2026-12-01")
    certificate_id = certificate_of(office, enrolment)["certificate_id"]
    office.revoke_certificate(certificate_id=certificate_id, reason="forged")

    office.reverse_completion(enrolment_id=enrolment, reason="salah orang")

    assert told_of(office, enrolment) == ["certificate.revoked"]


def test_certificates_are_listed_by_holder_programme_and_end(office):
    completes(office, "2026-12-01")
    completes(office, "2026-12-03", programme_id=office.a_programme(title="Lain"))
    completes(office, "2026-12-04", employee_id=office.an_employee("OTHER"))

    def found(**wanted):
        return [one["employee_id"] for one in office.list_certificates(**wanted)["items"]]

    assert found(employee_id="LEARNER") == ["LEARNER", "LEARNER"]
    assert found(programme_id=office.yearly) == ["LEARNER", "OTHER"]
    soon = (at("2027-12-01", 17) + timedelta(minutes=1)).isoformat()
    assert found(expires_before=soon) == ["LEARNER"]
    page = office.list_certificates(limit=2)
    assert len(office.list_certificates(after=page["next"])["items"]) == 1
