"""What people give up who leave the service, locked in the order in which everybody locks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.domain.enrolment import UNDER_WAY
from services.enrolment.domain.study import OPEN
from services.enrolment.storage.tables.budgets import BudgetRow
from services.enrolment.storage.tables.offerings import EnrolmentRow, OfferingRow
from services.enrolment.storage.tables.study import StudyRow
from shared.bulk import write_rows


def lock_what_they_give_up(session: Session, employee_ids: Sequence[str]) -> list[Any]:
    """Studies, offerings, then budgets, each by id; returns the rows."""
    write_rows(session)
    studies = session.scalars(
        select(StudyRow)
        .where(StudyRow.employee_id.in_(employee_ids), StudyRow.status.in_(OPEN))
        .order_by(StudyRow.study_id)
        .with_for_update()
    ).all()
    asked_for = select(EnrolmentRow.offering_id).where(
        EnrolmentRow.employee_id.in_(employee_ids), EnrolmentRow.status.in_(UNDER_WAY)
    )
    offerings = session.scalars(
        select(OfferingRow)
        .where(OfferingRow.offering_id.in_(asked_for))
        .order_by(OfferingRow.offering_id)
        .with_for_update()
    ).all()
    payers = {one.budget_id for one in offerings if one.budget_id}
    budgets = session.scalars(
        select(BudgetRow)
        .where(BudgetRow.budget_id.in_(payers))
        .order_by(BudgetRow.budget_id)
        .with_for_update()
    ).all()
    return [*studies, *offerings, *budgets]
