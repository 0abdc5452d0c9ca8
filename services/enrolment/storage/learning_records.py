"""What people learned in a year, here and elsewhere, with what others ask about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.enrolment.domain.personnel_export import CERTIFICATE, LearningRecord
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables.catalogue import ProgrammeVersionRow, ProviderRow
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.records import (
    CertificateRow,
    ExternalLearningRow,
    HoursEntryRow,
)

_AT_ONCE = 1000


class LearningRecords:
    """Only what stands: hours that were countered are left out. Degrees are no courses."""

    def __init__(self, session: Session):
        self._session = session
        self._day_of = calendar_of(session).day_of
        self._providers: dict[str, str] = {}

    def of_year(self, year: int, employee_ids: Sequence[str] | None) -> list[LearningRecord]:
        """By employee and first day; employee_ids None: of everybody."""
        named = self._session.execute(select(ProviderRow.provider_id, ProviderRow.name))
        self._providers = {row.provider_id: row.name for row in named}
        found: list[LearningRecord] = []
        for wanted in _parts(employee_ids):
            found += [self._completed(*row) for row in self._session.execute(_here(year, wanted))]
            found += [_external(*row) for row in self._session.execute(_elsewhere(year, wanted))]
        return sorted(found, key=lambda one: (one.employee_id, one.starts_on, one.title))

    def _completed(
        self,
        employee_id: str,
        title: str,
        provider: str | None,
        starts_at: datetime,
        ends_at: datetime,
        code: str | None,
        hours: Any,
    ) -> LearningRecord:
        return LearningRecord(
            employee_id=employee_id,
            title=title,
            learning_hours=round(float(hours), 2),
            organiser=self._providers.get(provider or "", provider),
            document_type=CERTIFICATE,
            certificate_number=code,
            starts_on=self._day_of(starts_at),
            ends_on=self._day_of(ends_at),
        )


def _parts(employee_ids: Sequence[str] | None) -> list[Sequence[str] | None]:
    if employee_ids is None:
        return [None]
    return [employee_ids[n : n + _AT_ONCE] for n in range(0, len(employee_ids), _AT_ONCE)]


def _standing(source: Any, year: int, wanted: Sequence[str] | None) -> Any:
    """What is left of each source of hours in a year."""
    left = func.sum(HoursEntryRow.hours).label("hours")
    found = (
        select(source.label("source_id"), left)
        .where(HoursEntryRow.year == year, source.is_not(None))
        .group_by(source)
        .having(left > 0)
    )
    if wanted is not None:
        found = found.where(HoursEntryRow.employee_id.in_(wanted))
    return found.subquery()


def _here(year: int, wanted: Sequence[str] | None) -> Any:
    standing = _standing(HoursEntryRow.enrolment_id, year, wanted)
    return (
        select(
            EnrolmentRow.employee_id,
            EnrolmentRow.title,
            ProgrammeVersionRow.provider,
            OfferingRow.starts_at,
            OfferingRow.ends_at,
            CertificateRow.code,
            standing.c.hours,
        )
        .join(standing, standing.c.source_id == EnrolmentRow.enrolment_id)
        .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
        .join(
            ProgrammeVersionRow,
            (ProgrammeVersionRow.programme_id == OfferingRow.programme_id)
            & (ProgrammeVersionRow.version == OfferingRow.programme_version),
        )
        .outerjoin(
            CertificateRow,
            (CertificateRow.enrolment_id == EnrolmentRow.enrolment_id)
            & CertificateRow.revoked_at.is_(None),
        )
        .where(ProgrammeVersionRow.kind == "training")
    )


def _elsewhere(year: int, wanted: Sequence[str] | None) -> Any:
    standing = _standing(HoursEntryRow.learning_id, year, wanted)
    return select(ExternalLearningRow, standing.c.hours).join(
        standing, standing.c.source_id == ExternalLearningRow.learning_id
    )


def _external(row: ExternalLearningRow, hours: Any) -> LearningRecord:
    return LearningRecord(
        employee_id=row.employee_id,
        title=row.title,
        learning_hours=round(float(hours), 2),
        organiser=row.organiser,
        document_type=row.document_type,
        certificate_number=row.certificate_number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )
