"""Whoever leads somebody who does not answer hears of it, and may ask."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from services.evaluation.storage.roster import Roster
from shared.events import Event
from shared.events.evaluation import EvaluationOverdue


class Escalation:
    """Looks each respondent up once."""

    def __init__(self, session: Session):
        self._roster = Roster(session)
        self._leaders: dict[str, str | None] = {}

    def addressed(self, events: Sequence[Event]) -> list[Event]:
        """The same events; of what is overdue, with the one who leads the respondent."""
        return [
            replace(one, escalated_to=self._leader_of(one.respondent_id))
            if isinstance(one, EvaluationOverdue) and one.respondent_id is not None
            else one
            for one in events
        ]

    def _leader_of(self, employee_id: str) -> str | None:
        if employee_id not in self._leaders:
            self._leaders[employee_id] = self._roster.leader_of(employee_id)
        return self._leaders[employee_id]
