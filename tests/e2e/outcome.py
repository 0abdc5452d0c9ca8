"""What must have come of completed classes: everything once, nothing missing, nothing left.

The check looks from outside: at the rows that the services keep, at what travelled on the bus,
and at how often notification applied an event. The last is what the inbox is for: the services'
natural keys would hide from the rows that an event was applied twice.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tests.e2e import broker
from tests.e2e.broker import Message
from tests.e2e.office import TrainedClass, learners_of
from tests.e2e.system import SERVICES, System

LISTENERS_TO_HR = SERVICES

_WITNESS = """
    create schema e2e;
    create table e2e.applied (once_key text not null);
    create function e2e.remember() returns trigger language plpgsql as $$
    begin
        insert into e2e.applied values (new.once_key);
        return new;
    end $$;
    create trigger e2e_witness before insert on message
        for each row execute function e2e.remember();
"""
"""Fires for each message that a transaction means to store, also when its key exists already."""


def watch(system: System) -> None:
    """Let notification's database remember every application that was committed."""
    system.rows("notification", _WITNESS)


def problems(
    system: System,
    classes: Sequence[TrainedClass],
    heard: Sequence[Message],
    unreadable: Iterable[str] = (),
) -> list[str]:
    """What is missing, doubled or left over; nothing: all is well.

    heard        what the spy overheard since before the classes were completed
    unreadable   ids of messages to `hr.events` that nobody could understand
    """
    return [
        *_wrong_records(system, classes),
        *_wrong_evaluations(system, classes),
        *_wrong_messages(system, classes),
        *_applied_again(system),
        *_wrong_events(heard, classes),
        *_wrong_parking(system, heard, list(unreadable)),
        *_left_over(system),
    ]


def repeated(heard: Sequence[Message]) -> int:
    """How many times the bus carried an event that it had carried before."""
    return sum((Counter(_id(message) for message in heard) - Counter(ids(heard))).values())


def ids(heard: Sequence[Message]) -> set[str]:
    return {_id(message) for message in heard}


def _wrong_records(system: System, classes: Sequence[TrainedClass]) -> Iterator[str]:
    once = Counter(one.employee_id for one in learners_of(classes))
    completed = "select employee_id from enrolment where status = 'completed'"
    certified = "select employee_id from certificate join enrolment using (enrolment_id)"
    credited = "select employee_id from hours_entry"
    for what, query in [
        ("completions", completed),
        ("certificates", certified),
        ("hours entries", credited),
    ]:
        found = Counter(row[0] for row in system.rows("enrolment", query))
        yield from _differences(what, once, found)


def _wrong_evaluations(system: System, classes: Sequence[TrainedClass]) -> Iterator[str]:
    """The built-in policy: five for each, of the right respondents."""
    expected = Counter(
        (one.employee_id, level, respondent)
        for one in learners_of(classes)
        for level, respondent in [
            (1, one.employee_id),
            (2, one.employee_id),
            (3, one.employee_id),
            (3, one.supervisor_id),
            (4, None),
        ]
    )
    found = system.rows(
        "evaluation",
        "select employee_id, level, respondent_id from evaluation"
        " join schedule using (enrolment_id) where status in ('open', 'scheduled')",
    )
    yield from _differences("evaluations", expected, Counter(found))
    scheduled = Counter(
        row[0] for row in system.rows("evaluation", "select employee_id from schedule")
    )
    yield from _differences(
        "schedules", Counter(one.employee_id for one in learners_of(classes)), scheduled
    )


def _wrong_messages(system: System, classes: Sequence[TrainedClass]) -> Iterator[str]:
    """One about the completion, and one about the evaluations for each who is asked now.

    Officers also hear of what could not be used: `_wrong_parking` looks at that.
    """
    enrolments = dict(system.rows("enrolment", "select employee_id, enrolment_id from enrolment"))
    expected: Counter = Counter()
    for each in classes:
        for one in each.learners:
            enrolment_id = enrolments[one.employee_id]
            expected[one.employee_id, "enrolment.enrolled", enrolment_id] += 1
            expected[one.employee_id, "training.completed", enrolment_id] += 1
            expected[one.employee_id, "evaluation.scheduled", enrolment_id] += 1
            if each.recorded_late:
                expected[one.supervisor_id, "evaluation.scheduled", enrolment_id] += 1
    told = "select employee_id, about, subject_id from message where about <> 'message.parked'"
    found = system.rows("notification", told)
    yield from _differences("messages", expected, Counter(found))


def _applied_again(system: System) -> Iterator[str]:
    """An alarm is meant once for each parked message, and stored once a day."""
    query = "select once_key from e2e.applied where once_key not like '%|message.parked|%'"
    applied = Counter(row[0] for row in system.rows("notification", query))
    yield from _differences("applications", Counter(set(applied)), applied)


def _wrong_events(heard: Sequence[Message], classes: Sequence[TrainedClass]) -> Iterator[str]:
    """However often the bus carried it: one event, with one id, for each fact."""
    once = Counter(one.employee_id for one in learners_of(classes))
    for name in ("training.completed", "evaluation.scheduled"):
        facts = {
            _id(message): json.loads(message.body) for message in heard if message.type == name
        }
        told = Counter(fact["employee_id"] for fact in facts.values())
        yield from _differences(f"{name} events", once, told)


def _wrong_parking(
    system: System, heard: Sequence[Message], unreadable: Sequence[str]
) -> Iterator[str]:
    """Each unreadable message is parked once by each listener, who tells the sender once."""
    for service in LISTENERS_TO_HR:
        rows = system.rows(service, "select headers from waiting where state = 'parked'")
        parked = Counter(json.loads(row[0])["ce-id"] for row in rows)
        yield from _differences(f"messages parked by {service}", Counter(unreadable), parked)
    facts = {
        _id(message): json.loads(message.body)
        for message in heard
        if message.type == "message.parked"
    }
    told = Counter((fact["parked_by"], fact["id"]) for fact in facts.values())
    expected = Counter((service, one) for service in LISTENERS_TO_HR for one in unreadable)
    yield from _differences("answers to the sender", expected, told)


def _left_over(system: System) -> Iterator[str]:
    for where, count in system.work_left().items():
        yield f"{count} left in {where}"
    for queue, count in broker.depths(system.amqp_uri, broker.RPC_QUEUES).items():
        if count:
            yield f"{count} left in queue {queue}"


def _differences(what: str, expected: Counter, found: Counter) -> Iterator[str]:
    for how, some in [("missing", expected - found), ("doubled or wrong", found - expected)]:
        if some:
            yield f"{some.total()} {what} {how}, such as {next(iter(some))}"


def _id(message: Message) -> str:
    return str(message.headers["ce-id"])
