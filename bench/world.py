"""The office that is played: its employees, a programme, and classes that are under way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from uuid import UUID, uuid4

PROGRAMME = {
    "title": "Pelayanan Prima di Loket",
    "kind": "training",
    "learning_hours": 12.0,
    "competencies": ["pelayanan_publik", "komunikasi"],
}
SUPERVISORS = tuple(f"atasan-{number:02}" for number in range(20))
UNITS = tuple(f"kelurahan-{number:02}" for number in range(12))


@dataclass(frozen=True)
class Person:
    """An employee; a learner is enrolled once, so employee_id names the completion everywhere."""

    employee_id: str
    name: str
    unit_id: str
    supervisor_id: str | None
    language: str

    @property
    def email(self) -> str:
        return f"{self.employee_id}@contoh.invalid"


@dataclass(frozen=True)
class TrainedClass:
    """An offering that took place, and those who sat in it."""

    offering_id: UUID
    starts_at: datetime
    ends_at: datetime
    learners: tuple[Person, ...]

    @cached_property
    def completed_at(self) -> str:
        """An instant after the last meeting, ISO 8601 with offset."""
        return (self.ends_at + timedelta(minutes=30)).isoformat()

    @cached_property
    def results(self) -> list[dict]:
        """Everybody passed; scores in points (0-100)."""
        return [
            {"employee_id": person.employee_id, "passed": True, "score": 70.0 + seat % 30}
            for seat, person in enumerate(self.learners)
        ]


def supervisors() -> list[Person]:
    """Those who lead the learners."""
    return [
        Person(employee_id, f"Atasan {employee_id[-2:]}", UNITS[0], None, "id")
        for employee_id in SUPERVISORS
    ]


def classes(size: int) -> Iterator[TrainedClass]:
    """Classes without end, of size new learners each."""
    numbers = count(1)
    ends_at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    while True:
        learners = tuple(_learner(next(numbers)) for _ in range(size))
        yield TrainedClass(uuid4(), ends_at - timedelta(hours=6), ends_at, learners)


def learners_of(trained: Iterable[TrainedClass]) -> list[Person]:
    """Everybody who sat in one of the classes."""
    return [person for each in trained for person in each.learners]


def _learner(number: int) -> Person:
    return Person(
        f"pegawai-{number:06}",
        f"Pegawai {number}",
        UNITS[number % len(UNITS)],
        SUPERVISORS[number % len(SUPERVISORS)],
        "en" if number % 10 == 0 else "id",
    )
