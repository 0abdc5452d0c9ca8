"""Complaints without a unit, sorted by hand: several at once, each for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from services.evaluation.storage.complaints import Complaint, Complaints
from shared.errors import Conflict, Refusal

ASSIGNED, SET_ASIDE, REFUSED = "assigned", "set_aside", "refused"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """unit_id: whose service it is about; None: nobody's, for this reason."""

    complaint_id: str
    unit_id: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What became of one. reason: why it was refused"""

    complaint_id: str
    status: str
    reason: str | None = None


def sort(session: Session, decisions: Sequence[Decision], by: str, at: datetime) -> list[Sorted]:
    """One that is refused leaves the others standing. Locked in the order of their ids."""
    answers = {
        one.complaint_id: _sort(Complaints(session), one, by, at)
        for one in sorted(decisions, key=lambda one: one.complaint_id)
    }
    return [answers[one.complaint_id] for one in decisions]


def _sort(complaints: Complaints, decision: Decision, by: str, at: datetime) -> Sorted:
    try:
        _nobody_was_faster(complaints.get(decision.complaint_id), decision)
        if decision.unit_id is not None:
            complaints.assign(decision.complaint_id, decision.unit_id, by, at)
        else:
            complaints.set_aside(decision.complaint_id, str(decision.reason), by, at)
    except Refusal as refused:
        return Sorted(complaint_id=decision.complaint_id, status=REFUSED, reason=str(refused))
    status = SET_ASIDE if decision.unit_id is None else ASSIGNED
    return Sorted(complaint_id=decision.complaint_id, status=status)


def _nobody_was_faster(complaint: Complaint, decision: Decision) -> None:
    """From a list that is minutes old nobody undoes what a colleague has decided since.

    What was set aside may be given a unit after all. Raises Conflict.
    """
    if complaint.unit_id is not None and complaint.unit_id != decision.unit_id:
        raise Conflict(f"the complaint was given to the unit {complaint.unit_id} meanwhile")
    if complaint.set_aside_by is not None and decision.unit_id is None:
        raise Conflict("the complaint was set aside meanwhile")
