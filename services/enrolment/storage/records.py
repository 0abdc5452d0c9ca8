"""What a completion leaves behind: a certificate, and an entry in the ledger of hours."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.enrolment.domain.completion import expiry
from services.enrolment.domain.enrolment import Enrolment
from services.enrolment.domain.offering import Programme
from services.enrolment.domain.people import Employee
from services.enrolment.storage.tables import CertificateRow, HoursEntryRow
from shared.bulk import add_rows
from shared.errors import NotFound
from shared.events.enrolment import Certificate
from shared.ids import new_id

_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 16
"""32 letters that are hard to confuse, 16 of them: 80 bits that nobody guesses."""


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What anybody may know of a certificate."""

    name: str
    title: str
    learning_hours: float
    issued_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class Certificates:
    """Certificates; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def issue(
        self, enrolment: Enrolment, holder: Employee, programme: Programme, completed_at: datetime
    ) -> Certificate:
        """Make out a certificate with an unguessable code, dated on the completion."""
        certificate = Certificate(
            certificate_id=new_id(), code=_new_code(), expires_at=expiry(programme, completed_at)
        )
        row = {
            "certificate_id": certificate.certificate_id,
            "code": certificate.code,
            "enrolment_id": enrolment.enrolment_id,
            "holder_name": holder.name,
            "title": programme.title,
            "learning_hours": programme.learning_hours,
            "issued_at": completed_at,
            "expires_at": certificate.expires_at,
        }
        add_rows(self._session, CertificateRow, [row])
        return certificate

    def revoke(self, enrolment_id: str, at: datetime) -> None:
        """End the validity of the certificate of a reversed completion."""
        self._session.execute(
            update(CertificateRow)
            .where(CertificateRow.enrolment_id == enrolment_id, CertificateRow.revoked_at.is_(None))
            .values(revoked_at=at)
        )

    def by_code(self, code: str) -> CertificateFacts:
        """Raises NotFound."""
        plain = code.replace("-", "").replace(" ", "").upper()
        row = self._session.scalars(
            select(CertificateRow).where(CertificateRow.code == _grouped(plain))
        ).one_or_none()
        if row is None:
            raise NotFound("certificate", code)
        return CertificateFacts(
            name=row.holder_name,
            title=row.title,
            learning_hours=row.learning_hours,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )


@dataclass(frozen=True, kw_only=True)
class HoursEntry:
    """hours: JP; negative where a completion was reversed."""

    enrolment_id: str
    title: str
    hours: float
    reason: str
    entered_at: datetime


class HoursLedger:
    """The ledger of learning hours (JP): only ever appended."""

    def __init__(self, session: Session):
        self._session = session

    def credit(
        self,
        enrolment: Enrolment,
        hours: float,
        completed_at: datetime,
        now: datetime,
        zone: ZoneInfo,
    ) -> None:
        """Enter the hours of a completion, in the year of the office's zone."""
        self._append(
            enrolment,
            year=completed_at.astimezone(zone).year,
            hours=Decimal(str(hours)),
            reason="completed",
            at=now,
        )

    def reverse(self, enrolment: Enrolment, now: datetime) -> None:
        """Enter what undoes the hours of an enrolment, in the year they were credited."""
        balance: dict[int, Decimal] = {}
        for row in self._session.scalars(
            select(HoursEntryRow).where(HoursEntryRow.enrolment_id == enrolment.enrolment_id)
        ):
            balance[row.year] = balance.get(row.year, Decimal(0)) + row.hours
        for year, hours in balance.items():
            if hours:
                self._append(enrolment, year=year, hours=-hours, reason="reversed", at=now)

    def of_year(self, employee_id: str, year: int) -> Sequence[HoursEntry]:
        """The entries of one employee and year, in the order they were made."""
        rows = self._session.scalars(
            select(HoursEntryRow)
            .where(HoursEntryRow.employee_id == employee_id, HoursEntryRow.year == year)
            .order_by(HoursEntryRow.entry_id)
        )
        return [
            HoursEntry(
                enrolment_id=row.enrolment_id,
                title=row.title,
                hours=float(row.hours),
                reason=row.reason,
                entered_at=row.entered_at,
            )
            for row in rows
        ]

    def _append(
        self, enrolment: Enrolment, *, year: int, hours: Decimal, reason: str, at: datetime
    ) -> None:
        row = {
            "entry_id": new_id(),
            "employee_id": enrolment.employee_id,
            "year": year,
            "hours": hours,
            "enrolment_id": enrolment.enrolment_id,
            "title": enrolment.title,
            "reason": reason,
            "entered_at": at,
        }
        add_rows(self._session, HoursEntryRow, [row])


def _new_code() -> str:
    return _grouped("".join(_CODE_LETTERS[byte & 31] for byte in secrets.token_bytes(_CODE_LENGTH)))


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
