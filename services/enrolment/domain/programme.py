"""What can be learned."""

from dataclasses import dataclass
from typing import Literal

ProgrammeKind = Literal["training", "degree"]


@dataclass(frozen=True, kw_only=True)
class Programme:
    """What can be learned.

    learning_hours            JP (45 minutes each) credited on completion
    cost_per_participant      rupiah
    prerequisites             programmes that must have been completed before
    pass_score                points (0-100) below which a completion is refused; None: no test
    min_attendance_share      0-1, applied where attendance was recorded; None: no minimum
    certificate_valid_months  None: the certificate does not expire
    """

    programme_id: str
    title: str
    kind: ProgrammeKind
    learning_hours: float
    competencies: tuple[str, ...]
    cost_per_participant: int
    provider: str | None = None
    prerequisites: tuple[str, ...] = ()
    pass_score: float | None = None
    min_attendance_share: float | None = None
    certificate_valid_months: int | None = None
