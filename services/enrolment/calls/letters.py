"""Calls about letters of assignment (surat tugas)."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import assigning
from services.enrolment.assigning import Order
from services.enrolment.documents.assignment_letter import letter_pdf
from services.enrolment.schemas import letters as schemas
from services.enrolment.schemas.documents import pdf_view
from services.enrolment.storage.letters import Letters
from shared.service import Service, command, query
from shared.service.requests import page


class LetterCalls(Service):
    """Calls about letters of assignment (surat tugas)."""

    @command(schemas.IssueAssignmentLetter)
    def issue_assignment_letter(self, request: Any, session: Session) -> dict[str, Any]:
        """Give a letter with a number and a signer to everybody with a seat.

        Raises NotFound, Conflict.
        """
        said = dict(vars(request))
        offering_id = said.pop("offering_id")
        lines = {name: tuple(said[name]) for name in ("letterhead", "basis")}
        issued = assigning.issue_letter(
            session, offering_id, Order(**said | lines), self.clock.now()
        )
        return schemas.letter_view(issued)

    @query(schemas.GetAssignmentLetterPdf)
    def get_assignment_letter_pdf(self, request: Any, session: Session) -> dict[str, Any]:
        """A letter as a document, ready to be signed. Raises NotFound."""
        letter = Letters(session).get(request.letter_id)
        pdf = letter_pdf(letter, request.language)
        return pdf_view(pdf, f"{letter.letter_id}.pdf")

    @query(schemas.ListAssignmentLetters)
    def list_assignment_letters(self, request: Any, session: Session) -> dict[str, Any]:
        """The letters of an offering, the oldest first."""
        found = Letters(session).page(request.offering_id, request.after, request.limit + 1)
        return page([schemas.letter_view(one) for one in found], request.limit, "letter_id")
