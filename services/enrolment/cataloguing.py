"""Use case: a programme is saved, by a call or from a file."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from services.enrolment.domain.programme import Programme, circle_among, in_full, why_nobody_begins
from services.enrolment.storage.programmes import Programmes
from shared.errors import ValidationError


def programme_from(request: Any, programme_id: str) -> Programme:
    """What a SaveProgramme request describes. Raises ValidationError."""
    facts = vars(request) | {
        "programme_id": programme_id,
        "competencies": tuple(request.competencies),
        "prerequisites": tuple(request.prerequisites),
    }
    return in_full(Programme(**facts))


def save_programme(
    session: Session, programme: Programme, *, coming: Collection[str] = ()
) -> Programme:
    """Add it or change it from now on; announced offerings keep their version.

    coming   programmes that the same transaction saves, which may be prerequisites; the caller
             has seen to it that they do not require each other

    Raises NotFound (a prerequisite), ValidationError (one that requires this programme).
    """
    programmes = Programmes(session)
    for wanted in programme.prerequisites:
        if wanted not in coming:
            programmes.get(wanted)
    required = programmes.with_all_they_require(programme.prerequisites)
    there = {name: one for name, one in required.items() if name not in coming}
    if circle := circle_among((there | {programme.programme_id: programme}).values()):
        reason = {"prerequisites": [why_nobody_begins(circle)]}
        raise ValidationError("these programmes require each other", reason)
    return programmes.save(programme)
