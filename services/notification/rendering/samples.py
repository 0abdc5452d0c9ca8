"""What each template is tried and previewed with."""

from collections.abc import Mapping
from typing import Any

_TITLE = "Pelayanan Prima di Kantor Kelurahan"
_NAME = "Maria Tallo"
_LEARNER = "Yohanes Ndun"
_EVALUATION = "01930000-0000-7000-8000-000000000001"

_LEARNER_READS = {"name": _NAME, "learner": _NAME, "own": True, "title": _TITLE}
_LEADER_READS = {"name": _NAME, "learner": _LEARNER, "own": False, "title": _TITLE}
_ITEMS = [
    {"evaluation_id": _EVALUATION, "level": 1, "due_at": "2026-11-27T16:00:00+08:00"},
    {"evaluation_id": _EVALUATION, "level": 2, "due_at": "2026-12-01T16:00:00+08:00"},
]
_ONE = {"evaluation_id": _EVALUATION, "level": 3, "due_at": "2027-03-10T16:00:00+08:00"}

SAMPLES: Mapping[str, dict[str, Any]] = {
    "enrolment_requested": {**_LEADER_READS, "enrolment_id": _EVALUATION},
    "enrolment_rejected": {**_LEARNER_READS, "reason": "Loket sedang kekurangan petugas."},
    "enrolment_enrolled": {**_LEARNER_READS},
    "enrolment_cancelled": {**_LEARNER_READS, "reason": "Jadwal bentrok dengan tugas lain."},
    "training_completed": {
        **_LEARNER_READS,
        "learning_hours": 7.5,
        "completed_at": "2026-11-24T15:00:00+08:00",
        "score": 87.5,
        "code": "8F3A-12CD-77E0",
        "expires_at": "2029-11-24T15:00:00+08:00",
    },
    "training_not_completed": {**_LEARNER_READS, "reason": "attendance"},
    "completion_reversed": {**_LEARNER_READS, "reason": "Daftar hadir tertukar."},
    "evaluations_open": {**_LEARNER_READS, "items": _ITEMS},
    "evaluation_opened": {**_LEADER_READS, **_ONE},
    "evaluation_due_soon": {**_LEADER_READS, **_ONE},
    "evaluation_overdue": {**_LEADER_READS, **_ONE},
    "evaluation_cancelled": {**_LEADER_READS, **_ONE},
}
