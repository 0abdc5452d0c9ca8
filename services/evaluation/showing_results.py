"""Results: what may be shown of answers, released block by block."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import SystemRandom

from sqlalchemy.orm import Session

from services.evaluation.domain.anonymity import Figures, block_of, releasable, sum_of
from services.evaluation.domain.policy import BEHAVIOUR, LEARNING
from services.evaluation.storage.instruments import Instruments
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.results import (
    PARTICIPANT,
    PRETEST,
    SUPERVISOR,
    Block,
    Closed,
    Results,
)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What may be said of some answers. n: how many; 0: there are too few to say anything."""

    n: int
    questions: list[Figures]


def kinds_of(level: int) -> tuple[str, ...]:
    """Whose answers of a level are shown, each kind by itself."""
    return {LEARNING: (PRETEST, PARTICIPANT), BEHAVIOUR: (PARTICIPANT, SUPERVISOR)}.get(
        level, (PARTICIPANT,)
    )


class Showing:
    """The results of one level and kind of respondent in one programme, as they may be shown."""

    def __init__(
        self,
        session: Session,
        programme_id: str,
        level: int,
        respondent: str,
        *,
        at: datetime,
        day: date,
    ):
        self._results = Results(session, programme_id, level, respondent)
        self._instruments = Instruments(session)
        numbers = ResultNumbers(session)
        self.minimum = numbers.whole("minimum_answers", day)
        self._texts_from = numbers.whole("minimum_answers_for_texts", day)
        self._at = at
        self._release()
        self._blocks = self._results.blocks()

    def total(self) -> Shown:
        """Of the whole programme."""
        return self._shown(self._blocks)

    def offerings(self) -> dict[str, Shown]:
        """Of each offering that has enough answers of its own."""
        names = {one.offering_id for one in self._blocks if one.offering_id is not None}
        return {name: self.offering(name) for name in sorted(names)}

    def offering(self, offering_id: str) -> Shown:
        return self._shown([one for one in self._blocks if one.offering_id == offering_id])

    def _shown(self, blocks: Sequence[Block]) -> Shown:
        n = sum(one.n for one in blocks)
        figures = [one.figures for one in blocks]
        questions = sum_of(figures, with_texts=n >= self._texts_from, shuffle=_shuffled)
        return Shown(n=n, questions=questions)

    def _release(self) -> None:
        waiting = self._results.waiting(self._at)
        shown, pooled = self._results.standing()
        release = releasable(
            Counter(one.offering_id for one in waiting),
            shown=shown,
            pooled=pooled,
            minimum=self.minimum,
        )
        for part in release.parts:
            self._keep_block([part], waiting)
            self._results.mark([part], pooled=False, at=self._at)
        if release.pool:
            self._keep_block(release.pool, waiting)
            self._results.mark(release.pool, pooled=True, at=self._at)

    def _keep_block(self, offering_ids: Sequence[str], waiting: Sequence[Closed]) -> None:
        answered = self._results.answers(one for one in waiting if one.offering_id in offering_ids)
        asked = {(name, version) for name, version, _ in answered}
        instruments = {key: self._instruments.get(*key) for key in asked}
        figures = block_of(
            [(instruments[name, version], answers) for name, version, answers in answered],
            minimum=self.minimum,
            shuffle=_shuffled,
            scores=not self._results.are_paired(),
        )
        self._results.release(offering_ids, len(answered), figures, self._at)


def _shuffled(texts: list[str]) -> list[str]:
    SystemRandom().shuffle(texts)
    return texts
