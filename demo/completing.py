"""Chapters at the end of a training: completions, and one reversal."""

from datetime import timedelta

from demo.earning import certificate_code
from demo.office import Item, Stuck
from demo.stage import Stage
from demo.views import show_timeline
from shared.events.enrolment import TrainingCompleted
from shared.events.evaluation import EvaluationCancelled, EvaluationScheduled

_RECORDED_AFTER = timedelta(minutes=30)
_GOOD_SCORES = (88, 76, 92, 81, 73, 95, 84)
_BAD_SCORE = 54


def complete(stage: Stage) -> None:
    """The class ends; what every service does with it, as the bus saw it."""
    stage.screen.chapter("The training ends: one fact, and what three services make of it")
    results = _results(stage)
    recording = {"offering_id": stage.offering["offering_id"], "results": results}
    words = stage.office.refusal(
        "enrolment",
        "complete_offering",
        **recording,
        completed_at=stage.office.clock.now().isoformat(),
    )
    stage.screen.refused("the class is completed before it has begun", words)
    _travel_to_its_end(stage)
    ended = stage.office.call(
        "enrolment", "complete_offering", **recording, completed_at=stage.offering["ends_at"]
    )
    stage.screen.done(
        f"results of {len(results)} are recorded: {ended['completed']} completed, "
        f"{ended['not_completed']} not"
    )
    failing = stage.people.failing
    stage.screen.remark(
        f"{failing.name} has {_BAD_SCORE} points, under the pass score of "
        f"{stage.programme['pass_score']:g}"
    )
    stage.office.wait_for("the evaluations are scheduled", lambda: _are_scheduled(stage, ended))
    stage.settle()
    show_timeline(stage)


def _travel_to_its_end(stage: Stage) -> None:
    ends_at = stage.local(stage.offering["ends_at"])
    stage.office.clock.travel_to(ends_at + _RECORDED_AFTER)
    stage.screen.done(f"the clock moves on: it is {stage.moment(stage.office.clock.now())}")


def _results(stage: Stage) -> list[Item]:
    """Everybody is reported as passed; the pass score has its own opinion about one."""
    failing = stage.people.failing.employee_id
    return [
        {
            "employee_id": one,
            "passed": True,
            "score": _BAD_SCORE if one == failing else _GOOD_SCORES[number % len(_GOOD_SCORES)],
        }
        for number, one in enumerate(stage.enrolments)
    ]


def _are_scheduled(stage: Stage, ended: Item) -> bool:
    completed = {one.subject for one in stage.timeline.events(TrainingCompleted)}
    return len(completed) == ended["completed"] and stage.timeline.has(
        EvaluationScheduled, completed
    )


def reverse(stage: Stage) -> None:
    """One completion was an error: what it started is called off."""
    undone = stage.people.undone
    stage.screen.chapter("One completion was an error: what it started is called off")
    enrolment_id = stage.enrolments[undone.employee_id]
    asked = {one["evaluation_id"] for one in stage.office.evaluations([enrolment_id])}
    answer = stage.office.call(
        "enrolment",
        "reverse_completion",
        enrolment_id=enrolment_id,
        reason="Daftar hadir tertukar dengan peserta lain",
    )
    stage.screen.done(
        f"{undone.name}: completion reversed, “{answer['reason']}”; the enrolment is "
        f"{answer['status']} again"
    )
    stage.office.wait_for(
        "the evaluations are cancelled", lambda: stage.timeline.has(EvaluationCancelled, asked)
    )
    _show_that_it_is_undone(stage, enrolment_id)
    stage.settle()
    show_timeline(stage)


def _show_that_it_is_undone(stage: Stage, enrolment_id: str) -> None:
    undone = stage.people.undone
    evaluations = stage.office.evaluations([enrolment_id])
    statuses = {one["status"] for one in evaluations}
    code = certificate_code(stage, undone.employee_id)
    valid = stage.office.call("enrolment", "verify_certificate", code=code)["valid"]
    year = stage.local(stage.offering["ends_at"]).year
    hours = stage.office.call(
        "enrolment", "get_learning_hours", employee_id=undone.employee_id, year=year
    )
    if statuses != {"cancelled"} or valid or hours["earned"]:
        raise Stuck(f"the completion of {undone.employee_id} is not wholly undone")
    booked = ", ".join(f"{one['hours']:+g}" for one in hours["entries"])
    stage.screen.done(
        f"{len(evaluations)} evaluations cancelled; certificate {code}: not valid; "
        f"learning hours {booked} = {hours['earned']:g} JP"
    )
