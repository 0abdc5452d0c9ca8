"""Chapter of a reminder that nobody needed any more, and of the evening that held it back."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from demo.office import Item, Stuck
from demo.reading import answer_quietly
from demo.stage import Stage
from services.notification.cli.showing import timeline_of
from shared.events.evaluation import EvaluationDueSoon

_LEARNING = 2
_FROM, _TO = time(16, 30), time(7)
_A_LITTLE = timedelta(minutes=5)


def wish_for_quiet_evenings(stage: Stage, asked: Sequence[str]) -> None:
    """One of those who will be reminded; nobody where nobody has a mail address."""
    people = [stage.roster[one] for one in asked]
    stage.evening = next((one for one in people if stage.is_mailed(one)), None)
    if stage.evening is None:
        return
    _wish(stage, _FROM.isoformat("minutes"), _TO.isoformat("minutes"))
    stage.screen.done(f"{stage.evening.name} wants no mail from {_FROM:%H:%M} to {_TO:%H:%M}")


def show_a_reminder_not_sent(stage: Stage) -> None:
    """It was written and waits for the morning; in between the form is answered."""
    stage.screen.chapter("A reminder that was not sent: the answer had come")
    person = stage.evening
    if person is None:
        stage.screen.remark("nobody here has a mail address: reminders are in the inbox only")
        return
    reminder = stage.newest_about(person.employee_id, EvaluationDueSoon)
    held = _delivery(stage, reminder)
    stage.screen.done(
        f"“{reminder['subject']}” was written for {person.name} on "
        f"{stage.moment(reminder['created_at'])}; it waits until {stage.moment(held['next_at'])}"
    )
    answer_quietly(stage, stage.enrolments[person.employee_id], person.employee_id, _LEARNING)
    stage.screen.done(f"{person.name} answers the form that evening")
    stage.office.clock.travel_to(datetime.fromisoformat(held["next_at"]) + _A_LITTLE)
    stage.screen.done(f"the clock moves on: it is {stage.moment(stage.office.clock.now())}")
    stage.settle()
    if _delivery(stage, reminder)["state"] != "superseded":
        raise Stuck("the reminder of a form that was answered should not be sent")
    stage.unsent = reminder["notification_id"]
    _show(stage, reminder)
    _wish(stage, None, None)
    stage.screen.remark(f"{person.name} has mails come at any hour again")


def _delivery(stage: Stage, message: Item) -> Item:
    """What became of its mail."""
    known = stage.office.call(
        "notification", "get_timeline", notification_id=message["notification_id"]
    )
    [delivery] = known["deliveries"]
    found: Item = delivery
    return found


def _show(stage: Stage, message: Item) -> None:
    """As an operator sees it."""
    shown = message["notification_id"]
    with stage.office.process.wiring.databases["notification"].reading() as session:
        lines = timeline_of(session, shown, stage.settings.time_zone)
    stage.screen.letter(f"lontar notifications show {shown}", "\n".join(lines))


def _wish(stage: Stage, begins: str | None, ends: str | None) -> None:
    assert stage.evening is not None
    stage.office.call(
        "notification",
        "set_preferences",
        employee_id=stage.evening.employee_id,
        quiet_from=begins,
        quiet_to=ends,
    )
