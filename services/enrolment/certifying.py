"""Use cases of certificates after they were issued: revoked, or about to expire."""

from datetime import datetime

from sqlalchemy.orm import Session

from services.enrolment.domain import certificate
from services.enrolment.domain.certificate import HeldCertificate
from services.enrolment.storage.certificates import Certificates
from services.enrolment.storage.rule_numbers import RuleNumbers
from shared.events.certificate import CertificateRevoked


def revoke(
    session: Session, certificate_id: str, *, reason: str, by: str | None, now: datetime
) -> HeldCertificate:
    """Take back a certificate; the completion stands. Raises NotFound, Conflict."""
    certificates = Certificates(session)
    held = _locked(certificates, certificates.get(certificate_id))
    return _revoke(certificates, held, certificate.revoke(held, reason=reason, by=by, now=now))


def revoke_of_reversed(session: Session, enrolment_id: str, reason: str, now: datetime) -> None:
    """Take back the certificate of a completion that never was, unless it is revoked already."""
    certificates = Certificates(session)
    held = _locked(certificates, certificates.of_enrolment(enrolment_id))
    if held.revoked_at is None:
        _revoke(certificates, held, certificate.revoke(held, reason=reason, now=now))


def tell_expiring(session: Session, now: datetime, limit: int) -> int:
    """Tell holders, in time, of up to limit certificates that end; returns of how many."""
    certificates = Certificates(session)
    notice_days = RuleNumbers(session).in_force("certificate_notice_days", now)
    due = certificates.claim_expiring(notice_days, now, limit)
    for held in due:
        certificates.save(*certificate.tell_expiring(held, now))
    return len(due)


def _locked(certificates: Certificates, seen: HeldCertificate) -> HeldCertificate:
    """The same, locked after the one that it renews: always by id, and that one is older."""
    if seen.renews_id is not None:
        certificates.get(seen.renews_id, lock=True)
    return certificates.get(seen.certificate_id, lock=True)


def _revoke(
    certificates: Certificates,
    held: HeldCertificate,
    outcome: tuple[HeldCertificate, CertificateRevoked],
) -> HeldCertificate:
    revoked, told = outcome
    certificates.save(revoked, told)
    if held.renews_id is not None:
        earlier = certificates.get(held.renews_id)  # locked above
        certificates.save(certificate.stand_alone_again(earlier))
    return revoked
