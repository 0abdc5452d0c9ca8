"""What an implementation stored, and whether it is exactly what it should have stored.

Instants are PostgreSQL's commit times (`track_commit_timestamp`), in seconds: all databases are
on one server, so there is one clock, and "stored" means committed.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.servers import Addresses, execute

ABOUT = ("training.completed", "evaluation.scheduled")
EVALUATIONS = 5  # of each completion
COMMITTED = "extract(epoch from pg_xact_commit_timestamp({table}.xmin))::float"


class WrongOutcome(Exception):
    """Rows are missing, or doubled."""


@dataclass(frozen=True)
class Queries:
    """One implementation's tables as the bench reads them; each gives employee_id first."""

    completed: str  # enrolment database: employee_id, commit time
    certificates: str  # enrolment database: employee_id
    hours: str  # enrolment database: employee_id
    evaluations: str  # evaluation database: employee_id
    messages: str  # notification database: employee_id, about, commit time
    deliveries: str  # notification database: employee_id, about; pending ones
    count_messages: str  # notification database: one number, cheap to ask often


@dataclass(frozen=True)
class Outcome:
    """Commit times by employee, in seconds since the epoch."""

    completed: Mapping[str, float]
    informed: Mapping[str, float]  # the later of the two messages

    def latencies(self) -> list[float]:
        """Completion committed until both messages stored, in seconds."""
        return [self.informed[person] - at for person, at in self.completed.items()]

    def duration(self) -> float:
        """First completion committed until the last message stored, in seconds."""
        return max(self.informed.values()) - min(self.completed.values())

    def only(self, people: set[str]) -> "Outcome":
        """The same for some of the people."""
        return Outcome(
            {person: at for person, at in self.completed.items() if person in people},
            {person: at for person, at in self.informed.items() if person in people},
        )


def count_messages(addresses: Addresses, queries: Queries) -> int:
    """Messages stored so far."""
    return execute(addresses.databases["notification"], queries.count_messages)[0][0]


def read(addresses: Addresses, queries: Queries, people: set[str]) -> Outcome:
    """The times of these people. Raises WrongOutcome unless every row is there exactly once."""

    def rows(service: str, query: str) -> list[tuple]:
        return execute(addresses.databases[service], query)

    completed = rows("enrolment", queries.completed)
    messages = rows("notification", queries.messages)
    deliveries = rows("notification", queries.deliveries)
    expect = _expecting(people)
    expect("completions", Counter(person for person, _ in completed), 1)
    expect(
        "certificates", Counter(person for (person,) in rows("enrolment", queries.certificates)), 1
    )
    expect(
        "learning-hours entries",
        Counter(person for (person,) in rows("enrolment", queries.hours)),
        1,
    )
    evaluations = rows("evaluation", queries.evaluations)
    expect("evaluations", Counter(person for (person,) in evaluations), EVALUATIONS)
    for about in ABOUT:
        expect(f"{about} messages", Counter(row[0] for row in messages if row[1] == about), 1)
        expect(f"{about} deliveries", Counter(row[0] for row in deliveries if row[1] == about), 1)
    informed: dict[str, float] = {}
    for person, _, at in messages:
        informed[person] = max(at, informed.get(person, at))
    return Outcome(dict(completed), informed)


def _expecting(people: set[str]) -> Callable[[str, Counter, int], None]:
    """A check that each of the people, and nobody else, has so many rows."""

    def expect(what: str, found: Counter, each: int) -> None:
        wrong = [
            person for person in people | found.keys() if found[person] != each * (person in people)
        ]
        if wrong:
            raise WrongOutcome(
                f"{what}: {found.total()} instead of {each * len(people)};"
                f" wrong for {len(wrong)} learners, such as {min(wrong)} ({found[min(wrong)]})"
            )

    return expect
