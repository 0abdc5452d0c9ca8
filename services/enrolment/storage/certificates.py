"""The certificates. Whatever becomes of one publishes what it means, in the same breath."""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain import certificate
from services.enrolment.domain.certificate import HeldCertificate, expiry
from services.enrolment.domain.enrolment import Enrolment
from services.enrolment.domain.people import Employee
from services.enrolment.domain.programme import Programme
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables.offerings import EnrolmentRow
from services.enrolment.storage.tables.records import CertificateRow
from shared.bulk import add_rows, write_rows
from shared.errors import NotFound
from shared.events import Event
from shared.events.enrolment import Certificate
from shared.ids import new_id
from shared.messaging import publish

_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 16
"""32 letters that are hard to confuse, 16 of them: 80 bits that nobody guesses."""

_CODE_LETTERS_ONLY = re.compile(f"[{_CODE_LETTERS}]+")

_CHANGING = ("revoked_at", "revoked_reason", "revoked_by", "renewed_by_id", "told_at")
_WITH_THE_ENROLMENT = ("employee_id", "programme_id")
_STORED = [one.name for one in fields(HeldCertificate) if one.name not in _WITH_THE_ENROLMENT]


@dataclass
class _Events:
    """How many events a new certificate has published."""

    version: int = 0


class Certificates:
    """Certificates as domain objects; the caller owns the transaction.

    Those that were given out with a lock can be saved.
    """

    def __init__(self, session: Session):
        self._session = session
        self._rows: dict[str, CertificateRow] = {}
        self._earlier: dict[tuple[str, str], list[HeldCertificate]] = {}

    def expect(self, employee_ids: Iterable[str], programme_id: str) -> None:
        """Before many are issued: what these learners hold of this programme, in one query."""
        learners = sorted(set(employee_ids))
        self._earlier |= {(one, programme_id): [] for one in learners}
        found = _held().where(
            EnrolmentRow.employee_id.in_(learners),
            EnrolmentRow.programme_id == programme_id,
            CertificateRow.revoked_at.is_(None),
        )
        found = found.order_by(CertificateRow.certificate_id)
        for held in self._all(found.with_for_update(of=CertificateRow)):
            self._earlier[held.employee_id, programme_id].append(held)

    def issue(
        self,
        enrolment: Enrolment,
        holder: Employee,
        programme: Programme,
        completed_at: datetime,
        now: datetime,
    ) -> Certificate:
        """Make out a certificate with an unguessable code, dated on the completion.

        A retake renews the newest certificate that was issued before it.
        """
        local = completed_at.astimezone(calendar_of(self._session).zone)
        issued = HeldCertificate(
            certificate_id=new_id(),
            code=_new_code(),
            enrolment_id=enrolment.enrolment_id,
            employee_id=holder.employee_id,
            programme_id=programme.programme_id,
            holder_name=holder.name,
            title=programme.title,
            learning_hours=programme.learning_hours,
            issued_at=completed_at,
            expires_at=expiry(programme, local),
        )
        issued, version = self._renewing(issued, now)
        facts = {name: getattr(issued, name) for name in _STORED}
        add_rows(self._session, CertificateRow, [facts | {"version": version}])
        return Certificate(
            certificate_id=issued.certificate_id, code=issued.code, expires_at=issued.expires_at
        )

    def of_enrolment(self, enrolment_id: str) -> HeldCertificate:
        """The newest of an enrolment: a reversal leaves a revoked one behind. Raises NotFound."""
        found = _held().where(CertificateRow.enrolment_id == enrolment_id)
        found = found.order_by(CertificateRow.certificate_id.desc()).limit(1)
        return self._one(found, "certificate of enrolment", enrolment_id, lock=False)

    def get(self, certificate_id: str, *, lock: bool = False) -> HeldCertificate:
        """Raises NotFound."""
        found = _held().where(CertificateRow.certificate_id == certificate_id)
        return self._one(found, "certificate", certificate_id, lock)

    def by_code(self, code: str) -> HeldCertificate:
        """However it is typed. Raises NotFound."""
        plain = code.replace("-", "").replace(" ", "").upper()
        if not _CODE_LETTERS_ONLY.fullmatch(plain):
            raise NotFound("certificate", code)
        found = _held().where(CertificateRow.code == _grouped(plain))
        return self._one(found, "certificate", code, lock=False)

    def page(self, wanted: Any) -> Sequence[HeldCertificate]:
        """wanted: employee_id, programme_id, expires_before, after, limit. By id."""
        found = _held().order_by(CertificateRow.certificate_id).limit(wanted.limit)
        for name in ("employee_id", "programme_id"):
            if (value := getattr(wanted, name)) is not None:
                found = found.where(getattr(EnrolmentRow, name) == value)
        if wanted.expires_before is not None:
            found = found.where(CertificateRow.expires_at < wanted.expires_before)
        if wanted.after:
            found = found.where(CertificateRow.certificate_id > wanted.after)
        return self._all(found)

    def claim_expiring(self, notice_days: int, now: datetime, limit: int) -> list[HeldCertificate]:
        """Those to tell of, locked; what another process has in hand is its own."""
        return self._all(
            _held()
            .where(
                CertificateRow.expires_at > now,
                CertificateRow.expires_at <= now + timedelta(days=notice_days),
                CertificateRow.told_at.is_(None),
                CertificateRow.revoked_at.is_(None),
                CertificateRow.renewed_by_id.is_(None),
            )
            .order_by(CertificateRow.expires_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=CertificateRow)
        )

    def save(self, held: HeldCertificate, *events: Event) -> None:
        """Store what became of a locked certificate and publish it."""
        row = self._rows[held.certificate_id]
        for name in _CHANGING:
            setattr(row, name, getattr(held, name))
        publish(self._session, row, *events)

    def _renewing(self, issued: HeldCertificate, now: datetime) -> tuple[HeldCertificate, int]:
        """The same, continuing an earlier one where there is one; and how many events it has."""
        key = (issued.employee_id, issued.programme_id)
        if key not in self._earlier:
            self.expect([issued.employee_id], issued.programme_id)
        newest = certificate.the_one_to_renew(self._earlier[key], issued.issued_at)
        if newest is None:
            return issued, 0
        continued, continuing, told = certificate.renew(newest, issued, now)
        self.save(continued)
        events = _Events()
        publish(self._session, events, told)
        return continuing, events.version

    def _one(self, found: Any, kind: str, key: str, lock: bool) -> HeldCertificate:
        matches = self._all(found.with_for_update(of=CertificateRow) if lock else found)
        if not matches:
            raise NotFound(kind, key)
        return matches[0]

    def _all(self, found: Any) -> list[HeldCertificate]:
        write_rows(self._session)
        rows = self._session.execute(found, execution_options={"populate_existing": True}).all()
        self._rows |= {row.certificate_id: row for row, _, _ in rows}
        return [_certificate(*row) for row in rows]


def _held() -> Any:
    """Certificates, with the learner and the programme of their enrolment."""
    return select(CertificateRow, EnrolmentRow.employee_id, EnrolmentRow.programme_id).join(
        EnrolmentRow, EnrolmentRow.enrolment_id == CertificateRow.enrolment_id
    )


def _certificate(row: CertificateRow, employee_id: str, programme_id: str) -> HeldCertificate:
    facts: dict[str, Any] = {name: getattr(row, name) for name in _STORED}
    return HeldCertificate(**facts, employee_id=employee_id, programme_id=programme_id)


def _new_code() -> str:
    return _grouped("".join(_CODE_LETTERS[byte & 31] for byte in secrets.token_bytes(_CODE_LENGTH)))


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
