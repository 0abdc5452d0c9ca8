"""What a group learned and uses: kept, and told anew only of enough others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.evaluation.analysis import room
from services.evaluation.domain import used
from services.evaluation.domain.learned import reason_against
from services.evaluation.domain.telling import Group, Member
from services.evaluation.storage.kept_findings import About, Kept, KeptFindings
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.scores import Pair, pairs_of
from services.evaluation.storage.uses import Use, uses_of
from shared.database import Database

FULL_SCORE = 100

Found = tuple[dict[str, Any] | None, str | None]
"""What may be told, else the reason why nothing may."""


@dataclass(frozen=True, kw_only=True)
class Fewest:
    """The numbers by which something is told. more: k; pairs: of whom a gain is told."""

    more: int
    pairs: int


class Learners:
    """Those who completed a programme, as they stand at an instant.

    Nothing is locked while it is computed; what is found is kept in a transaction of its own.
    """

    def __init__(self, database: Database, programme_id: str, *, now: datetime, day: date):
        self._database = database
        self._now = now
        self.programme_id = programme_id
        with database.reading() as session:
            numbers = ResultNumbers(session)
            self.fewest = Fewest(
                more=numbers.whole("minimum_answers", day),
                pairs=numbers.whole("minimum_pairs", day),
            )
            self.pairs: list[Pair] = pairs_of(session, programme_id, now)
            self.uses: list[Use] = uses_of(session, programme_id, now)

    def learned(self, group: Group) -> Found:
        """Gain of the means of tests before and after, with its interval."""
        mine = [(one.before, one.after) for one in _of(group, self.pairs)]
        reason = reason_against(
            mine,
            minimum=self.fewest.pairs,
            fewest=self.fewest.more,
            group=group,
            everybody=self.pairs,
        )

        def compute() -> dict[str, Any]:
            before, after = zip(*mine, strict=True)
            given = {"before": before, "after": after, "max_score": FULL_SCORE}
            found: dict[str, Any] = room.run("learning", given)
            return found

        return self._told("learned", group, len(mine), reason, compute)

    def used(self, group: Group) -> Found:
        """The share of those who say that they use what they learned."""
        mine = [one.applied for one in _of(group, self.uses)]
        reason = used.reason_against(
            mine, fewest=self.fewest.more, group=group, everybody=self.uses
        )
        return self._told("used", group, len(mine), reason, lambda: used.share(mine))

    def _told(
        self,
        about: About,
        group: Group,
        n: int,
        reason: str | None,
        compute: Callable[[], dict[str, Any]],
    ) -> Found:
        with self._database.reading() as session:
            kept = KeptFindings(session, about).get(group)
        if kept is not None and (reason is not None or n < kept.n + self.fewest.more):
            return kept.found, None
        if reason is not None:
            return None, reason
        found = compute()
        with self._database.transaction() as session:
            KeptFindings(session, about).keep(group, Kept(n=n, found=found), self._now)
        return found, None


def _of(group: Group, members: Sequence[Any]) -> list[Any]:
    everybody: Sequence[Member] = members
    return [one for one in everybody if group.name_of(one) == group.name]
