"""What a campaign rests on: what colleagues say of use, a quarter's review, and whoever doubts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from demo.cast import Person
from demo.classes import schedule_short_class
from demo.needs import KIND
from demo.office import Item
from demo.reading import answer_quietly
from demo.stage import Stage
from demo.studying import Trial
from shared.events.enrolment import (
    EnrolmentDeclined,
    EnrolmentEnrolled,
    EnrolmentRequested,
    EnrolmentWaitlisted,
)
from shared.events.evaluation import EffectMeasured, ProgrammeReviewed
from shared.events.hr import UnitChanged
from shared.office_calendar import office_calendar

_BEHAVIOUR = 3
_SELDOM = {"applied": 2}
_EVERY_THIRD = 3
_MORNING = time(8, 30)
_SEATS, _WORKING_DAYS_AFTER = 20, 10
_DAY = timedelta(days=1)


def ask_about_use(stage: Stage) -> None:
    """The largest group of equals of each studied class says whether it uses what it learned."""
    for trial in stage.trials:
        position = position_of(stage, trial)
        group = _equals(stage, trial, position)
        for number, one in enumerate(group, start=1):
            answers = _SELDOM if number % _EVERY_THIRD == 0 else {}
            answer_quietly(stage, trial.learners[one], one, _BEHAVIOUR, **answers)
        stage.screen.remark(
            f"after “{trial.truth.title}”, {len(group)} people who are {position} say whether "
            "they use it at work"
        )


def position_of(stage: Stage, trial: Trial) -> str:
    """What most of those are who completed with their class."""
    positions = Counter(stage.roster[one].position for one in trial.in_time)
    return positions.most_common(1)[0][0]


def who_uses_it(stage: Stage, trial: Trial) -> Person:
    """Somebody of that position who said so."""
    return stage.roster[_equals(stage, trial, position_of(stage, trial))[0]]


def _equals(stage: Stage, trial: Trial, position: str) -> list[str]:
    return [one for one in trial.in_time if stage.roster[one].position == position]


def is_improved(stage: Stage, trial: Trial) -> bool:
    """By the last that its study told."""
    told = {one.study_id: one.verdict for one in stage.timeline.events(EffectMeasured)}
    return told.get(trial.study_id) == "improved"


def make_up_for_it(stage: Stage) -> None:
    """Whoever missed a studied class completes it now, so that its quarter is looked back at."""
    now = stage.office.clock.now().isoformat()
    for trial in stage.trials:
        stage.office.call(
            "enrolment",
            "complete_offering",
            offering_id=trial.offering["offering_id"],
            completed_at=now,
            results=[{"employee_id": trial.late, "passed": True}],
        )
    names = " and ".join(stage.name(trial.late) for trial in stage.trials)
    stage.screen.done(f"{names}, ill on the day of the class, made up for it: completed")


def wait_for_the_review(stage: Stage) -> None:
    """Until the first working day of the next quarter, and the service's look back."""
    stage.settle()  # what is heard of only after the quarter is not in its look back
    programmes = {trial.offering["programme_id"] for trial in stage.trials}
    told_before = len(stage.timeline.events(ProgrammeReviewed))
    day = _first_working_day_of_next_quarter(stage)
    stage.office.clock.travel_to(datetime.combine(day, _MORNING, stage.settings.time_zone))
    stage.screen.done(f"the clock moves on: it is {stage.moment(stage.office.clock.now())}")

    def looked_back() -> bool:
        told = stage.timeline.events(ProgrammeReviewed)[told_before:]
        return programmes <= {one.programme_id for one in told}

    stage.office.wait_for("the quarter is looked back at", looked_back)
    stage.settle()


def _first_working_day_of_next_quarter(stage: Stage) -> date:
    today = stage.local(stage.office.clock.now()).date()
    month = 3 * ((today.month - 1) // 3) + 4
    day = date(today.year + month // 13, (month - 1) % 12 + 1, 1)
    calendar = office_calendar(stage.settings.time_zone, stage.settings.holiday_overrides)
    while not calendar.is_working_day(day):
        day += _DAY
    return day


def offer_it_again(stage: Stage, trial: Trial) -> Item:
    """Another class of a studied training; somebody nominated for it declines."""
    offering = schedule_short_class(
        stage,
        trial.offering["programme_id"],
        _WORKING_DAYS_AFTER,
        _SEATS,
        since=stage.office.clock.now(),
    )
    stage.screen.done(f"“{trial.truth.title}” is given again on {stage.day(offering['starts_at'])}")
    for one in who_never_took_part(stage, trial):
        [seat] = stage.office.call(
            "enrolment",
            "nominate",
            offering_id=offering["offering_id"],
            employee_ids=[one],
            nominated_by=stage.people.nominator.employee_id,
        )
        if seat["status"] == "enrolled":
            _decline(stage, seat)
            break
    return offering


def _decline(stage: Stage, seat: Item) -> None:
    person = stage.roster[seat["employee_id"]]
    declined = stage.office.call(
        "enrolment",
        "decline_nomination",
        enrolment_id=seat["enrolment_id"],
        reason="workload",
        text="Antrean di loket sedang panjang",
    )
    stage.screen.done(
        f"{person.name}, {person.position}, is nominated and declines: {declined['reason']}, "
        f"“{declined['comment']}”"
    )
    stage.office.wait_for(
        "the refusal is heard of",
        lambda: stage.timeline.has(EnrolmentDeclined, {seat["enrolment_id"]}),
    )


def who_never_took_part(stage: Stage, trial: Trial) -> Sequence[str]:
    """Colleagues in the same position and kind of unit, by what passed over the bus.

    Whoever declined is one of them.
    """
    kinds = {one.unit_id: one.kind for one in stage.timeline.events(UnitChanged)}
    position = position_of(stage, trial)
    taken = _took_part(stage, trial.offering["programme_id"])
    return sorted(
        one.employee_id
        for one in stage.roster.values()
        if one.active
        and one.position == position
        and kinds.get(one.unit_id) == KIND
        and one.employee_id not in taken
    )


def _took_part(stage: Stage, programme_id: str) -> set[str]:
    declined = {one.enrolment_id for one in stage.timeline.events(EnrolmentDeclined)}
    return {
        one.employee_id
        for kind in (EnrolmentRequested, EnrolmentEnrolled, EnrolmentWaitlisted)
        for one in stage.timeline.events(kind)
        if one.programme_id == programme_id and one.enrolment_id not in declined
    }
