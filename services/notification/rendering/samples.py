"""What each template is tried and previewed with."""

from collections.abc import Mapping
from typing import Any

_TITLE = "Pelayanan Prima di Kantor Kelurahan"
_NAME = "Maria Tallo"
_LEARNER = "Yohanes Ndun"
_EVALUATION = "01930000-0000-7000-8000-000000000001"

_LEARNER_READS = {"name": _NAME, "learner": _NAME, "own": True, "title": _TITLE}
_LEADER_READS = {"name": _NAME, "learner": _LEARNER, "own": False, "title": _TITLE}
_OFFICER_READS = {"name": _NAME, "learner": _NAME, "own": True}
_ITEMS = [
    {"evaluation_id": _EVALUATION, "level": 1, "due_at": "2026-11-27T16:00:00+08:00"},
    {"evaluation_id": _EVALUATION, "level": 2, "due_at": "2026-12-01T16:00:00+08:00"},
]
_ONE = {"evaluation_id": _EVALUATION, "level": 3, "due_at": "2027-03-10T16:00:00+08:00"}
_PLANNED = {
    "offering_id": _EVALUATION,
    "starts_at": "2026-12-01T08:00:00+08:00",
    "ends_at": "2026-12-03T16:00:00+08:00",
    "venue": "Aula BKPSDM",
}
_DEGREE = {**_LEARNER_READS, "title": "Magister Administrasi Publik"}
_REPORT = {"study_id": _EVALUATION, "semester": 2, "due_on": "2027-12-14"}

SAMPLES: Mapping[str, dict[str, Any]] = {
    "offering_changed": {**_LEARNER_READS, **_PLANNED},
    "offering_cancelled": {**_LEARNER_READS, **_PLANNED, "reason": "Narasumber berhalangan."},
    "enrolment_requested": {**_LEADER_READS, "enrolment_id": _EVALUATION},
    "enrolment_rejected": {**_LEARNER_READS, "reason": "Loket sedang kekurangan petugas."},
    "enrolment_waitlisted": {**_LEARNER_READS, "offering_id": _EVALUATION, "reason": None},
    "enrolment_expired": {**_LEARNER_READS, "reason": "no seat became free in time"},
    "enrolment_enrolled": {**_LEARNER_READS, "offering_id": _EVALUATION},
    "enrolment_cancelled": {
        **_LEARNER_READS,
        "offering_id": _EVALUATION,
        "reason": "Jadwal bentrok dengan tugas lain.",
    },
    "enrolment_declined": {**_LEARNER_READS, "offering_id": _EVALUATION},
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
    "certificate_revoked": {
        **_LEARNER_READS,
        "code": "8F3A-12CD-77E0",
        "reason": "Data peserta keliru.",
    },
    "certificate_expiring": {
        **_LEARNER_READS,
        "code": "8F3A-12CD-77E0",
        "expires_at": "2029-11-24T15:00:00+08:00",
    },
    "hours_short": {
        **_LEARNER_READS,
        "year": 2026,
        "target": 20,
        "credited": 7.5,
        "planned": 4,
        "short_by": 8.5,
        "due_on": "2026-12-31",
    },
    "study_selected": {**_DEGREE},
    "study_rejected": {**_DEGREE, "reason": "Kuota tahun ini sudah terisi."},
    "study_decreed": {**_DEGREE, "decree_number": "800/12/BKPSDM/2026"},
    "study_started": {**_DEGREE, "started_on": "2026-12-01", "ends_on": "2028-11-30"},
    "study_report_due": {**_DEGREE, **_REPORT},
    "study_report_overdue": {**_LEADER_READS, "title": _DEGREE["title"], **_REPORT},
    "study_extended": {**_DEGREE, "ends_on": "2029-05-31"},
    "study_returned": {**_DEGREE, "returned_on": "2028-12-01", "bond_days": 1462},
    "study_ended": {**_DEGREE, "reason": "Mengundurkan diri karena sakit."},
    "study_bond_ended": {**_DEGREE, "outcome": "served", "days_open": 0},
    "evaluations_open": {**_LEARNER_READS, "items": _ITEMS},
    "evaluation_opened": {**_LEADER_READS, **_ONE},
    "evaluation_due_soon": {**_LEADER_READS, **_ONE},
    "evaluation_overdue": {**_LEADER_READS, **_ONE, "escalated": False},
    "evaluation_cancelled": {**_LEADER_READS, **_ONE},
    "erased": {**_LEARNER_READS},
    "coverage_short": {
        **_OFFICER_READS,
        "unit": "Loket Kelurahan Alak",
        "because": "leave or study changed",
        "days": [
            {"day": "2026-12-01", "position": None, "on_duty": 2, "min_on_duty": 3},
            {"day": "2026-12-02", "position": "Kasir", "on_duty": 0, "min_on_duty": 1},
        ],
        "more": 4,
    },
    "effect_measured": {
        **_OFFICER_READS,
        "metric": "waiting_minutes",
        "verdict": "improved",
        "estimate": -8.1,
        "ci_low": -11.9,
        "ci_high": -4.3,
        "unit_of_measure": "minutes",
        "revision": 2,
        "n_treated": 6,
        "n_comparison": 14,
        "warnings": ["Few units: the interval may be too narrow."],
    },
    "message_parked": {
        **_OFFICER_READS,
        "type": "employee.changed",
        "source": "/hr/simpeg",
        "reason": "Object missing required field `name`",
        "parked_by": "enrolment",
        "parked_id": _EVALUATION,
    },
    "room_coverage_short": {
        **_OFFICER_READS,
        "unit": "Loket Kelurahan Alak",
        "days": 3,
        "first": "2026-12-01",
        "last": "2026-12-03",
        "reference": _EVALUATION,
    },
    "room_effect_measured": {
        **_OFFICER_READS,
        "metric": "waiting_minutes",
        "verdict": "improved",
        "estimate": -8.1,
        "ci_low": -11.9,
        "ci_high": -4.3,
        "unit_of_measure": "minutes",
        "revision": 2,
        "n_treated": 6,
        "n_comparison": 14,
        "warnings": 1,
        "reference": _EVALUATION,
    },
    "room_message_parked": {
        **_OFFICER_READS,
        "type": "employee.changed",
        "source": "/hr/simpeg",
        "service": "enrolment",
        "reference": _EVALUATION,
    },
    "digest": {
        **_LEARNER_READS,
        "items": [
            {"subject": _TITLE, "at": "2026-11-24T15:00:00+08:00", "learner": None},
            {"subject": _TITLE, "at": "2026-11-24T16:30:00+08:00", "learner": _LEARNER},
        ],
    },
    "campaign": {
        **_LEARNER_READS,
        "learner": _LEARNER,
        "programme_id": _EVALUATION,
        "claims": [
            {
                "kind": "service",
                "certainty": "registered",
                "study_id": _EVALUATION,
                "revision": 1,
                "metric": "waiting_minutes",
                "estimate": -8.1,
                "ci_low": -11.9,
                "ci_high": -4.3,
                "unit_of_measure": "minutes",
            },
            {"kind": "learned", "certainty": "learned", "people": 8, "gain": 0.42},
            {"kind": "applied", "certainty": "reported", "people": 8, "share": 0.75},
            {
                "kind": "story",
                "certainty": "told",
                "employee_id": "E-0042",
                "text": {
                    "id": "Antrean pagi kini habis sebelum pukul sebelas.",
                    "en": "The morning queue is now gone before eleven.",
                },
            },
        ],
    },
    "campaign_correction": {
        **_LEARNER_READS,
        "metric": "waiting_minutes",
        "verdict": "no_evidence",
    },
}
