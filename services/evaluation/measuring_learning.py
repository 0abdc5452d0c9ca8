"""What a group learned: computed apart, kept, and shown anew only of enough others."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.analysis import room
from services.evaluation.domain.learned import reason_against
from services.evaluation.storage.result_numbers import ResultNumbers
from services.evaluation.storage.test_scores import Group, Kept, TestScores
from shared.database import Database

FULL_SCORE = 100


def learned(
    database: Database, session: Session, group: Group, *, now: datetime, day: date
) -> tuple[dict[str, Any] | None, str | None]:
    """What a group learned, or the reason why nothing may be said.

    session   that only reads; what is found is kept in a transaction of its own, so that nobody
              waits while it is computed
    """
    scores, numbers = TestScores(session), ResultNumbers(session)
    fewest = numbers.whole("minimum_answers", day)
    pairs, kept = scores.pairs(group, now), scores.kept(group)
    if kept is not None and len(pairs) < kept.n + fewest:
        return kept.found, None
    everybody = (
        scores.pairs(Group(programme_id=group.programme_id), now) if group.is_a_part else pairs
    )
    reason = reason_against(
        pairs, everybody, minimum=numbers.whole("minimum_pairs", day), fewest=fewest
    )
    if reason is not None:
        return (kept.found, None) if kept else (None, reason)
    before, after = zip(*pairs, strict=True)
    given = {"before": before, "after": after, "max_score": FULL_SCORE}
    found = room.run("learning", given)
    with database.transaction() as writing:
        TestScores(writing).keep(group, Kept(n=len(pairs), found=found), now)
    return found, None
