"""The letter of assignment (surat tugas): its rules, and what stands on it."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from services.enrolment.documents.assignment_letter import letter_pdf
from services.enrolment.domain.assignment_letter import (
    Assigned,
    AssignmentLetter,
    When,
    nobody_assigns_themselves,
    number_is_free,
    signer_is_in_service,
    somebody_has_a_seat,
)
from shared.errors import Conflict
from tests.unit.enrolment.builders import MONDAY_NOON, an_employee

MARIA = Assigned(name="Maria Lete", position="Petugas loket", unit="Kecamatan Alak", grade="II/c")


def a_letter(**facts):
    letter = AssignmentLetter(
        letter_id="L1",
        offering_id="O1",
        number="800/123/BKPSDM/2026",
        signer_id="E9",
        signer_name="Yohanes Bano",
        signer_position="Camat Alak",
        signed_on=date(2026, 11, 23),
        place="Kupang",
        letterhead=("PEMERINTAH KOTA KUPANG", "KECAMATAN ALAK"),
        basis=("Rencana pelatihan tahun 2026",),
        title="Pelayanan prima",
        meetings=(
            When(
                starts_at="2026-12-01T08:00:00+08:00",
                ends_at="2026-12-01T16:30:00+08:00",
                venue="Aula",
            ),
        ),
        participants=(MARIA, replace(MARIA, name="Domingus Nope", grade=None)),
        issued_by="OFFICER",
        issued_at=MONDAY_NOON,
    )
    return replace(letter, **facts)


def pages_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "id",
            [
                "SURAT TUGAS",
                "Nomor: 800/123/BKPSDM/2026",
                "MENUGASKAN",
                "Selasa, 1 Desember 2026",
                "08.00 - 16.30",
                "Kupang, 23 November 2026",
            ],
        ),
        ("en", ["LETTER OF ASSIGNMENT", "Tuesday, 1 December 2026", "08:00 - 16:30"]),
    ],
)
def test_a_letter_says_who_goes_where_when_and_by_whose_order(language, words):
    (text,) = pages_of(letter_pdf(a_letter(), language))

    for said in [
        "PEMERINTAH KOTA KUPANG",
        "Rencana pelatihan tahun 2026",
        "Maria Lete",
        "II/c",
        "Domingus Nope",
        "Kecamatan Alak",
        "Pelayanan prima",
        "Aula",
        "Camat Alak",
        "Yohanes Bano",
        *words,
    ]:
        assert said in text


def test_a_meeting_over_midnight_names_both_days():
    night = When(
        starts_at="2026-12-01T20:00:00+08:00", ends_at="2026-12-02T04:00:00+08:00", venue=None
    )

    (text,) = pages_of(letter_pdf(a_letter(meetings=(night,)), "id"))

    assert "Rabu, 2 Desember 2026" in " ".join(text.split())


def test_a_large_class_goes_on_over_pages_and_ends_with_the_signature():
    pages = pages_of(letter_pdf(a_letter(participants=(MARIA,) * 120), "id"))

    assert len(pages) > 1
    assert "120." in "".join(pages)
    assert "Yohanes Bano" in pages[-1]


def test_a_letter_without_letterhead_basis_or_place_is_a_letter():
    (text,) = pages_of(letter_pdf(a_letter(letterhead=(), basis=(), place=None), "id"))

    assert "Dasar" not in text
    assert "23 November 2026" in text


def test_the_same_letter_is_the_same_file_each_time():
    assert letter_pdf(a_letter(), "id") == letter_pdf(a_letter(), "id")


def test_where_nobody_has_a_seat_nobody_is_assigned():
    with pytest.raises(Conflict, match="nobody has a seat"):
        somebody_has_a_seat([])


def test_the_signer_is_in_service():
    with pytest.raises(Conflict, match="no longer in service"):
        signer_is_in_service(an_employee("E9", active=False))


def test_nobody_assigns_themselves():
    with pytest.raises(Conflict, match="E9 takes part"):
        nobody_assigns_themselves(an_employee("E9"), [an_employee(), an_employee("E9")])


def test_a_number_is_given_once():
    with pytest.raises(Conflict, match=r"another letter \(L1\)"):
        number_is_free("800/1", "L1")
