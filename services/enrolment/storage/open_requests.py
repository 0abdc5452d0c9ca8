"""Whose requests wait for whom: what a change of the organisation has to look at again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import Status
from services.enrolment.storage.tables.offerings import EnrolmentRow
from services.enrolment.storage.tables.roster import EmployeeRow, UnitRow
from shared.bulk import write_rows


def learners_waiting_for(session: Session, approver_id: str) -> set[str]:
    """Those whose open requests this person is to decide."""
    write_rows(session)
    found = select(EnrolmentRow.employee_id).where(
        EnrolmentRow.approver_id == approver_id, EnrolmentRow.status == Status.REQUESTED
    )
    return set(session.scalars(found.distinct()))


def learners_asking_in(session: Session, unit_id: str) -> set[str]:
    """Those with open requests who work in a unit, or in one below it."""
    write_rows(session)
    below = select(UnitRow.unit_id).where(UnitRow.unit_id == unit_id).cte(recursive=True)
    below = below.union(select(UnitRow.unit_id).join(below, UnitRow.parent_id == below.c.unit_id))
    found = (
        select(EnrolmentRow.employee_id)
        .join(EmployeeRow, EmployeeRow.employee_id == EnrolmentRow.employee_id)
        .where(
            EnrolmentRow.status == Status.REQUESTED,
            EmployeeRow.unit_id.in_(select(below.c.unit_id)),
        )
    )
    return set(session.scalars(found.distinct()))
