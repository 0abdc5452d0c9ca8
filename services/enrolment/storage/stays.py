"""When people are somewhere because they have a seat in an offering."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from services.enrolment.domain.clash import Stay
from services.enrolment.domain.enrolment import Status
from services.enrolment.domain.offering import Meeting, Offering
from services.enrolment.storage.offerings import meetings_of
from services.enrolment.storage.rule_numbers import calendar_of
from services.enrolment.storage.tables import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.catalogue import ProgrammeVersionRow
from services.enrolment.storage.tables.study import StudyRow
from shared.bulk import write_rows

_WAS_THERE = (Status.ENROLLED, Status.COMPLETED)
_LONGEST_ROAD = timedelta(days=31)
_LONGEST_EXTENSION = timedelta(days=3 * 366)


class Stays:
    """The seats of people, as hours that they take; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def of(
        self, employee_ids: Iterable[str], but: str, near: Offering | None = None
    ) -> Mapping[str, list[Stay]]:
        """By employee, every seat in other offerings than one.

        near   only those that may overlap this offering
        """
        write_rows(self._session)
        statement = _SEATS.where(
            EnrolmentRow.employee_id.in_(sorted(set(employee_ids))),
            EnrolmentRow.offering_id != but,
        )
        if near is not None:
            statement = statement.where(
                OfferingRow.ends_at > near.starts_at - _LONGEST_ROAD - _LONGEST_EXTENSION,
                OfferingRow.starts_at < near.ends_at + _LONGEST_ROAD,
            )
        stays: dict[str, list[Stay]] = defaultdict(list)
        for row in self._session.execute(statement):
            stays[row.employee_id].append(self._stay(row))
        return stays

    def _stay(self, row: Any) -> Stay:
        return Stay(
            offering_id=row.offering_id,
            title=row.title,
            meetings=self._away(row) if row.study_id else meetings_of(row.meetings),
            travel_days_before=row.travel_days_before,
            travel_days_after=row.travel_days_after,
            own_hours=row.delivery_mode == "self_study",
            enrolment_id=row.enrolment_id,
            study_id=row.study_id,
        )

    def _away(self, row: Any) -> tuple[Meeting, ...]:
        """A study takes the days from its start until the return, whenever lectures are."""
        begins, back = row.started_on or row.starts_on, row.returned_on
        until = back or row.ends_on + timedelta(days=1)
        if until <= begins:
            return ()
        midnight = time(tzinfo=calendar_of(self._session).zone)
        return (
            Meeting(
                starts_at=datetime.combine(begins, midnight),
                ends_at=datetime.combine(until, midnight),
            ),
        )


def stay_of(offering: Offering) -> Stay:
    """What an offering would take of the time of whoever gets a seat."""
    return Stay(
        offering_id=offering.offering_id,
        title=offering.programme.title,
        meetings=offering.meetings,
        travel_days_before=offering.travel_days_before,
        travel_days_after=offering.travel_days_after,
        own_hours=offering.programme.delivery_mode == "self_study",
    )


_SEATS = (
    select(
        EnrolmentRow.employee_id,
        EnrolmentRow.enrolment_id,
        EnrolmentRow.offering_id,
        EnrolmentRow.title,
        OfferingRow.meetings,
        OfferingRow.travel_days_before,
        OfferingRow.travel_days_after,
        ProgrammeVersionRow.delivery_mode,
        StudyRow.study_id,
        StudyRow.starts_on,
        StudyRow.started_on,
        StudyRow.returned_on,
        StudyRow.ends_on,
    )
    .join(OfferingRow, OfferingRow.offering_id == EnrolmentRow.offering_id)
    .join(
        ProgrammeVersionRow,
        and_(
            ProgrammeVersionRow.programme_id == OfferingRow.programme_id,
            ProgrammeVersionRow.version == OfferingRow.programme_version,
        ),
    )
    .outerjoin(
        StudyRow,
        and_(
            StudyRow.employee_id == EnrolmentRow.employee_id,
            StudyRow.enrolment_id == EnrolmentRow.enrolment_id,
        ),
    )
    .where(EnrolmentRow.status.in_(_WAS_THERE))
    .order_by(EnrolmentRow.enrolment_id)
)
