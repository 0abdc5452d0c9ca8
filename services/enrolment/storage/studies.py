"""Study assignments, their semester reports and the service bond."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.enrolment.domain.study import OPEN, Study, StudyStatus
from services.enrolment.domain.study_bond import BondEntry
from services.enrolment.domain.study_reports import Report, ReportStatus
from services.enrolment.storage.tables.study import BondEntryRow, StudyReportRow, StudyRow
from shared.errors import NotFound
from shared.events import Event
from shared.ids import new_id
from shared.messaging import publish

_STUDY = [each.name for each in fields(Study)]
_REPORT = [each.name for each in fields(Report)]


class Studies:
    """Study assignments as domain objects; the caller owns the transaction.

    Those that were given out with a lock, or added, can be saved.
    """

    def __init__(self, session: Session):
        self._session = session
        self._rows: dict[str, StudyRow] = {}

    def get(self, study_id: str) -> Study:
        """Raises NotFound."""
        return self._one(select(StudyRow), study_id)

    def lock(self, study_id: str) -> Study:
        """To change it. Raises NotFound."""
        return self._one(select(StudyRow).with_for_update(), study_id)

    def open_of(self, employee_id: str) -> Study | None:
        """The one study of somebody that is not over, locked."""
        found = self._all(
            select(StudyRow)
            .where(StudyRow.employee_id == employee_id, StudyRow.status.in_(OPEN))
            .with_for_update()
        )
        return found[0] if found else None

    def away_for(self, employee_ids: Iterable[str]) -> set[str]:
        """Those of these people who are away on a study assignment."""
        return set(
            self._session.scalars(
                select(StudyRow.employee_id).where(
                    StudyRow.employee_id.in_(sorted(employee_ids)),
                    StudyRow.status == StudyStatus.UNDER_WAY,
                )
            )
        )

    def bonds_of(self, employee_id: str) -> list[Study]:
        """Those of somebody whose bond is being served, locked."""
        return self._all(
            select(StudyRow)
            .where(StudyRow.employee_id == employee_id, StudyRow.bond_next_on.is_not(None))
            .order_by(StudyRow.study_id)
            .with_for_update()
        )

    def ended_of(self, enrolment_ids: Sequence[str]) -> list[str]:
        """The employees whose study, in one of these seats, was ended without the degree."""
        return list(
            self._session.scalars(
                select(StudyRow.employee_id)
                .where(
                    StudyRow.enrolment_id.in_(enrolment_ids),
                    StudyRow.status == StudyStatus.NOT_COMPLETED,
                )
                .order_by(StudyRow.employee_id)
            )
        )

    def claim_bond_due(self, today: date) -> Study | None:
        """One whose bond is to be counted; others' claims are left out."""
        found = self._all(
            select(StudyRow)
            .where(StudyRow.bond_next_on <= today)
            .order_by(StudyRow.bond_next_on)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return found[0] if found else None

    def page(self, wanted: Any) -> list[Study]:
        """wanted: employee_id, offering_id, status, after, limit. By id."""
        found = select(StudyRow).order_by(StudyRow.study_id).limit(wanted.limit)
        for name in ("employee_id", "offering_id", "status"):
            if (value := getattr(wanted, name)) is not None:
                found = found.where(getattr(StudyRow, name) == value)
        return self._all(found.where(StudyRow.study_id > wanted.after) if wanted.after else found)

    def add(self, study: Study, events: Iterable[Event]) -> None:
        """Store a new study and publish what it means."""
        row = self._rows[study.study_id] = StudyRow(**_columns(study), version=0)
        self._session.add(row)
        self._session.flush()
        publish(self._session, row, *events)

    def save(self, study: Study, events: Iterable[Event]) -> None:
        """Store what became of a locked study and publish it."""
        row = self._rows[study.study_id]
        for name, value in _columns(study).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        publish(self._session, row, *events)

    def bond_counted_until(self, study_id: str) -> date | None:
        """Of a locked study; None: no bond is being served."""
        return self._rows[study_id].bond_counted_until

    def count_bond(self, study_id: str, until: date, next_on: date | None) -> None:
        """Of a locked study: counted until a day, and again on another; None: it is over."""
        row = self._rows[study_id]
        row.bond_counted_until, row.bond_next_on = until, next_on

    def _one(self, found: Select[StudyRow], study_id: str) -> Study:
        matches = self._all(found.where(StudyRow.study_id == study_id))
        if not matches:
            raise NotFound("study assignment", study_id)
        return matches[0]

    def _all(self, found: Select[StudyRow]) -> list[Study]:
        options = {"populate_existing": True}
        rows = self._session.scalars(found, execution_options=options).all()
        self._rows |= {row.study_id: row for row in rows}
        return [_study(row) for row in rows]


class Reports:
    """The semester reports of locked studies."""

    def __init__(self, session: Session):
        self._session = session

    def of(self, study_id: str) -> list[Report]:
        """By semester."""
        found = select(StudyReportRow).where(StudyReportRow.study_id == study_id)
        rows = self._session.scalars(found.order_by(StudyReportRow.semester))
        return [_report(row) for row in rows]

    def get(self, study_id: str, semester: int) -> Report:
        """Raises NotFound."""
        row = self._session.get(StudyReportRow, (study_id, semester))
        if row is None:
            raise NotFound("report of semester", str(semester))
        return _report(row)

    def save(self, reports: Iterable[Report]) -> None:
        """Add them, or store what became of them."""
        for report in reports:
            columns = {name: getattr(report, name) for name in _REPORT}
            self._session.merge(StudyReportRow(**columns | {"status": str(report.status)}))

    def claim_due(self, today: date) -> tuple[str, int] | None:
        """Study and semester of one whose day has come, its study locked."""
        row = self._session.execute(
            select(StudyReportRow.study_id, StudyReportRow.semester)
            .join(StudyRow, StudyRow.study_id == StudyReportRow.study_id)
            .where(StudyReportRow.next_on <= today)
            .order_by(StudyReportRow.next_on, StudyReportRow.study_id)
            .limit(1)
            .with_for_update(of=StudyRow, skip_locked=True)
        ).first()
        return (row.study_id, row.semester) if row else None


class Bonds:
    """The ledger of the service bond: only ever appended."""

    def __init__(self, session: Session):
        self._session = session

    def append(self, entry: BondEntry, at: datetime) -> None:
        """Enter days owed, served or released."""
        self._session.add(BondEntryRow(entry_id=new_id(), entered_at=at, **vars(entry)))

    def of(self, study_id: str) -> Sequence[BondEntry]:
        """In the order in which they were made."""
        rows = self._session.scalars(
            select(BondEntryRow)
            .where(BondEntryRow.study_id == study_id)
            .order_by(BondEntryRow.entry_id)
        )
        names = [each.name for each in fields(BondEntry)]
        return [BondEntry(**{name: getattr(row, name) for name in names}) for row in rows]


def _columns(study: Study) -> dict[str, Any]:
    facts = {name: getattr(study, name) for name in _STUDY}
    return facts | {"status": str(study.status), "confirmed": list(study.confirmed)}


def _study(row: StudyRow) -> Study:
    facts = {name: getattr(row, name) for name in _STUDY}
    return Study(**facts | {"status": StudyStatus(row.status), "confirmed": tuple(row.confirmed)})


def _report(row: StudyReportRow) -> Report:
    facts = {name: getattr(row, name) for name in _REPORT}
    return Report(**facts | {"status": ReportStatus(row.status)})
