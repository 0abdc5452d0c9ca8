"""What both yardsticks decide: the completion's payload, its schedule, its messages. Pure."""

import os
import secrets
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

OFFICE = ZoneInfo("Asia/Makassar")
PASS_SCORE_POINTS = 60

# level, respondent, opens after (days), due within (days, working days)
POLICY = (
    (1, "participant", 0, 0, 3),
    (2, "participant", 0, 7, 0),
    (3, "participant", 90, 14, 0),
    (3, "supervisor", 90, 14, 0),
    (4, "system", 180, 14, 0),
)

TEXTS = {
    ("training.completed", "id"): (
        "Selamat, Anda telah menyelesaikan {title}",
        "Yth. {name},\n\nAnda telah menyelesaikan {title} dan memperoleh {learning_hours:g} JP.\n"
        "Kode sertifikat: {certificate[code]}\n",
    ),
    ("training.completed", "en"): (
        "Congratulations, you completed {title}",
        "Dear {name},\n\nYou completed {title} and earned {learning_hours:g} learning hours.\n"
        "Certificate code: {certificate[code]}\n",
    ),
    ("evaluation.scheduled", "id"): (
        "Evaluasi untuk {title}",
        "Yth. {name},\n\nMohon isi evaluasi berikut untuk {title}:\n{dates}\n",
    ),
    ("evaluation.scheduled", "en"): (
        "Your evaluations for {title}",
        "Dear {name},\n\nPlease answer these evaluations of {title}:\n{dates}\n",
    ),
}


def new_id() -> str:
    """A UUID version 7: the first 48 bits are the time in milliseconds."""
    number = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


def training_completed(enrolment: Mapping, completed_at: str, score: float | None) -> dict:
    """The contract's payload; enrolment is a row with its employee and programme."""
    return {
        "enrolment_id": str(enrolment["enrolment_id"]),
        "employee_id": enrolment["employee_id"],
        "unit_id": enrolment["unit_id"],
        "supervisor_id": enrolment["supervisor_id"],
        "programme_id": str(enrolment["programme_id"]),
        "programme_kind": enrolment["kind"],
        "title": enrolment["title"],
        "offering_id": str(enrolment["offering_id"]),
        "competencies": enrolment["competencies"],
        "learning_hours": enrolment["learning_hours"],
        "completed_at": completed_at,
        "score": score,
        "certificate": {
            "certificate_id": new_id(),
            "code": secrets.token_hex(8).upper(),
            "expires_at": None,
        },
    }


def evaluation_scheduled(completed: Mapping, recorded_at: datetime) -> dict:
    """The contract's payload, with the five evaluations of the built-in policy."""
    people = {
        "participant": completed["employee_id"],
        "supervisor": completed["supervisor_id"],
        "system": None,
    }
    return {
        "enrolment_id": completed["enrolment_id"],
        "employee_id": completed["employee_id"],
        "programme_id": completed["programme_id"],
        "title": completed["title"],
        "items": [
            {
                "evaluation_id": new_id(),
                "level": level,
                "respondent_id": people[respondent],
                **_dates(completed["completed_at"], recorded_at, after, within, working),
            }
            for level, respondent, after, within, working in POLICY
        ],
    }


def _dates(completed_at: str, recorded_at: datetime, after: int, within: int, working: int) -> dict:
    """When an evaluation opens and is due; after and within in days, working in working days."""
    opens_at = max(datetime.fromisoformat(completed_at) + timedelta(days=after), recorded_at)
    opens_at = opens_at.astimezone(OFFICE)
    due_at = opens_at + timedelta(days=within)
    while working:
        due_at += timedelta(days=1)
        working -= due_at.weekday() < 5
    return {"opens_at": opens_at.isoformat(), "due_at": due_at.isoformat()}


def evaluation_status(item: Mapping, recorded_at: datetime) -> str:
    """Open from the start, or waiting for its day."""
    return "open" if datetime.fromisoformat(item["opens_at"]) <= recorded_at else "scheduled"


def written(about: str, data: Mapping, name: str, language: str) -> tuple[str, str]:
    """Subject and text of the learner's message."""
    subject, text = TEXTS[about, language]
    dates = "\n".join(
        f"- {item['level']}: {item['due_at'][:10]}"
        for item in data.get("items", ())
        if item["respondent_id"] == data["employee_id"]
    )
    fields = {**data, "name": name, "dates": dates}
    return subject.format(**fields), text.format(**fields)
