"""Chapters on the way to a seat: what is offered, who asks, who decides, who is nominated."""

from datetime import datetime, time, timedelta

from demo.money import budget_for
from demo.stage import Stage

_PROGRAMME = {
    "title": "Pelayanan Prima di Loket",
    "kind": "training",
    "learning_hours": 16,
    "competencies": ["pelayanan publik"],
    "cost_per_participant": 750_000,
    "provider": "BKPSDM",
    "pass_score": 70,
    "certificate_valid_months": 36,
}
_OPENS, _CLOSES = time(8), time(15, 30)
_SPARE_SEATS = 3
_NOBODY = "nobody-of-this-id"


def offer(stage: Stage) -> None:
    """A programme, and two days on which it is given."""
    stage.screen.chapter("The office offers a training")
    call = stage.office.call
    stage.programme = programme = call("enrolment", "save_programme", **_PROGRAMME)
    stage.screen.done(
        f"programme “{programme['title']}”: {programme['learning_hours']:g} JP, pass score "
        f"{programme['pass_score']:g}, teaches {', '.join(programme['competencies'])}"
    )
    meetings = _meetings(stage)
    seats = len(stage.people.learners) + _SPARE_SEATS
    stage.offering = offering = call(
        "enrolment",
        "schedule_offering",
        programme_id=programme["programme_id"],
        meetings=meetings,
        capacity=seats,
        min_participants=2,
        venue="Aula Kantor Camat",
        budget_id=budget_for(stage, meetings[0]),
    )
    stage.screen.done(
        f"offering from {stage.moment(offering['starts_at'])} to "
        f"{stage.moment(offering['ends_at'])}, {offering['venue']}, {offering['capacity']} seats"
    )


def _meetings(stage: Stage) -> list[dict[str, str]]:
    """Monday and Tuesday, a week ahead or more."""
    day = stage.local(stage.office.clock.now()).date() + timedelta(days=7)
    monday = day + timedelta(days=-day.weekday() % 7)
    zone = stage.settings.time_zone
    return [
        {
            "starts_at": datetime.combine(day, _OPENS, zone).isoformat(),
            "ends_at": datetime.combine(day, _CLOSES, zone).isoformat(),
        }
        for day in (monday, monday + timedelta(days=1))
    ]


def ask_and_decide(stage: Stage) -> None:
    """One request; a colleague may not decide about it, the supervisor may."""
    stage.screen.chapter("Somebody asks for a seat, and the right person decides")
    hero, stranger = stage.people.hero, stage.people.stranger
    asked = stage.office.call(
        "enrolment",
        "request_enrolment",
        offering_id=stage.offering["offering_id"],
        employee_id=hero.employee_id,
    )
    stage.screen.done(
        f"{hero.name}, {hero.position}, asks for a seat: {asked['status']}; "
        f"{stage.name(asked['approver_id'])} ({asked['approver_id']}) is to decide"
    )
    decision = {"enrolment_id": asked["enrolment_id"], "decision": "approve"}
    words = stage.office.refusal(
        "enrolment", "decide_enrolment", **decision, decided_by=stranger.employee_id
    )
    stage.screen.refused(f"{stranger.name} ({stranger.employee_id}) approves", words)
    decided = stage.office.call(
        "enrolment", "decide_enrolment", **decision, decided_by=asked["approver_id"]
    )
    stage.screen.done(f"{stage.name(decided['decided_by'])} approves: {decided['status']}")
    stage.enrolments[hero.employee_id] = decided["enrolment_id"]


def nominate(stage: Stage) -> None:
    """The rest of the class at once; one cannot be taken, the others are."""
    stage.screen.chapter("A class is nominated")
    learners, gone, officer = stage.people.learners, stage.people.gone, stage.people.nominator
    refused_one = gone.employee_id if gone else _NOBODY
    answers = stage.office.call(
        "enrolment",
        "nominate",
        offering_id=stage.offering["offering_id"],
        employee_ids=[*(one.employee_id for one in learners[1:]), refused_one],
        nominated_by=officer.employee_id,
    )
    seated = {one["employee_id"]: one["enrolment_id"] for one in answers if one["enrolment_id"]}
    stage.enrolments |= seated
    units = {stage.roster[one].unit_id for one in seated}
    stage.screen.done(
        f"{officer.name}, {officer.position}, nominates {len(answers)}: {len(seated)} have a seat "
        f"(from {len(units)} {'unit' if len(units) == 1 else 'units'})"
    )
    for one in answers:
        if one["enrolment_id"] is None:
            tried = gone.name if gone else one["employee_id"]
            stage.screen.refused(tried, [one["reason"]])
    offering = stage.office.call(
        "enrolment", "get_offering", offering_id=stage.offering["offering_id"]
    )
    stage.screen.remark(f"{offering['seats_taken']} of {offering['capacity']} seats are taken")
    stage.cast = stage.people.with_learners(stage.enrolments)
