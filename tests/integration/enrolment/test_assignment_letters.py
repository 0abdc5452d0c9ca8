"""Letters of assignment: given out with a number, and never changed."""

import base64
import io

import pypdf
import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import on


@pytest.fixture
def office(house):
    """LEARNER and OTHER have a seat; HEAD signs."""
    house.a_unit("U1", name="Kecamatan Alak")
    house.an_employee("HEAD", name="Yohanes Bano", position="Camat Alak")
    house.offering = house.an_offering(meetings=[on("2026-12-01")], venue="Aula", capacity=3)
    for one, name in (("LEARNER", "Maria Lete"), ("OTHER", "Domingus Nope")):
        house.approved(house.offering, house.an_employee(one, name=name, grade="II/c"))
    return house


def issues(house, number="800/1", **facts):
    given = {"offering_id": house.offering, "signer_id": "HEAD"}
    return house.issue_assignment_letter(number=number, **given | facts)


def text_of(house, letter_id, **more):
    document = house.get_assignment_letter_pdf(letter_id=letter_id, **more)
    pdf = pypdf.PdfReader(io.BytesIO(base64.b64decode(document["content"])))
    return "\n".join(page.extract_text() for page in pdf.pages)


def test_a_letter_names_everybody_with_a_seat_with_number_and_signer(office):
    letter = issues(office, place="Kupang", basis=["Rencana 2026"], letterhead=["KOTA KUPANG"])

    assert [one["name"] for one in letter["participants"]] == ["Domingus Nope", "Maria Lete"]
    assert (letter["signer_position"], letter["signed_on"]) == ("Camat Alak", "2026-11-23")
    text = text_of(office, letter["letter_id"])
    for said in ("SURAT TUGAS", "800/1", "KOTA KUPANG", "Rencana 2026", "Maria Lete", "II/c",
                 "Kecamatan Alak", "Selasa, 1 Desember 2026", "Aula", "Yohanes Bano"):  # fmt: skip
        assert said in text
    assert "LETTER OF ASSIGNMENT" in text_of(office, letter["letter_id"], language="en")


def test_a_letter_that_was_given_out_does_not_change(office):
    letter = issues(office)["letter_id"]
    before = office.get_assignment_letter_pdf(letter_id=letter)

    office.approved(office.offering, office.an_employee(name="Anastasia"))
    office.schedule_offering(offering_id=office.offering, meetings=[on("2026-12-08")])
    office.an_employee("LEARNER", name="Maria Boro", grade="II/d")
    second = issues(office, number="800/2")["letter_id"]

    assert office.get_assignment_letter_pdf(letter_id=letter) == before
    text = text_of(office, second)
    assert "Anastasia" in text
    assert "8 Desember 2026" in text
    listed = office.list_assignment_letters(offering_id=office.offering)["items"]
    assert [one["number"] for one in listed] == ["800/1", "800/2"]


def test_a_number_is_given_to_one_letter_only(office):
    first = issues(office)["letter_id"]

    with pytest.raises(Conflict, match=first):
        issues(office)
    assert len(office.list_assignment_letters(offering_id=office.offering)["items"]) == 1


def test_who_waits_or_gave_up_is_not_assigned(office):
    offering = office.offering = office.an_offering(capacity=1, meetings=[on("2026-12-03")])
    seated = office.approved(offering, office.an_employee("FIRST"))
    office.approved(offering, office.an_employee("SECOND"))

    assert [one["name"] for one in issues(office)["participants"]] == ["Name of FIRST"]
    office.cancel_enrolment(enrolment_id=seated, cancelled_by="FIRST", reason="sakit")
    again = issues(office, number="800/2")

    assert [one["name"] for one in again["participants"]] == ["Name of SECOND"]


def test_what_cannot_be_signed_is_refused(office):
    with pytest.raises(Conflict, match="takes part"):
        issues(office, signer_id="LEARNER")
    with pytest.raises(NotFound):
        issues(office, signer_id="NOBODY")
    with pytest.raises(NotFound):
        issues(office, offering_id="NONE")
    with pytest.raises(ValidationError, match="number"):
        issues(office, number=" ")
    with pytest.raises(NotFound):
        office.get_assignment_letter_pdf(letter_id="NONE")
    office.an_employee("HEAD", active=False)
    with pytest.raises(Conflict, match="no longer in service"):
        issues(office)
    empty = office.an_offering(meetings=[on("2026-12-04")])
    with pytest.raises(Conflict, match="nobody has a seat"):
        issues(office, offering_id=empty, signer_id=office.an_officer())
    office.cancel_offering(offering_id=office.offering, reason="batal")
    with pytest.raises(Conflict, match="batal"):
        issues(office, signer_id="OFFICER")
