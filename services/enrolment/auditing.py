"""Proves that what is stored fits together, or names each difference. Changes nothing.

Each check is one query that finds only what is wrong, so its cost in memory is what it finds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.enrolment.storage import audited

Found = Iterator[tuple[str, str]]
"""(record, what is wrong with it)"""


@dataclass(frozen=True)
class Difference:
    """check: the sentence that does not hold; record: where; words: how."""

    check: str
    record: str
    words: str


@dataclass(frozen=True)
class Check:
    """A sentence that must hold, and the query that finds where it does not."""

    sentence: str
    broken: Callable[[Session], Found]


CHECKS = (
    Check("no offering has more people on its seats than seats", audited.overfull_offerings),
    Check("everybody who waits has a place of their own in the queue", audited.broken_queues),
    Check("nobody waits without a reason while a seat is free", audited.forgotten_seats),
    Check("every completion has its hours in the ledger", audited.completions_without_hours),
    Check("hours without a completion are countered", audited.hours_without_completion),
    Check("every completion has its certificate", audited.completions_without_certificate),
    Check("no certificate is valid without a completion", audited.certificates_without_completion),
    Check("a NIP belongs to one person in service", audited.shared_numbers),
    Check("everybody in service works in a unit that is known", audited.people_without_unit),
    Check("who is selected for a study has its seat", audited.studies_without_seat),
    Check("no service bond is served beyond what is owed", audited.overserved_bonds),
)


def differences(session: Session) -> Iterator[Difference]:
    """Everything that does not fit, check by check."""
    for check in CHECKS:
        for record, words in check.broken(session):
            yield Difference(check.sentence, record, words)
