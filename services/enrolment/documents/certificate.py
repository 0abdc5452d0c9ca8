"""The certificate as a document, in two languages, with a QR code that verifies it."""

import io
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import segno

from services.enrolment.documents.local_forms import Language, day, number
from services.enrolment.documents.typesetting import typeset
from services.enrolment.domain.certificate import HeldCertificate

_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "heading": "SERTIFIKAT",
        "number": "Nomor {code}",
        "given_to": "diberikan kepada",
        "completed": "yang telah menyelesaikan",
        "hours": "sebanyak {hours} jam pelajaran (JP)",
        "issued": "Diselesaikan pada {day}",
        "until": "Berlaku sampai dengan {day}",
        "for_ever": "Berlaku tanpa batas waktu",
        "verify": "Keaslian sertifikat ini dapat diperiksa dengan kode QR atau di",
    },
    "en": {
        "heading": "CERTIFICATE",
        "number": "Number {code}",
        "given_to": "awarded to",
        "completed": "who has completed",
        "hours": "of {hours} learning hours (JP, 45 minutes each)",
        "issued": "Completed on {day}",
        "until": "Valid until {day}",
        "for_ever": "Valid without limit of time",
        "verify": "Verify this certificate by its QR code or at",
    },
}


def certificate_pdf(
    held: HeldCertificate, language: Language, zone: ZoneInfo, portal_url: str
) -> bytes:
    """The same bytes each time: a certificate never changes.

    zone         whose days the dates are
    portal_url   where anybody can verify a code
    """
    facts = certificate_facts(held, language, zone, portal_url)
    return typeset("certificate", facts | {"qr": _qr(facts["address"])}, held.issued_at)


def certificate_facts(
    held: HeldCertificate, language: Language, zone: ZoneInfo, portal_url: str
) -> dict[str, Any]:
    """Every word of the document."""
    words = _WORDS[language]
    return {
        "language": language,
        "code": held.code,
        "name": held.holder_name,
        "title": held.title,
        "address": f"{portal_url}/certificates/{quote(held.code)}",
        "heading": words["heading"],
        "number": words["number"].format(code=held.code),
        "given_to": words["given_to"],
        "completed": words["completed"],
        "hours": words["hours"].format(hours=number(held.learning_hours, language)),
        "issued": words["issued"].format(day=day(held.issued_at.astimezone(zone), language)),
        "validity": _validity(held, language, zone),
        "verify": words["verify"],
    }


def _validity(held: HeldCertificate, language: Language, zone: ZoneInfo) -> str:
    if held.expires_at is None:
        return _WORDS[language]["for_ever"]
    return _WORDS[language]["until"].format(day=day(held.expires_at.astimezone(zone), language))


def _qr(address: str) -> str:
    """An SVG; error correction Q, so that a fold or a stamp does not spoil it."""
    drawing = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawing, kind="svg", border=0)
    return drawing.getvalue().decode()
