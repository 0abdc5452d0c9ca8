"""Requests and answers about certificates and learning hours."""

from typing import Any

from marshmallow import fields, validate

from services.enrolment.schemas.common import whole
from services.enrolment.storage.records import CertificateFacts, HoursEntry
from shared.service.requests import Id, Request


class GetLearningHours(Request):
    employee_id = Id(required=True)
    year = whole(1945, 9999, required=True)


class VerifyCertificate(Request):
    code = fields.String(required=True, validate=validate.Length(1, 64))


def hours_view(entries: list[HoursEntry], target: float | None) -> dict[str, Any]:
    """earned, target: JP; target None where none is in force."""
    return {
        "earned": round(sum(entry.hours for entry in entries), 2),
        "target": target,
        "entries": [
            vars(entry) | {"entered_at": entry.entered_at.isoformat()} for entry in entries
        ],
    }


def certificate_view(facts: CertificateFacts, valid: bool) -> dict[str, Any]:
    return {
        "name": facts.name,
        "title": facts.title,
        "learning_hours": facts.learning_hours,
        "issued_at": facts.issued_at.isoformat(),
        "expires_at": facts.expires_at.isoformat() if facts.expires_at else None,
        "valid": valid,
    }
