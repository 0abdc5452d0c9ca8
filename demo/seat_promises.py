"""What must be true of seats, counters, tests, money, certificates and hours at the end."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from demo.office import Item
from demo.stage import Stage
from shared.events.enrolment import (
    EnrolmentCancelled,
    EnrolmentDeclined,
    EnrolmentEnrolled,
    EnrolmentWaitlisted,
    TrainingCompleted,
    TrainingCompletionReversed,
    TrainingNotCompleted,
)

Finding = tuple[bool, str]

_SEATED = ("enrolled", "completed", "not_completed")
_SUMS = ("reserved", "committed", "spent")


def seats(stage: Stage) -> Iterable[Finding]:
    """Each seat that was told of is held still, or was given up."""
    told = [one.enrolment_id for one in stage.timeline.events(EnrolmentEnrolled)]
    left = given_up(stage) & set(told)
    offerings = stage.office.items("enrolment", "list_offerings")
    held = {one["offering_id"]: _seated(stage, one) for one in offerings}
    fits = all(len(held[one["offering_id"]]) == one["seats_taken"] for one in offerings)
    fits = fits and all(one["seats_taken"] <= one["capacity"] for one in offerings)
    together = set[str]().union(*held.values())
    yield (
        fits and len(told) == len(set(told)) and set(told) - left == together,
        f"{len(told)} x enrolment.enrolled, {len(left)} given up = {len(together)} seats taken in "
        f"{len(offerings)} classes, in none more than it has",
    )


def queues(stage: Stage) -> Iterable[Finding]:
    """Whoever waited was seated in the order of waiting."""
    wanted, found = defaultdict(list), defaultdict(list)
    for waiting in stage.timeline.events(EnrolmentWaitlisted):
        wanted[waiting.offering_id].append(waiting.enrolment_id)
    for seated in stage.timeline.events(EnrolmentEnrolled):
        if seated.enrolment_id in wanted[seated.offering_id]:
            found[seated.offering_id].append(seated.enrolment_id)
    moved = {one for many in found.values() for one in many}
    in_order = all([one for one in wanted[key] if one in moved] == found[key] for key in wanted)
    waited = sum(map(len, wanted.values()))
    yield in_order, f"{waited} waited, {len(moved)} of them were seated, in order of approval"


def counters(stage: Stage) -> Iterable[Finding]:
    """Nothing to say where the roster was too small for that chapter."""
    if stage.counter is None:
        return
    unit_id, offerings = stage.counter
    days = [stage.local(one["starts_at"]).date() for one in offerings]
    for day in days:
        [known] = _coverage(stage, unit_id, day)["days"]
        counted = ", ".join(
            f"{one['on_duty']} of at least {one['min_on_duty']}"
            f"{' ' + one['position'] if one['position'] else ''}"
            for one in known["minima"]
        )
        yield not known["short"], f"on duty on {day:%d %b %Y}: {counted}"


def _coverage(stage: Stage, unit_id: str, day: date) -> Item:
    stretch = {"from": day.isoformat(), "to": day.isoformat()}
    found: Item = stage.office.call("enrolment", "get_coverage", unit_id=unit_id, **stretch)
    return found


def tests(stage: Stage) -> Iterable[Finding]:
    """A test for everybody who declined as experienced."""
    declined = stage.timeline.events(EnrolmentDeclined)
    experienced = [one.enrolment_id for one in declined if one.reason == "experienced"]
    offered = stage.office.items("enrolment", "list_test_outs")
    passed = sum(bool(one["passed"]) for one in offered)
    yield (
        Counter(experienced) == Counter(one["enrolment_id"] for one in offered),
        f"{len(experienced)} declined as experienced = {len(offered)} offered the test; "
        f"{passed} passed",
    )


def money(stage: Stage) -> Iterable[Finding]:
    """Each budget is the sum of its ledger; what is reserved and spent is known from events."""
    entries = []
    for budget_id in stage.budgets.values():
        budget = stage.office.call("enrolment", "get_budget", budget_id=budget_id)
        own = stage.office.items("enrolment", "list_budget_entries", budget_id=budget_id)
        entries += own
        sums = {name: sum(one[name] for one in own) for name in _SUMS}
        words = ", ".join(f"{name} {amount:,}" for name, amount in sums.items())
        left = budget["amount"] - sum(sums.values())
        yield (
            sums == {name: budget[name] for name in _SUMS} and left == budget["available"],
            f"{budget['title']}: {len(own)} entries = Rp {words}, available {left:,}",
        )
    yield _seats_paid_for(stage, entries)


def _seats_paid_for(stage: Stage, entries: Sequence[Item]) -> Finding:
    reserved, spent = (
        Counter(one["enrolment_id"] for one in entries if one["kind"] == kind)
        for kind in ("reserve", "spend")
    )
    seats_told = Counter(one.enrolment_id for one in stage.timeline.events(EnrolmentEnrolled))
    used = Counter(one.enrolment_id for one in stage.timeline.events(TrainingCompleted))
    used += Counter(one.enrolment_id for one in stage.timeline.events(TrainingNotCompleted))
    return (
        reserved == seats_told and spent == used,
        f"{reserved.total()} reservations, one for each seat; {spent.total()} paid, one for each "
        "result",
    )


def certificates(stage: Stage) -> Iterable[Finding]:
    """Valid, unless the completion was reversed; the documents are files."""
    undone = {one.enrolment_id for one in stage.timeline.events(TrainingCompletionReversed)}
    completions = stage.timeline.events(TrainingCompleted)
    wanted = {one.certificate.code: one.enrolment_id not in undone for one in completions}
    found = {
        code: stage.office.call("enrolment", "verify_certificate", code=code)["valid"]
        for code in wanted
    }
    files = sum(path.is_file() for path in stage.papers)
    yield (
        wanted == found and files == len(stage.papers) > 0,
        f"{len(found)} certificates, {sum(found.values())} valid, {len(undone)} reversed; "
        f"{files} as a file",
    )


def hours(stage: Stage) -> Iterable[Finding]:
    """What everybody of the class has in the ledgers, against the completions that stand."""
    undone = {one.enrolment_id for one in stage.timeline.events(TrainingCompletionReversed)}
    year = stage.local(stage.offering["ends_at"]).year
    wanted: dict[tuple[str, int], float] = {(one, year): 0 for one in stage.enrolments}
    for one in stage.timeline.events(TrainingCompleted):
        if one.enrolment_id not in undone:
            key = (one.employee_id, stage.local(one.completed_at).year)
            wanted[key] = wanted.get(key, 0) + one.learning_hours
    found = {
        (employee_id, of): stage.office.call(
            "enrolment", "get_learning_hours", employee_id=employee_id, year=of
        )
        for employee_id, of in wanted
    }
    earned = {key: one["earned"] for key, one in found.items()}
    entered = {key: sum(each["hours"] for each in one["entries"]) for key, one in found.items()}
    yield (
        wanted == earned == entered,
        f"{sum(wanted.values()):g} JP of completions that stand = {sum(entered.values()):g} JP "
        f"in the ledgers of {len({employee_id for employee_id, _ in found})}",
    )


def given_up(stage: Stage) -> set[str]:
    """Enrolments that were cancelled or declined."""
    cancelled = {one.enrolment_id for one in stage.timeline.events(EnrolmentCancelled)}
    return cancelled | {one.enrolment_id for one in stage.timeline.events(EnrolmentDeclined)}


def _seated(stage: Stage, offering: Item) -> set[str]:
    found = stage.office.items("enrolment", "list_enrolments", offering_id=offering["offering_id"])
    return {one["enrolment_id"] for one in found if one["status"] in _SEATED}
