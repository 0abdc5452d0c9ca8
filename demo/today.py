"""Last chapter of the story: the present day, and what it leaves for somebody to do."""

from datetime import datetime

from demo.classes import save_short_programme, schedule_short_class
from demo.office import Item, Refused
from demo.stage import Stage
from shared.clock import SystemClock

_WORKING_DAYS_AFTER = 8
_SEATS = 12


def leave_something_to_do(stage: Stage) -> None:
    """The clock of the story meets the one on the wall; the house can run on from here."""
    stage.screen.chapter("Today: what waits for somebody")
    now = max(SystemClock().now(), stage.office.clock.now())
    stage.office.clock.travel_to(now)
    stage.screen.done(f"the clock moves on: it is {stage.moment(now)}")
    stage.settle()
    _record_what_took_place(stage)
    _ask_for_a_seat(stage)
    stage.settle()
    _show(stage)


def _record_what_took_place(stage: Stage) -> None:
    """Classes of the year that nobody had recorded yet: offices do that late."""
    now = stage.office.clock.now()
    for offering in stage.office.items("enrolment", "list_offerings"):
        is_main = offering["offering_id"] == stage.offering["offering_id"]
        if is_main or datetime.fromisoformat(offering["ends_at"]) > now:
            continue
        seated = stage.office.items(
            "enrolment",
            "list_enrolments",
            offering_id=offering["offering_id"],
            status="enrolled",
        )
        if seated:
            _record(stage, offering, [one["employee_id"] for one in seated])


def _record(stage: Stage, offering: Item, employee_ids: list[str]) -> None:
    recorded = stage.office.call(
        "enrolment",
        "complete_offering",
        offering_id=offering["offering_id"],
        completed_at=offering["ends_at"],
        results=[{"employee_id": one, "passed": True} for one in employee_ids],
    )
    stage.screen.done(
        f"“{offering['title']}” of {stage.day(offering['starts_at'])} is recorded, late: "
        f"{recorded['completed']} completed"
    )


def _ask_for_a_seat(stage: Stage) -> None:
    """The first learner who may, in a class to come; nobody decides today."""
    programme = save_short_programme(stage, "Literasi Digital ASN")
    offering = schedule_short_class(
        stage,
        programme["programme_id"],
        _WORKING_DAYS_AFTER,
        _SEATS,
        since=stage.office.clock.now(),
    )
    for one in stage.people.learners:
        try:
            asked = stage.office.call(
                "enrolment",
                "request_enrolment",
                offering_id=offering["offering_id"],
                employee_id=one.employee_id,
            )
        except Refused:
            continue
        stage.screen.done(
            f"{one.name} asks for a seat in “{programme['title']}” on "
            f"{stage.day(offering['starts_at'])}: {asked['status']}"
        )
        return


def _show(stage: Stage) -> None:
    requests = stage.office.items("enrolment", "list_enrolments", status="requested")
    forms = stage.office.items("evaluation", "list_evaluations", status="open")
    asked = [one for one in forms if one["respondent_id"] is not None]
    rows = [
        [
            stage.name(one["approver_id"]),
            f"to decide: {stage.name(one['employee_id'])}, {one['title']}",
        ]
        for one in requests
    ]
    for reader in dict.fromkeys(one["respondent_id"] for one in asked):
        count = sum(one["respondent_id"] == reader for one in asked)
        rows.append([stage.name(reader), f"{count} {'form' if count == 1 else 'forms'} to answer"])
    stage.screen.table(["who", "what waits"], rows)
