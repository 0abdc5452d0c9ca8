"""Requests and answers about letters of assignment."""

from typing import Any

from marshmallow import fields, validate

from services.enrolment.domain.assignment_letter import AssignmentLetter
from services.enrolment.schemas.common import plain
from shared.service.requests import Id, Listing, Request, Title


def _lines() -> Any:
    return fields.List(Title(), load_default=list, validate=validate.Length(max=20))


class IssueAssignmentLetter(Request):
    """signed_on: today where nobody says; letterhead, basis: lines of the letter."""

    offering_id = Id(required=True)
    number = Title(required=True)
    signer_id = Id(required=True)
    signed_on = fields.Date(allow_none=True)
    place = Title(allow_none=True)
    letterhead = _lines()
    basis = _lines()
    issued_by = Id(allow_none=True)


class GetAssignmentLetterPdf(Request):
    """language: Indonesian where nobody says, because the letter is an act of the office."""

    letter_id = Id(required=True)
    language = fields.String(load_default="id", validate=validate.OneOf(["id", "en"]))


class ListAssignmentLetters(Listing):
    offering_id = Id(required=True)


def letter_view(letter: AssignmentLetter) -> dict[str, Any]:
    said = plain(vars(letter))
    return said | {
        "letterhead": list(letter.letterhead),
        "basis": list(letter.basis),
        "meetings": [vars(one) for one in letter.meetings],
        "participants": [vars(one) for one in letter.participants],
    }
