"""The letter of assignment as a document: Indonesian, as offices write it, or English."""

from datetime import datetime
from typing import Any

from services.enrolment.documents.local_forms import Language, day, day_of_week, hour
from services.enrolment.documents.typesetting import typeset
from services.enrolment.domain.assignment_letter import AssignmentLetter, When

_NOT_SAID = "-"

_WORDS: dict[Language, dict[str, Any]] = {
    "id": {
        "heading": "SURAT TUGAS",
        "number_said": "Nomor: {number}",
        "basis_said": "Dasar",
        "assigns": "MENUGASKAN",
        "to_whom": "Kepada",
        "columns": ["No.", "Nama", "Pangkat/Gol.", "Jabatan", "Unit kerja"],
        "for_what": "Untuk mengikuti",
        "at_times": ", yang dilaksanakan pada:",
        "meeting_columns": ["Hari, tanggal", "Pukul", "Tempat"],
        "closing": "Demikian surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung "
        "jawab.",
    },
    "en": {
        "heading": "LETTER OF ASSIGNMENT",
        "number_said": "Number: {number}",
        "basis_said": "On the basis of",
        "assigns": "IT IS HEREBY ORDERED",
        "to_whom": "That",
        "columns": ["No.", "Name", "Grade", "Position", "Unit"],
        "for_what": "Attend",
        "at_times": ", on:",
        "meeting_columns": ["Day", "Time", "Place"],
        "closing": "This letter is given to be carried out with full responsibility.",
    },
}


def letter_pdf(letter: AssignmentLetter, language: Language) -> bytes:
    """The same bytes each time: a letter never changes."""
    return typeset("assignment_letter", letter_facts(letter, language), letter.issued_at)


def letter_facts(letter: AssignmentLetter, language: Language) -> dict[str, Any]:
    """Every word of the document."""
    words = _WORDS[language]
    signed = day(letter.signed_on, language)
    return words | {
        "language": language,
        "number": letter.number,
        "number_said": words["number_said"].format(number=letter.number),
        "letterhead": list(letter.letterhead),
        "basis": list(letter.basis),
        "title": letter.title,
        "participants": [
            [f"{place}.", one.name, one.grade or _NOT_SAID, one.position, one.unit]
            for place, one in enumerate(letter.participants, start=1)
        ],
        "meetings": [_meeting(one, language) for one in letter.meetings],
        "signed_where": f"{letter.place}, {signed}" if letter.place else signed,
        "signer_name": letter.signer_name,
        "signer_position": letter.signer_position,
    }


def _meeting(meeting: When, language: Language) -> list[str]:
    """The last day is named too where a meeting goes on into another day."""
    starts_at = datetime.fromisoformat(meeting.starts_at)
    ends_at = datetime.fromisoformat(meeting.ends_at)
    days = day_of_week(starts_at, language)
    if ends_at.date() != starts_at.date():
        days += f" - {day_of_week(ends_at, language)}"
    times = f"{hour(starts_at, language)} - {hour(ends_at, language)}"
    return [days, times, meeting.venue or _NOT_SAID]
