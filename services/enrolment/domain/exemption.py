"""The test-out: who knows it already shows it in the programme's test, and helps the others."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.enrolment.domain.programme import Programme
from shared.errors import Conflict


@dataclass(frozen=True, kw_only=True)
class OfferedTest:
    """An offer to take the programme's test instead of the programme.

    pass_score   points (0-100) to reach
    score        points reached; None: not taken yet
    passed       counts as the prerequisite, exempts, and proposes the person as a mentor
    """

    test_id: str
    employee_id: str
    programme_id: str
    enrolment_id: str
    pass_score: float
    offered_at: datetime
    score: float | None = None
    passed: bool | None = None
    taken_on: date | None = None


def offer(
    test_id: str, employee_id: str, enrolment_id: str, programme: Programme, at: datetime
) -> OfferedTest | None:
    """Offered to somebody experienced, where the programme has a test."""
    if programme.pass_score is None:
        return None
    return OfferedTest(
        test_id=test_id,
        employee_id=employee_id,
        programme_id=programme.programme_id,
        enrolment_id=enrolment_id,
        pass_score=programme.pass_score,
        offered_at=at,
    )


def take(offered: OfferedTest, score: float, taken_on: date) -> OfferedTest:
    """Record how the test went. Raises Conflict."""
    was_not_taken(offered)
    return replace(offered, score=score, passed=score >= offered.pass_score, taken_on=taken_on)


def was_not_taken(offered: OfferedTest) -> None:
    if offered.passed is not None:
        outcome = "passed" if offered.passed else "failed"
        raise Conflict(f"the test was taken on {offered.taken_on} and {outcome}")


def is_not_exempt(employee_id: str, programme: Programme, exempt: bool) -> None:
    """Somebody exempt may still ask for a seat, but is not sent."""
    if exempt:
        raise Conflict(
            f"{employee_id} passed the test of {programme.title!r} and is exempt: "
            "ask for a mentor, not for a learner"
        )
