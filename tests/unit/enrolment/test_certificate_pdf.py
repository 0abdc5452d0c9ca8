"""The certificate as a document: what stands on it, in both languages."""

import io
from zoneinfo import ZoneInfo

import pypdf
import pytest

from services.enrolment.documents.certificate import certificate_facts, certificate_pdf
from tests.unit.enrolment.builders import at
from tests.unit.enrolment.test_certificate_rules import a_certificate

WITA = ZoneInfo("Asia/Makassar")
PORTAL = "https://lontar.example"


def a_document(language="id", **facts):
    held = a_certificate(
        **{"issued_at": at("2026-12-01", 0), "expires_at": at("2027-12-01", 0)} | facts
    )
    return certificate_pdf(held, language, WITA, PORTAL)


def pages_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "id",
            [
                "SERTIFIKAT",
                "diberikan kepada",
                "22,5 jam pelajaran",
                "Diselesaikan pada 1 Desember 2026",
                "Berlaku sampai dengan 1 Desember 2027",
            ],
        ),
        (
            "en",
            [
                "CERTIFICATE",
                "awarded to",
                "22.5 learning hours",
                "Completed on 1 December 2026",
                "Valid until 1 December 2027",
            ],
        ),
    ],
)
def test_a_certificate_says_who_what_when_and_how_long(language, words):
    (text,) = pages_of(a_document(language, learning_hours=22.5))

    for said in ["Maria", "Pelayanan prima", "8F3A-12CD", f"{PORTAL}/certificates/", *words]:
        assert said in text


def test_a_certificate_that_never_expires_says_so():
    (text,) = pages_of(a_document(expires_at=None))

    assert "Berlaku tanpa batas waktu" in text


def test_the_same_certificate_is_the_same_file_each_time():
    assert a_document() == a_document()


def test_the_qr_code_leads_to_the_verification_of_this_code():
    facts = certificate_facts(a_certificate(), "id", WITA, PORTAL)

    assert facts["address"] == "https://lontar.example/certificates/8F3A-12CD"
    assert a_document() != a_document(code="8F3A-12CE")


def test_a_name_is_a_name_whatever_markup_it_holds():
    (text,) = pages_of(a_document(holder_name='#sys.inputs "x" $a$ *b* \\ Lété'))

    assert '#sys.inputs "x" $a$ *b* \\ Lété' in text


def test_the_longest_names_stay_on_one_page():
    (text,) = pages_of(a_document(holder_name="Wilhelmina " * 20, title="Pelayanan " * 50))

    assert "Berlaku" in text


def test_the_document_is_fit_for_archives():
    metadata = pypdf.PdfReader(io.BytesIO(a_document())).xmp_metadata

    assert b"pdfaid:part>2<" in metadata.stream.get_data()
