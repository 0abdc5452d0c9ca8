"""Last chapter: what must be true now, counted from events, calls, files and databases."""

from collections import Counter
from collections.abc import Iterable

from demo import mail_promises, seat_promises
from demo.seat_promises import Finding
from demo.stage import Stage
from services.evaluation.domain.policy import BUILT_IN, Respondent
from shared.events import Event
from shared.events.enrolment import TrainingCompleted
from shared.events.hr import ComplaintReceived, EmployeeChanged, ServiceMeasured, UnitChanged
from shared.messaging.tables import inbox, outbox, waiting

_FROM_FILES = EmployeeChanged | UnitChanged | ComplaintReceived | ServiceMeasured


def check(stage: Stage) -> bool:
    """Show every finding; whether all promises were kept."""
    stage.screen.chapter("What was checked")
    kept = True
    for check_one in _PROMISES:
        for is_so, text in check_one(stage):
            (stage.screen.done if is_so else stage.screen.failed)(text)
            kept = kept and is_so
    return kept


def _imported(stage: Stage) -> Iterable[Finding]:
    heard = [one for one in stage.timeline.passages if one.publisher == "import"]
    versions = {
        (one.name, one.event.subject, one.event.changed_at, _of_a_day(one.event))
        for one in heard
        if isinstance(one.event, _FROM_FILES)
    }
    yield (
        len(heard) == len(versions) == stage.imported,
        f"{stage.imported} rows imported = {len(heard)} events on the bus",
    )


def _of_a_day(event: Event) -> object:
    """What makes one figure of a service another than the next."""
    return (event.metric, event.date) if isinstance(event, ServiceMeasured) else None


def _evaluations(stage: Stage) -> Iterable[Finding]:
    """Each completion has exactly the evaluations of the built-in policy."""
    wanted, found = {}, {}
    for completed in stage.timeline.events(TrainingCompleted):
        wanted[completed.enrolment_id] = Counter(_policy_levels(completed))
        own = stage.office.evaluations([completed.enrolment_id])
        found[completed.enrolment_id] = Counter(one["level"] for one in own)
    sizes = Counter(each.total() for each in wanted.values())
    made_of = " + ".join(f"{count} x {size}" for size, count in sorted(sizes.items(), reverse=True))
    yield (
        wanted == found,
        f"{len(wanted)} completions: {made_of} evaluations by the built-in policy = "
        f"{sum(each.total() for each in found.values())} stored",
    )


def _policy_levels(completed: TrainingCompleted) -> Iterable[int]:
    for item in BUILT_IN[completed.programme_kind].items:
        if item.respondent is not Respondent.SUPERVISOR or completed.supervisor_id:
            yield item.level


def _deliveries(stage: Stage) -> Iterable[Finding]:
    """The inboxes of the services against the map of who listens to what."""
    passages = stage.timeline.passages
    wanted = Counter(service for one in passages for service in one.heard_by)
    found = stage.office.rows(inbox)
    yield (
        +wanted == +found,
        f"{len(passages)} events, each to all who listen = {wanted.total()} deliveries = "
        f"{found.total()} taken in once",
    )


def _left_to_do(stage: Stage) -> Iterable[Finding]:
    """Whoever opens the portal finds people for whom something waits."""
    requests = stage.office.items("enrolment", "list_enrolments", status="requested")
    forms = stage.office.items("evaluation", "list_evaluations", status="open")
    asked = sum(one["respondent_id"] is not None for one in forms)
    yield (
        asked > 0 < len(requests),
        f"{len(requests)} to decide and {asked} to answer are left for whoever looks in",
    )


def _nothing_left(stage: Stage) -> Iterable[Finding]:
    left, stuck = stage.office.rows(outbox).total(), stage.office.rows(waiting).total()
    yield left == 0, f"{left} events left in the outboxes"
    yield stuck == 0, f"{stuck} held or parked"


_PROMISES = (
    _imported,
    seat_promises.seats,
    seat_promises.queues,
    seat_promises.tests,
    seat_promises.counters,
    seat_promises.money,
    seat_promises.certificates,
    seat_promises.hours,
    _evaluations,
    mail_promises.messages,
    mail_promises.letters,
    mail_promises.calendars,
    mail_promises.reminders,
    mail_promises.campaigns,
    _deliveries,
    _left_to_do,
    _nothing_left,
)
