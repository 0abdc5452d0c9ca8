"""What was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Given:
    """Answers to one evaluation. score: of a test, in points from 0 to 100."""

    answers: dict[str, Any]
    instrument_version: int | None
    submitted_at: datetime
    score: float | None
