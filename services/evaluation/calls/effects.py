"""Calls about what studies found, and the timers that make their verdicts."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.orm import Session

from services.evaluation.analysis.room import Failed, TimedOut, run
from services.evaluation.measuring_effects import (
    RECHECKED_AFTER,
    Desk,
    answer_of,
    look_at,
    settle_results,
)
from services.evaluation.registering_studies import look_when_due
from services.evaluation.schemas import studies as schemas
from services.evaluation.storage.offerings import Offerings
from services.evaluation.storage.studies import Studies
from shared.errors import Conflict, Refusal
from shared.service import Service, every, procedure, query
from shared.working_calendar import WorkingCalendar

log = structlog.get_logger(__name__)

_LEASE = timedelta(hours=1)
_LATE_COMPLETIONS = timedelta(days=800)

CORRECTED_WITHIN = timedelta(days=365)
"""How long after a verdict the timer still looks whether its figures were corrected."""


class EffectCalls(Service):
    """Calls about what studies found, and the timers that make their verdicts."""

    calendar: WorkingCalendar

    @procedure(schemas.OfStudy)
    def measure_effect(self, request: Any) -> dict[str, Any]:
        """Look at a study: the verdict once it is due, before that an interim look.

        Raises NotFound, Conflict (no offering yet; the computation took too long).
        """
        try:
            return look_at(self._desk(), request.study_id)
        except TimedOut as error:
            raise Conflict(
                f"the study could not be computed within {self.settings.study_limit_seconds} "
                "seconds; try again later, or set STUDY_LIMIT_SECONDS higher"
            ) from error
        except Failed as error:
            raise Conflict(f"the study cannot be computed from these figures: {error}") from error

    @query(schemas.OfStudy)
    def get_study(self, request: Any, session: Session) -> dict[str, Any]:
        """One study with every revision of its verdict, and its interim looks. Raises NotFound."""
        studies = Studies(session)
        study = studies.get(request.study_id)
        looks = studies.looks(study.study_id)
        answers = [answer_of(one, self.settings.language) for one in looks]
        return schemas.study_view(study, answers)

    @every(seconds=60)
    def measure_due_studies(self) -> None:
        """Make the verdicts that are due, each once, and revise those whose figures changed.

        What fails is tried again in an hour.
        """
        while (study_id := self._claim()) is not None:
            try:
                look_at(self._desk(), study_id)
            except (Refusal, Failed) as error:
                log.error("no verdict", study_id=study_id, reason=str(error))
            else:
                self._look_again(study_id)

    @every(seconds=3600)
    def settle_late_results(self) -> None:
        """Submit what a verdict answers for although it was scheduled after the verdict."""
        with self.database.reading() as session:
            since = self.clock.now() - _LATE_COMPLETIONS
            measured = Studies(session).with_verdict_since(since)
        for study in measured:
            settle_results(self._desk(), study)

    def _claim(self) -> str | None:
        now = self.clock.now()
        with self.database.transaction() as session:
            due = Studies(session).claim_due(now, now + _LEASE)
        return due.study_id if due else None

    def _look_again(self, study_id: str) -> None:
        """Where the offering moved meanwhile, on its new day; after a verdict, now and then."""
        now = self.clock.now()
        with self.database.transaction() as session:
            studies = Studies(session)
            study = studies.lock(study_id)
            if study.verdict_at is None:
                offerings = Offerings(session).of_programme(study.programme_id)
                look_when_due(session, study, offerings, self.calendar)
            else:
                may_change = now < study.verdict_at + CORRECTED_WITHIN
                studies.look_again_at(study_id, now + RECHECKED_AFTER if may_change else None)

    def _desk(self) -> Desk:
        limit = self.settings.study_limit_seconds
        return Desk(
            database=self.database,
            clock=self.clock,
            calendar=self.calendar,
            language=self.settings.language,
            compute=lambda name, given: run(name, given, seconds=limit),
        )
