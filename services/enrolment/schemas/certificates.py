"""Requests and answers about certificates."""

from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from services.enrolment.domain.certificate import HeldCertificate
from services.enrolment.schemas.common import plain
from shared.service.requests import Id, Instant, Listing, Request, Title


class VerifyCertificate(Request):
    code = fields.String(required=True, validate=validate.Length(1, 64))


class GetCertificate(Request):
    enrolment_id = Id(required=True)


class GetCertificatePdf(Request):
    """language: that of the installation where nobody says."""

    enrolment_id = Id(required=True)
    language = fields.String(allow_none=True, validate=validate.OneOf(["id", "en"]))


class ListCertificates(Listing):
    """expires_before: an instant; only those that expire at all."""

    employee_id = Id(allow_none=True)
    programme_id = Id(allow_none=True)
    expires_before = Instant(allow_none=True)


class RevokeCertificate(Request):
    certificate_id = Id(required=True)
    reason = Title(required=True)
    revoked_by = Id(allow_none=True)


def verified_view(held: HeldCertificate, now: datetime) -> dict[str, Any]:
    """What anybody may know: nothing beyond name, programme, hours, dates, validity."""
    return {
        "name": held.holder_name,
        "title": held.title,
        "learning_hours": held.learning_hours,
        "issued_at": held.issued_at.isoformat(),
        "expires_at": held.expires_at.isoformat() if held.expires_at else None,
        "valid": held.standing(now) == "valid",
    }


def certificate_view(held: HeldCertificate, now: datetime) -> dict[str, Any]:
    """What the office knows. status: valid, expired or revoked."""
    return plain(vars(held)) | {"status": held.standing(now)}
