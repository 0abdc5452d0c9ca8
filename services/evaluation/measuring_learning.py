"""What a group learned and uses: kept, and told anew only of enough others."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.analysis import room
from services.evaluation.domain import learned, used
from services.evaluation.domain.differing import tells_of_few
from services.evaluation.domain.policy import BEHAVIOUR, LEARNING
from services.evaluation.domain.telling import Group, reason_against
from services.evaluation.storage.kept_findings import About, Kept, KeptFindings
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.results import PARTICIPANT, Results
from services.evaluation.storage.scores import pairs_of, people_with_both_tests
from services.evaluation.storage.uses import people_who_told, uses_of
from shared.database import Database

FULL_SCORE = 100

Found = tuple[dict[str, Any] | None, str | None]
"""What may be told, else the reason why nothing may."""

_Values = list[Any]

_TELLS_OF_FEW = "a few people could be told by comparing it with what was told before"


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked of a group. minimum: the fewest people of whom it is told."""

    about: About
    level: int
    minimum: int
    count: Callable[[Session, Group, datetime], Counter[Hashable]]
    values: Callable[[Session, Group, datetime], dict[str, Any]]
    reason_against: Callable[[_Values], str | None]
    compute: Callable[[_Values], dict[str, Any]]


class Learners:
    """Those who completed a programme, as they stand at an instant.

    First they are only counted: mostly nothing has changed. Nothing is locked while something is
    computed; what is found is kept in a transaction of its own, unless something that was told
    meanwhile would tell of a few people beside it.
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
        question = _Question(
            about="learned",
            level=LEARNING,
            minimum=self._pairs,
            count=people_with_both_tests,
            values=pairs_of,
            reason_against=learned.reason_against,
            compute=_gain,
        )
        return self._answer(question, group)

    def used(self, group: Group) -> Found:
        """The share of those who say that they use what they learned."""
        question = _Question(
            about="used",
            level=BEHAVIOUR,
            minimum=self._fewest,
            count=people_who_told,
            values=uses_of,
            reason_against=lambda _: None,
            compute=used.share,
        )
        return self._answer(question, group)

    def _answer(self, question: _Question, group: Group) -> Found:
        with self._database.reading() as session:
            counts = question.count(session, group, self._now)
            kept = KeptFindings(session, question.about).get(group)
            n = counts[group.name]
            if kept is not None and n < kept.n + self._fewest:
                return kept.found, None
            reason = reason_against(group, counts, minimum=question.minimum, fewest=self._fewest)
            values = question.values(session, group, self._now) if reason is None else {}
        if reason is None and len(values) < question.minimum:
            reason = f"fewer than {question.minimum} people answered this question"
        reason = reason or question.reason_against(list(values.values()))
        people = frozenset(values)
        with self._database.reading() as session:
            if reason is None and self._tells_of_few(session, question.about, people):
                reason = _TELLS_OF_FEW
        if reason is not None:
            return (kept.found, None) if kept else (None, reason)
        found = question.compute(sorted(values.values()))
        return self._keep(question, group, Kept(n=n, found=found, people=people))

    def _tells_of_few(self, session: Session, about: About, people: frozenset[str]) -> bool:
        told = KeptFindings(session, about).told(self.programme_id)
        return tells_of_few(told, people, fewest=self._fewest)

    def _keep(self, question: _Question, group: Group, new: Kept) -> Found:
        """What is told; something else, or nothing, where another process told of others."""
        with self._database.transaction() as session:
            Results(session, self.programme_id, question.level, PARTICIPANT)  # locks its row
            findings = KeptFindings(session, question.about)
            kept = findings.get(group)
            if kept is not None and new.n < kept.n + self._fewest:
                return kept.found, None
            if self._tells_of_few(session, question.about, new.people):
                return (kept.found, None) if kept else (None, _TELLS_OF_FEW)
            findings.keep(group, new, self._now)
        return new.found, None


def _gain(pairs: _Values) -> dict[str, Any]:
    before, after = zip(*pairs, strict=True)
    given = {"before": before, "after": after, "max_score": FULL_SCORE}
    found: dict[str, Any] = room.run("learning", given)
    return found
