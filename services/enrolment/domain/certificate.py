"""Certificates: never changed, but renewed by a later one, revoked, or grown old."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from services.enrolment.domain.programme import Programme
from shared.errors import Conflict
from shared.events.certificate import CertificateExpiring, CertificateRenewed, CertificateRevoked

Standing = Literal["valid", "expired", "revoked"]


@dataclass(frozen=True, kw_only=True)
class HeldCertificate:
    """A certificate and what became of it.

    issued_at       the day of the completion, not of its recording
    expires_at      None: never
    renews_id       the earlier certificate of the same programme that this one continues
    renewed_by_id   the later one that continues this
    told_at         when the holder was told that it is about to expire
    """

    certificate_id: str
    code: str
    enrolment_id: str
    employee_id: str
    programme_id: str
    holder_name: str
    title: str
    learning_hours: float
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None = None
    revoked_reason: str | None = None
    revoked_by: str | None = None
    renews_id: str | None = None
    renewed_by_id: str | None = None
    told_at: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        if self.revoked_at is not None:
            return "revoked"
        in_time = self.expires_at is None or now < self.expires_at
        return "valid" if in_time else "expired"


def expiry(programme: Programme, completed_at: datetime) -> datetime | None:
    """When a certificate of this programme ends to be valid: the same day, months later.

    completed_at   in the zone whose days count
    """
    if programme.certificate_valid_months is None:
        return None
    months = completed_at.month - 1 + programme.certificate_valid_months
    year, month = completed_at.year + months // 12, months % 12 + 1
    day = min(completed_at.day, calendar.monthrange(year, month)[1])
    return completed_at.replace(year=year, month=month, day=day).astimezone(UTC)


def the_one_to_renew(
    held: Iterable[HeldCertificate], issued_at: datetime
) -> HeldCertificate | None:
    """A retake renews the newest that was issued before it and counts, even an expired one."""
    candidates = [
        one
        for one in held
        if one.issued_at < issued_at and not one.revoked_at and not one.renewed_by_id
    ]
    return max(candidates, key=lambda one: one.issued_at, default=None)


def renew(
    earlier: HeldCertificate, later: HeldCertificate, now: datetime
) -> tuple[HeldCertificate, HeldCertificate, CertificateRenewed]:
    """A retake: the later certificate has a new date and a new code; the earlier one stays."""
    continued = replace(earlier, renewed_by_id=later.certificate_id)
    continuing = replace(later, renews_id=earlier.certificate_id)
    told = CertificateRenewed(**_about(later, now), renews_id=earlier.certificate_id)
    return continued, continuing, told


def revoke(
    held: HeldCertificate, *, reason: str, by: str | None = None, now: datetime
) -> tuple[HeldCertificate, CertificateRevoked]:
    """Take back a certificate for good. Raises Conflict."""
    is_not_revoked(held)
    revoked = replace(held, revoked_at=now, revoked_reason=reason, revoked_by=by)
    return revoked, CertificateRevoked(**_about(held, now), reason=reason)


def stand_alone_again(earlier: HeldCertificate) -> HeldCertificate:
    """What continued this certificate was taken back: from now on its own expiry counts."""
    return replace(earlier, renewed_by_id=None)


def is_not_revoked(held: HeldCertificate) -> None:
    if held.revoked_at is not None:
        why = f" ({held.revoked_reason})" if held.revoked_reason else ""
        raise Conflict(
            f"the certificate was revoked at {held.revoked_at.isoformat()}{why}; "
            "completing the programme again gives a new one"
        )


def tell_expiring(
    held: HeldCertificate, now: datetime
) -> tuple[HeldCertificate, CertificateExpiring]:
    """Tell that a certificate is about to expire."""
    return replace(held, told_at=now), CertificateExpiring(**_about(held, now))


def _about(held: HeldCertificate, now: datetime) -> dict[str, Any]:
    return {
        "occurred_at": now,
        "certificate_id": held.certificate_id,
        "code": held.code,
        "enrolment_id": held.enrolment_id,
        "employee_id": held.employee_id,
        "expires_at": held.expires_at,
    }
