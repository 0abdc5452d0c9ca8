"""What became known of programmes: reviews, findings of studies, and words of colleagues."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notification.domain.campaign import Finding, Group, Story
from services.notification.storage.tables import PersonRow
from services.notification.storage.tables.campaigns import (
    FindingRow,
    ParticipationRow,
    ReviewRow,
    StoryRow,
    UnitRow,
)
from shared.database import insert_or_update
from shared.errors import NotFound
from shared.events.evaluation import EffectMeasured, ProgrammeReviewed
from shared.events.hr import UnitChanged

_FINDING = tuple(each.name for each in fields(Finding))


class Evidence:
    """The latest of each; the caller owns the transaction."""

    def __init__(self, session: Session):
        self._session = session

    def learn_unit(self, told: UnitChanged) -> None:
        """Keep the kind of a unit, unless something newer is known."""
        table: Any = UnitRow.__table__
        values = {"kind": told.kind, "changed_at": told.changed_at}
        statement = insert_or_update(self._session, table).values(unit_id=told.unit_id, **values)
        self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["unit_id"],
                set_=values,
                where=table.c.changed_at <= statement.excluded.changed_at,
            )
        )

    def learn_finding(self, told: EffectMeasured) -> bool:
        """Keep a finding; False where this revision or a later one is known."""
        row = self._session.get(FindingRow, told.study_id, with_for_update=True)
        if row is not None and row.revision >= told.revision:
            return False
        row = row or FindingRow(study_id=told.study_id)
        for name in _FINDING:
            setattr(row, name, getattr(told, name))
        self._session.add(row)
        return True

    def learn_review(self, told: ProgrammeReviewed) -> None:
        """Keep the latest look back at a programme."""
        row = self._session.get(ReviewRow, told.programme_id, with_for_update=True)
        if row is not None and row.period_end > told.period_end:
            return
        row = row or ReviewRow(programme_id=told.programme_id)
        row.title, row.period_end = told.title, told.period_end
        row.groups = [_plain(group) for group in told.groups]
        self._session.add(row)

    def title_of(self, programme_id: str) -> str:
        """As people read it. Raises NotFound: no event has spoken of the programme."""
        review = self._session.get(ReviewRow, programme_id)
        if review is not None:
            return review.title
        taken = select(ParticipationRow.title).where(ParticipationRow.programme_id == programme_id)
        title = self._session.scalars(taken.limit(1)).first()
        if title is None:
            raise NotFound("programme", programme_id)
        return title

    def group(self, programme_id: str, position: str | None, unit_kind: str | None) -> Group | None:
        """What colleagues of this position in this kind of unit gained; None: not known."""
        review = self._session.get(ReviewRow, programme_id)
        groups = (Group(**each) for each in (review.groups if review else ()))
        wanted = (position, unit_kind)
        return next((one for one in groups if (one.position, one.unit_kind) == wanted), None)

    def findings(self, programme_id: str) -> list[Finding]:
        """By study."""
        rows = self._session.scalars(
            select(FindingRow)
            .where(FindingRow.programme_id == programme_id)
            .order_by(FindingRow.study_id)
        )
        return [Finding(**{name: getattr(row, name) for name in _FINDING}) for row in rows]

    def story(self, programme_id: str, position: str | None, unit_kind: str | None) -> Story | None:
        """The latest words of such a colleague whose consent stands."""
        found = (
            select(StoryRow)
            .join(PersonRow, PersonRow.employee_id == StoryRow.employee_id)
            .where(StoryRow.programme_id == programme_id, StoryRow.withdrawn_at.is_(None))
            .order_by(StoryRow.consented_at.desc(), StoryRow.employee_id)
        )
        if position is not None:
            found = found.where(PersonRow.position == position)
        if unit_kind is not None:
            found = found.join(UnitRow, UnitRow.unit_id == PersonRow.unit_id)
            found = found.where(UnitRow.kind == unit_kind)
        row = self._session.scalars(found.limit(1)).first()
        return Story(employee_id=row.employee_id, text=row.text) if row else None

    def keep_story(self, programme_id: str, story: Story, at: datetime) -> None:
        """With the consent of the person, given anew each time."""
        self._session.merge(
            StoryRow(
                programme_id=programme_id,
                employee_id=story.employee_id,
                text=story.text,
                consented_at=at,
                withdrawn_at=None,
            )
        )

    def withdraw_story(self, programme_id: str, employee_id: str, at: datetime) -> None:
        """The words are deleted, that there was a consent is kept. Raises NotFound."""
        row = self._session.get(StoryRow, (programme_id, employee_id), with_for_update=True)
        if row is None:
            raise NotFound("story", f"{employee_id} about {programme_id}")
        row.withdrawn_at, row.text = row.withdrawn_at or at, {}


def has_completed(session: Session, programme_id: str, employee_id: str) -> bool:
    row = session.get(ParticipationRow, (programme_id, employee_id))
    return row is not None and row.state == "completed"


def _plain(group: Any) -> dict[str, Any]:
    return {each.name: getattr(group, each.name) for each in fields(Group)}
