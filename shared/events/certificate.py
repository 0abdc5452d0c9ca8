"""Facts about certificates after they were issued, published by the enrolment service."""

from dataclasses import dataclass

from shared.events.enrolment import EXCHANGE
from shared.events.event import Event, Id, Instant, Text


@dataclass(frozen=True, kw_only=True)
class _AboutCertificate:
    """certificate_id   of this certificate
    code   what anybody can verify it with
    enrolment_id   whose completion it certifies
    employee_id   the holder
    expires_at   until when it is valid; null: for ever
    """

    certificate_id: Id
    code: Text
    enrolment_id: Id
    employee_id: Id
    expires_at: Instant | None


@dataclass(frozen=True, kw_only=True)
class CertificateRenewed(
    _AboutCertificate,
    Event,
    name="certificate.renewed",
    exchange=EXCHANGE,
    subject="certificate_id",
):
    """A retake gave a new certificate, with a date of its own, that continues an earlier one.

    renews_id   the earlier certificate, which stays as it is
    """

    renews_id: Id


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(
    _AboutCertificate,
    Event,
    name="certificate.revoked",
    exchange=EXCHANGE,
    subject="certificate_id",
):
    """A certificate was taken back, or its completion reversed.

    reason   in the words of whoever took it back
    """

    reason: Text


@dataclass(frozen=True, kw_only=True)
class CertificateExpiring(
    _AboutCertificate,
    Event,
    name="certificate.expiring",
    exchange=EXCHANGE,
    subject="certificate_id",
):
    """A certificate will soon end to be valid, and nothing renews it so far."""
