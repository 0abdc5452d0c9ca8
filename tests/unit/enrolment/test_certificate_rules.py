"""What becomes of a certificate: renewed, revoked, expired."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.enrolment.domain.certificate import (
    HeldCertificate,
    expiry,
    renew,
    revoke,
    stand_alone_again,
    the_one_to_renew,
)
from shared.errors import Conflict
from tests.unit.enrolment.builders import MONDAY_NOON, a_programme, at, some_id

YEAR = timedelta(days=365)


def a_certificate(**facts):
    held = HeldCertificate(
        certificate_id=some_id(),
        code="8F3A-12CD",
        enrolment_id="N1",
        employee_id="E1",
        programme_id="P1",
        holder_name="Maria",
        title="Pelayanan prima",
        learning_hours=20,
        issued_at=MONDAY_NOON,
        expires_at=MONDAY_NOON + YEAR,
    )
    return replace(held, **facts)


@pytest.mark.parametrize(
    ("completed", "months", "expires"),
    [
        ("2026-11-23", 12, "2027-11-23"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_a_certificate_expires_on_the_same_day_months_later(completed, months, expires):
    programme = a_programme(certificate_valid_months=months)

    assert expiry(programme, at(completed, 12)) == at(expires, 12)


def test_a_certificate_of_a_programme_without_validity_never_expires():
    assert expiry(a_programme(), MONDAY_NOON) is None
    assert a_certificate(expires_at=None).standing(MONDAY_NOON + 50 * YEAR) == "valid"


def test_a_certificate_is_valid_until_the_instant_it_expires():
    held = a_certificate()

    assert held.standing(held.expires_at - timedelta(seconds=1)) == "valid"
    assert held.standing(held.expires_at) == "expired"


def test_a_retake_renews_the_newest_certificate_issued_before_it():
    old, newer = a_certificate(), a_certificate(issued_at=MONDAY_NOON + YEAR)

    assert the_one_to_renew([old, newer], MONDAY_NOON + 2 * YEAR) == newer
    assert the_one_to_renew([old, newer], MONDAY_NOON + YEAR) == old
    assert the_one_to_renew([old], MONDAY_NOON) is None


@pytest.mark.parametrize("end", [{"revoked_at": MONDAY_NOON}, {"renewed_by_id": "C9"}])
def test_what_was_revoked_or_renewed_is_not_renewed(end):
    assert the_one_to_renew([a_certificate(**end)], MONDAY_NOON + YEAR) is None


def test_a_renewal_has_a_date_of_its_own_and_leaves_the_earlier_one_as_it_was():
    earlier, later = a_certificate(), a_certificate(issued_at=MONDAY_NOON + YEAR)

    continued, continuing, told = renew(earlier, later, MONDAY_NOON + YEAR)

    assert continued == replace(earlier, renewed_by_id=later.certificate_id)
    assert continuing == replace(later, renews_id=earlier.certificate_id)
    assert (told.certificate_id, told.renews_id) == (later.certificate_id, earlier.certificate_id)
    assert stand_alone_again(continued) == earlier


def test_a_certificate_is_revoked_once():
    revoked, told = revoke(a_certificate(), reason="forged", by="OFFICER", now=MONDAY_NOON)

    assert (revoked.standing(MONDAY_NOON), told.reason) == ("revoked", "forged")
    with pytest.raises(Conflict, match=r"revoked at .* \(forged\); completing .* again"):
        revoke(revoked, reason="again", now=MONDAY_NOON)
