"""What was found of groups of people, kept until enough others have come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.telling import Group
from services.evaluation.storage.tables import LearningRow
from shared.ids import new_id

About = Literal["learned", "used"]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was found of n people. people: enrolments of those who are behind the figure."""

    n: int
    found: dict[str, Any]
    people: frozenset[str] = frozenset()


class KeptFindings:
    """The newest counts."""

    def __init__(self, session: Session, about: About):
        self._session = session
        self._about = about

    def get(self, group: Group) -> Kept | None:
        """What was found last of a group; None: nothing yet."""
        row = self._session.scalar(
            select(LearningRow)
            .filter_by(**vars(group), about=self._about)
            .order_by(LearningRow.found_at.desc(), LearningRow.learning_id.desc())
            .limit(1)
        )
        return Kept(n=row.n, found=row.found) if row else None

    def told(self, programme_id: str) -> list[frozenset[str]]:
        """Of whom something was ever told: a set for each finding."""
        row = LearningRow
        found = self._session.scalars(
            select(row.people).where(
                row.programme_id == programme_id,
                row.about == self._about,
                row.people.is_not(None),
            )
        )
        return [frozenset(people or ()) for people in found]

    def keep(self, group: Group, kept: Kept, at: datetime) -> None:
        """In the place of what was found before."""
        self._session.add(
            LearningRow(
                learning_id=new_id(),
                **vars(group),
                about=self._about,
                n=kept.n,
                found=kept.found,
                people=sorted(kept.people),
                found_at=at,
            )
        )
