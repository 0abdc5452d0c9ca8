"""Proves that what is stored fits together, or names each difference. Changes nothing.

Each check is one query that finds only what is wrong, so its cost in memory is what it finds, and
a service that runs meanwhile cannot make it see half a change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.enrolment.storage import audited, audited_money

Found = Iterator[tuple[str, str]]
"""(record, what is wrong with it)"""

Progress = Callable[[str, float], None]
"""(what is being done, share done 0 to 1)"""


@dataclass(frozen=True)
class Difference:
    """check: the sentence that does not hold; record: where; words: how; remedy: what helps."""

    check: str
    record: str
    words: str
    remedy: str


@dataclass(frozen=True)
class Check:
    """A sentence that must hold, the query that finds where it does not, and what to do then."""

    sentence: str
    broken: Callable[[Session], Found]
    remedy: str


_LOOK_AGAIN = "save the offering again with its present capacity, which goes through the queue"
_ASK = "this is a defect: keep a copy of the database and report it"

CHECKS = (
    Check(
        "no offering has more people on its seats than seats",
        audited.overfull_offerings,
        "raise the capacity, or cancel enrolments until it fits",
    ),
    Check(
        "everybody who waits has a place of their own in the queue",
        audited.broken_queues,
        "cancel the enrolment and request it again: it joins the end of the queue",
    ),
    Check("nobody who waits was overtaken without a reason", audited.overtaken, _LOOK_AGAIN),
    Check(
        "nobody waits without a reason while a seat is free", audited.forgotten_seats, _LOOK_AGAIN
    ),
    Check(
        "every entry of a budget moves exactly its amount",
        audited_money.entries_that_do_not_add_up,
        _ASK,
    ),
    Check(
        "no budget has given out more for something than it took in",
        audited_money.positions_below_nothing,
        _ASK,
    ),
    Check(
        "every seat that a budget pays for has its money",
        audited_money.seats_without_money,
        "cancel the enrolment and request it again, so that its money is reserved",
    ),
    Check("only who has a seat holds money", audited_money.money_without_seat, _ASK),
    Check("a cancelled offering holds no money", audited_money.money_of_cancelled_offerings, _ASK),
    Check(
        "the money of a confirmed offering is owed", audited_money.confirmed_but_only_reserved, _ASK
    ),
    Check(
        "an offering is paid by its own budget",
        audited_money.money_in_another_budget,
        "give the offering back the budget that holds its money",
    ),
    Check(
        "every year of a study has its money in the budget that pays for it",
        audited_money.study_years_without_money,
        "commit the year again (commit_study_year)",
    ),
    Check(
        "a study that is over holds no money", audited_money.money_of_studies_that_are_over, _ASK
    ),
    Check(
        "every completion has its hours in the ledger",
        audited.completions_without_hours,
        "reverse the completion and record it again",
    ),
    Check("hours without a completion are countered", audited.hours_without_completion, _ASK),
    Check(
        "every completion has its certificate",
        audited.completions_without_certificate,
        "reverse the completion and record it again",
    ),
    Check(
        "no certificate is valid without a completion",
        audited.certificates_without_completion,
        "revoke the certificate",
    ),
    Check(
        "a NIP belongs to one person in service",
        audited.shared_numbers,
        "have HR correct one of the two, or import the roster again",
    ),
    Check(
        "everybody in service works in a unit that is known",
        audited.people_without_unit,
        "import the units, or have HR send them",
    ),
    Check(
        "who is selected for a study has its seat",
        audited.studies_without_seat,
        "end the study, or apply again",
    ),
    Check("no service bond is served beyond what is owed", audited.overserved_bonds, _ASK),
)


def differences(
    session: Session, progress: Progress = lambda doing, share: None
) -> Iterator[Difference]:
    """Everything that does not fit, check by check."""
    for place, check in enumerate(CHECKS):
        progress("auditing", place / len(CHECKS))
        for record, words in check.broken(session):
            yield Difference(check.sentence, record, words, check.remedy)
    progress("auditing", 1.0)
