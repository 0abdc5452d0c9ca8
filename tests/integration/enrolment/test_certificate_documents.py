"""Certificates as documents, in either language."""

import base64
import io

import pypdf
import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import at, on


@pytest.fixture
def enrolment(house):
    """Of LEARNER, who has completed it."""
    house.an_employee("LEARNER", name="Maria Lete")
    offering = house.an_offering(meetings=[on("2026-12-01")])
    enrolment = house.approved(offering, "LEARNER")
    house.clock.travel_to(at("2026-12-02"))
    house.complete_offering(
        offering_id=offering,
        completed_at=at("2026-12-01", 17).isoformat(),
        results=[{"employee_id": "LEARNER", "passed": True}],
    )
    return enrolment


@pytest.mark.parametrize(
    ("language", "heading"), [(None, "SERTIFIKAT"), ("id", "SERTIFIKAT"), ("en", "CERTIFICATE")]
)
def test_a_certificate_can_be_had_as_a_pdf_in_either_language(house, enrolment, language, heading):
    document = house.get_certificate_pdf(enrolment_id=enrolment, language=language)

    pdf = pypdf.PdfReader(io.BytesIO(base64.b64decode(document["content"])))
    text = pdf.pages[0].extract_text()
    assert document["content_type"] == "application/pdf"
    assert document["filename"] == f"{house.get_certificate(enrolment_id=enrolment)['code']}.pdf"
    assert heading in text
    assert "Maria Lete" in text


def test_there_is_no_document_of_what_is_revoked_or_was_never_issued(house, enrolment):
    house.reverse_completion(enrolment_id=enrolment, reason="salah orang")

    with pytest.raises(Conflict, match="salah orang"):
        house.get_certificate_pdf(enrolment_id=enrolment)
    with pytest.raises(NotFound):
        house.get_certificate_pdf(enrolment_id="NONE")
    with pytest.raises(ValidationError, match="language"):
        house.get_certificate_pdf(enrolment_id=enrolment, language="fr")
