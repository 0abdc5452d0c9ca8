"""A quarter's look back at every programme, told once."""

from collections import Counter
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from services.evaluation.domain.quarter import quarter_before
from services.evaluation.domain.telling import Group
from services.evaluation.measuring_learning import Learners
from services.evaluation.reporting import Occasion
from services.evaluation.storage.reviews import Reviews
from services.evaluation.storage.ways import places_of_learners
from shared.database import Database
from shared.events.evaluation import GroupReview, ProgrammeReviewed

FEWEST_PEOPLE = 5
"""Of a group that the event names; its declaration promises it."""


def begin_quarter(session: Session, asked: Occasion) -> None:
    """Note what is to be reviewed of the quarter that has ended, where nobody has yet."""
    first, last = quarter_before(asked.day)
    begins, ends = (
        datetime.combine(day, time(), asked.zone) for day in (first, last + timedelta(days=1))
    )
    Reviews(session).begin(first, last, begins, ends)


def review_next(database: Database, asked: Occasion) -> bool:
    """Look back at one programme and tell; False where nothing is left to review."""
    with database.reading() as session:
        review = Reviews(session).next()
        if review is None:
            return False
        ends = datetime.combine(review.period_end + timedelta(days=1), time(), asked.zone)
        places = Counter(places_of_learners(session, review.programme_id, ends))
    learners = Learners(database, review.programme_id, now=asked.now, day=asked.day)
    groups = [
        found
        for (position, unit_kind), people in sorted(places.items(), key=str)
        if position is not None and people >= FEWEST_PEOPLE
        if (found := _reviewed(learners, position, unit_kind, people)) is not None
    ]
    reviewed = ProgrammeReviewed(occurred_at=asked.now, **vars(review), groups=groups)
    with database.transaction() as session:
        Reviews(session).tell(reviewed)
    return True


def _reviewed(
    learners: Learners, position: str, unit_kind: str | None, people: int
) -> GroupReview | None:
    """What a group gained; None where nothing may be said of it."""
    group = Group(programme_id=learners.programme_id, position=position, unit_kind=unit_kind)
    learned, _ = learners.learned(group)
    used, _ = learners.used(group)
    if learned is None and used is None:
        return None
    return GroupReview(
        position=position,
        unit_kind=unit_kind,
        people=people,
        gain=learned["normalised_gain"] if learned else None,
        applied_share=used["share"] if used else None,
    )
