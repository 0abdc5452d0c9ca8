"""Who was there: marks for each learner and meeting, and what they say about the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.domain.offering import Meeting, Offering
from shared.errors import Conflict, ValidationError

SEATED = (Status.ENROLLED, Status.COMPLETED, Status.NOT_COMPLETED)
"""Who has, or had, a seat."""


class Presence(StrEnum):
    """How one learner stood to one meeting."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What was recorded of one learner and one meeting (counted from 0)."""

    employee_id: str
    meeting: int
    status: Presence


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """What the marks of one learner come to.

    attended_share      0-1 of the time of the meetings whose attendance was taken;
                        None: nothing was recorded of this learner
    excused_throughout  whether every mark is an excuse
    """

    attended_share: float | None = None
    excused_throughout: bool = False

    @property
    def came_to_nothing(self) -> bool:
        return self.attended_share == 0


NOT_RECORDED = Attendance()


def attendance_of(
    meetings: Sequence[Meeting], taken: set[int], marks: Mapping[int, Presence]
) -> Attendance:
    """What the marks of one learner come to.

    taken   the meetings whose attendance was recorded for anybody: whoever has marks at all
            and is not on the list of such a meeting was not there
    marks   of this learner, by meeting
    """
    if not marks:
        return NOT_RECORDED
    counted = {number: _seconds(meetings[number]) for number in taken if number < len(meetings)}
    attended = sum(
        seconds for number, seconds in counted.items() if marks.get(number) is Presence.PRESENT
    )
    whole = sum(counted.values())
    return Attendance(
        attended_share=round(attended / whole, 6) if whole else None,
        excused_throughout=all(status is Presence.EXCUSED for status in marks.values()),
    )


def offering_has_such_a_meeting(offering: Offering, place: int, mark: Mark) -> None:
    """place   of the mark in the list that the caller sent. Raises ValidationError."""
    if mark.meeting >= len(offering.meetings):
        reason = f"the meetings of this offering are 0 to {len(offering.meetings) - 1}"
        raise ValidationError("there is no such meeting", {f"records.{place}.meeting": [reason]})


def meeting_has_begun(offering: Offering, mark: Mark, now: datetime) -> None:
    """An excuse may be recorded ahead; presence and absence only once it began."""
    begins_at = offering.meetings[mark.meeting].starts_at
    if mark.status is not Presence.EXCUSED and now < begins_at:
        raise Conflict(
            f"meeting {mark.meeting} begins at {begins_at.isoformat()}: until then only "
            "excuses can be recorded"
        )


def learner_has_a_seat(employee_id: str, enrolment: Enrolment | None) -> None:
    """Whoever has no seat takes part in nothing. What a completion rests on stands; what led to
    no completion may have been recorded in error, and is corrected before the result is.
    """
    if enrolment is None or enrolment.status not in SEATED:
        raise Conflict(f"{employee_id} is not enrolled in this offering; nothing was recorded")
    if enrolment.status is Status.COMPLETED:
        raise Conflict(
            f"the result of {employee_id} is recorded already ({enrolment.status}): attendance "
            "can only be changed before that, or after reverse_completion; nothing was recorded"
        )


def meetings_with_attendance_keep_their_times(
    before: Sequence[Meeting], after: Sequence[Meeting], taken: set[int]
) -> None:
    """Attendance counts the meetings by their order: what was taken must stay where it is."""
    for number in sorted(taken):
        if before[number : number + 1] != after[number : number + 1]:
            raise Conflict(
                f"attendance of meeting {number} is recorded: its times stay as they were; "
                "later meetings can be changed"
            )


def _seconds(meeting: Meeting) -> float:
    return (meeting.ends_at - meeting.starts_at).total_seconds()
