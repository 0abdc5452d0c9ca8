"""What a group learned and uses: kept, and told anew only of enough others."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.evaluation.analysis import room
from services.evaluation.domain import learned, used
from services.evaluation.domain.telling import Group, reason_against
from services.evaluation.storage.kept_findings import About, Kept, KeptFindings
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.scores import pairs_of, people_with_both_tests
from services.evaluation.storage.uses import people_who_told, uses_of
from shared.database import Database

FULL_SCORE = 100

Found = tuple[dict[str, Any] | None, str | None]
"""What may be told, else the reason why nothing may."""

_Values = list[Any]


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked of a group. minimum: the fewest people of whom it is told."""

    about: About
    minimum: int
    counts: Counter[Hashable]
    values: Callable[[], _Values]
    reason_against: Callable[[_Values], str | None]
    compute: Callable[[_Values], dict[str, Any]]


class Learners:
    """Those who completed a programme, as they stand at an instant.

    First they are only counted: mostly nothing has changed. Nothing is locked while something is
    computed; what is found is kept in a transaction of its own.
    """

    def __init__(self, database: Database, programme_id: str, *, now: datetime, day: date):
        self.programme_id = programme_id
        self._database = database
        self._now = now
        with database.reading() as session:
            numbers = ResultNumbers(session)
            self._fewest = numbers.whole("minimum_answers", day)
            self._pairs = numbers.whole("minimum_pairs", day)

    def learned(self, group: Group) -> Found:
        """Gain of the means of tests before and after, with its interval."""
        with self._database.reading() as session:
            question = _Question(
                about="learned",
                minimum=self._pairs,
                counts=people_with_both_tests(session, group, self._now),
                values=lambda: pairs_of(session, group, self._now),
                reason_against=learned.reason_against,
                compute=_gain,
            )
            return self._answer(session, question, group)

    def used(self, group: Group) -> Found:
        """The share of those who say that they use what they learned."""
        with self._database.reading() as session:
            question = _Question(
                about="used",
                minimum=self._fewest,
                counts=people_who_told(session, group, self._now),
                values=lambda: uses_of(session, group, self._now),
                reason_against=lambda _: None,
                compute=used.share,
            )
            return self._answer(session, question, group)

    def _answer(self, session: Any, question: _Question, group: Group) -> Found:
        kept = KeptFindings(session, question.about).get(group)
        n = question.counts[group.name]
        if kept is not None and n < kept.n + self._fewest:
            return kept.found, None
        reason = reason_against(
            group, question.counts, minimum=question.minimum, fewest=self._fewest
        )
        values = question.values() if reason is None else []
        if reason is None and len(values) < question.minimum:
            reason = f"fewer than {question.minimum} people answered this question"
        reason = reason or question.reason_against(values)
        if reason is not None:
            return (kept.found, None) if kept else (None, reason)
        found = question.compute(values)
        with self._database.transaction() as writing:
            KeptFindings(writing, question.about).keep(group, Kept(n=n, found=found), self._now)
        return found, None


def _gain(pairs: _Values) -> dict[str, Any]:
    before, after = zip(*pairs, strict=True)
    given = {"before": before, "after": after, "max_score": FULL_SCORE}
    found: dict[str, Any] = room.run("learning", given)
    return found
