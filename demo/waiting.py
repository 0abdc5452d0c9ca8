"""Chapters of a class too small for all: the queue, a freed seat, and a test in place of a seat."""

from demo.classes import save_short_programme, schedule_short_class
from demo.office import Item
from demo.stage import Stage
from shared.events.enrolment import EnrolmentEnrolled

_SEATS = 2
_NOMINATED = 4
_WORKING_DAYS_AFTER = 5
_PASS_SCORE = 70
_GOOD_SCORE = 91


def wait_for_a_seat(stage: Stage) -> None:
    """More approvals than seats; whoever is first in the queue gets the seat given up."""
    stage.screen.chapter("A small class: more approvals than seats")
    programme = save_short_programme(stage, "Penanganan Pengaduan", pass_score=_PASS_SCORE)
    offering = schedule_short_class(stage, programme["programme_id"], _WORKING_DAYS_AFTER, _SEATS)
    stage.screen.done(
        f"“{programme['title']}” on {stage.day(offering['starts_at'])}: {offering['capacity']} "
        f"seats, and {stage.people.nominator.name} nominates {_NOMINATED}"
    )
    _nominate(stage, offering)
    seated, waiting = _with_status(stage, "enrolled"), _with_status(stage, "waitlisted")
    if not seated or not waiting:
        stage.screen.remark("nobody has to wait: this roster is too small to show a queue")
        return
    gone = seated[0]
    cancelled = stage.office.call(
        "enrolment",
        "cancel_enrolment",
        enrolment_id=gone["enrolment_id"],
        cancelled_by=gone["employee_id"],
        reason="Anak sakit",
        code="family",
    )
    stage.screen.done(f"{stage.name(gone['employee_id'])} cancels: “{cancelled['reason']}”")
    _show_who_moves_up(stage, waiting[0])


def _nominate(stage: Stage, offering: Item) -> None:
    """The first learner of the story behind two others, so that there is something to wait for."""
    hero, *others = stage.people.learners[:_NOMINATED]
    answers = stage.office.call(
        "enrolment",
        "nominate",
        offering_id=offering["offering_id"],
        employee_ids=[one.employee_id for one in (*others[:_SEATS], hero, *others[_SEATS:])],
        nominated_by=stage.people.nominator.employee_id,
    )
    for one in answers:
        if one["enrolment_id"] is None:
            stage.screen.refused(stage.name(one["employee_id"]), [one["reason"]])
        else:
            stage.small_class[one["employee_id"]] = one["enrolment_id"]
            stage.screen.done(f"{stage.name(one['employee_id'])}: {_standing(stage, one)}")


def _standing(stage: Stage, answer: Item) -> str:
    known = _enrolment(stage, answer["enrolment_id"])
    place = f", {known['queue_number']} in the queue" if known["queue_number"] else ""
    return f"{known['status']}{place}"


def _show_who_moves_up(stage: Stage, first: Item) -> None:
    """At once, or the rule that keeps somebody waiting; and the message about it."""
    name, enrolment_id = stage.name(first["employee_id"]), first["enrolment_id"]
    known = _enrolment(stage, enrolment_id)
    if known["status"] != "enrolled":
        stage.screen.refused(f"the seat for {name}, who keeps the place", [str(known["reason"])])
        return

    stage.office.wait_for(f"{name} is told of the seat", lambda: _told_of_every_seat(stage, first))
    message = _about_seats(stage, first)[0]
    stage.screen.done(f"the seat goes at once to {name}, who is told: “{message['subject']}”")


def _told_of_every_seat(stage: Stage, person: Item) -> bool:
    """Whether this one passed over the bus, and there is a message for each that did."""
    seats = stage.timeline.events(EnrolmentEnrolled)
    own = [one.enrolment_id for one in seats if one.employee_id == person["employee_id"]]
    told = _about_seats(stage, person)
    return person["enrolment_id"] in own and len(told) >= len(own)


def _about_seats(stage: Stage, person: Item) -> list[Item]:
    """The newest first."""
    messages = stage.office.messages([person["employee_id"]])
    return [one for one in messages if one["about"] == EnrolmentEnrolled.event_name]


def take_the_test_instead(stage: Stage) -> None:
    """Somebody nominated knows it all: declines, passes the test, and may teach the others."""
    stage.screen.chapter("Somebody experienced takes the test instead")
    seated, waiting = _with_status(stage, "enrolled"), _with_status(stage, "waitlisted")
    if not seated:
        stage.screen.remark("nobody has a seat to decline: this roster is too small for this")
        return
    veteran = min(seated, key=lambda one: _as_a_veteran(stage, one))
    declined = _decline(stage, veteran)
    if waiting:
        _show_who_moves_up(stage, waiting[0])
    _take_the_test(stage, declined)
    _show_what_the_test_means(stage, declined)


def _decline(stage: Stage, veteran: Item) -> Item:
    person = stage.roster[veteran["employee_id"]]
    declined: Item = stage.office.call(
        "enrolment",
        "decline_nomination",
        enrolment_id=veteran["enrolment_id"],
        reason="experienced",
        text="Sudah lama menangani pengaduan",
    )
    stage.screen.done(
        f"{person.name}, {person.position}, declines: {declined['reason']}, “{declined['comment']}”"
    )
    return declined


def _take_the_test(stage: Stage, declined: Item) -> None:
    taken = stage.office.call(
        "enrolment",
        "record_test_out",
        test_id=declined["test_out"]["test_id"],
        score=_GOOD_SCORE,
        recorded_by=stage.people.nominator.employee_id,
    )
    outcome = "passed" if taken["passed"] else "not passed"
    stage.screen.done(
        f"the programme's test instead: {taken['score']:g} points of at least "
        f"{taken['pass_score']:g}, {outcome}"
    )


def _show_what_the_test_means(stage: Stage, declined: Item) -> None:
    """Exempt: not sent again; and on the list of those who could be mentors."""
    [again] = stage.office.call(
        "enrolment",
        "nominate",
        offering_id=declined["offering_id"],
        employee_ids=[declined["employee_id"]],
        nominated_by=stage.people.nominator.employee_id,
    )
    if again["enrolment_id"] is None:
        name = stage.name(declined["employee_id"])
        stage.screen.refused(f"{name} is nominated again", [again["reason"]])
    passed = stage.office.items(
        "enrolment", "list_test_outs", programme_id=declined["programme_id"], passed=True
    )
    names = ", ".join(stage.name(one["employee_id"]) for one in passed)
    stage.screen.done(f"proposed as mentor of “{declined['title']}”: {names}")


def _as_a_veteran(stage: Stage, seated: Item) -> tuple[bool, str]:
    """Rather somebody who did not wait for the seat, and who serves longest, where HR says."""
    since = stage.roster[seated["employee_id"]].appointed_on
    return seated["queue_number"] is not None, since.isoformat() if since else "9999"


def _with_status(stage: Stage, status: str) -> list[Item]:
    """Of the small class, in the order of the queue and of nomination."""
    known = [_enrolment(stage, one) for one in stage.small_class.values()]
    found = [one for one in known if one["status"] == status]
    return sorted(found, key=lambda one: one["queue_number"] or 0)


def _enrolment(stage: Stage, enrolment_id: str) -> Item:
    known: Item = stage.office.call("enrolment", "get_enrolment", enrolment_id=enrolment_id)
    return known
