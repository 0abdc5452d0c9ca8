"""Calls about certificates: what they say, whether they hold, and what ends them."""

from typing import Any

from sqlalchemy.orm import Session

from services.enrolment import certifying
from services.enrolment.documents.certificate import certificate_pdf
from services.enrolment.domain.certificate import is_not_revoked
from services.enrolment.schemas import certificates as schemas
from services.enrolment.schemas.documents import pdf_view
from services.enrolment.storage.certificates import Certificates
from shared.service import Service, command, every, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar

_AT_ONCE = 200


class CertificateCalls(Service):
    """Calls about certificates: what they say, whether they hold, and what ends them."""

    calendar: WorkingCalendar

    @query(schemas.VerifyCertificate)
    def verify_certificate(self, request: Any, session: Session) -> dict[str, Any]:
        """Whether a certificate is genuine and valid today. Raises NotFound."""
        held = Certificates(session).by_code(request.code)
        return schemas.verified_view(held, self.clock.now())

    @query(schemas.GetCertificate)
    def get_certificate(self, request: Any, session: Session) -> dict[str, Any]:
        """The newest certificate of an enrolment. Raises NotFound."""
        held = Certificates(session).of_enrolment(request.enrolment_id)
        return schemas.certificate_view(held, self.clock.now())

    @query(schemas.GetCertificatePdf)
    def get_certificate_pdf(self, request: Any, session: Session) -> dict[str, Any]:
        """The certificate as a document with a QR code. Raises NotFound, Conflict (revoked)."""
        held = Certificates(session).of_enrolment(request.enrolment_id)
        is_not_revoked(held)
        language: Any = request.language or self.settings.language
        pdf = certificate_pdf(held, language, self.calendar.zone, self.settings.portal_url)
        return pdf_view(pdf, f"{held.code}.pdf")

    @query(schemas.ListCertificates)
    def list_certificates(self, request: Any, session: Session) -> dict[str, Any]:
        """Certificates: of one employee, of one programme, that expire before an instant."""
        limit, now = request.limit, self.clock.now()
        request.limit += 1
        found = Certificates(session).page(request)
        items = [schemas.certificate_view(one, now) for one in found]
        return page(items, limit, "certificate_id")

    @command(schemas.RevokeCertificate)
    def revoke_certificate(self, request: Any, session: Session) -> dict[str, Any]:
        """Take back a certificate; the completion stands. Raises NotFound, Conflict."""
        now = self.clock.now()
        revoked = certifying.revoke(
            session,
            request.certificate_id,
            reason=request.reason,
            by=request.revoked_by,
            now=now,
        )
        return schemas.certificate_view(revoked, now)

    @every(seconds=60)
    def tell_expiring_certificates(self) -> None:
        """Tell holders, in time, that a certificate ends to be valid."""
        told = _AT_ONCE
        while told == _AT_ONCE:
            with self.database.transaction() as session:
                told = certifying.tell_expiring(session, self.clock.now(), _AT_ONCE)
