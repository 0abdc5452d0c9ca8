"""Chapter of somebody who wants one mail a day instead of many."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

from demo import mails
from demo.cast import Person
from demo.office import Item, Stuck
from demo.stage import Stage

_COMES_AT = time(17)
_A_LITTLE = timedelta(minutes=5)
_FEWEST = 2


def wish_for_a_digest(stage: Stage, asked: Sequence[str]) -> None:
    """Whoever has the most forms to answer; nobody where that is one, or without an address."""
    for reader, count in Counter(asked).most_common():
        if count >= _FEWEST and stage.is_mailed(stage.roster[reader]):
            stage.gathering = stage.roster[reader]
            _wish(stage, "daily", _COMES_AT.isoformat("minutes"))
            stage.screen.done(
                f"{stage.gathering.name} chooses a digest: one mail a day, at {_COMES_AT:%H:%M}"
            )
            return


def read_a_digest(stage: Stage) -> None:
    """What would have been a mail for every form comes as one."""
    stage.screen.chapter("The messages of a day come as one mail")
    person = stage.gathering
    if person is None:
        stage.screen.remark("nobody with a mail address was asked for more than one form")
        return
    waiting = [one for one in _messages_of_today(stage, person) if _is_held(stage, one)]
    written_before = set(stage.mails)
    today = stage.local(stage.office.clock.now()).date()
    comes_at = datetime.combine(today, _COMES_AT, stage.settings.time_zone)
    stage.office.clock.travel_to(comes_at + _A_LITTLE)
    stage.settle()
    carried = [one for one in waiting if _delivery(stage, one)["state"] != "superseded"]
    digest = _the_mail_with_all(stage, person, carried, written_before)
    stage.screen.done(
        f"{len(waiting)} messages to {person.name} waited for {_COMES_AT:%H:%M}, "
        f"{len(waiting) - len(carried)} of them no longer true by then; {len(carried)} came as one "
        "mail"
    )
    stage.screen.remark("the inbox had each of them at once")
    mail = mails.opened(digest)
    stage.screen.letter(str(mail["Subject"]), mails.text_of(mail))
    _wish(stage, None, None)
    stage.screen.remark(f"{person.name} goes back to a mail for each")


def _messages_of_today(stage: Stage, person: Person) -> list[Item]:
    now = stage.day(stage.office.clock.now())
    messages = stage.office.messages([person.employee_id])
    return [one for one in messages if stage.day(one["created_at"]) == now]


def _is_held(stage: Stage, message: Item) -> bool:
    return _delivery(stage, message)["reason"] == "digest"


def _delivery(stage: Stage, message: Item) -> Item:
    known = stage.office.call(
        "notification", "get_timeline", notification_id=message["notification_id"]
    )
    delivery: Item = known["deliveries"][0]
    return delivery


def _the_mail_with_all(
    stage: Stage, person: Person, carried: Sequence[Item], before: set[Path]
) -> Path:
    """The one file that came. Raises Stuck."""
    carriers = {_delivery(stage, one)["digest_id"] for one in carried}
    came = [
        path
        for path in stage.mails
        if path not in before and person.email in str(mails.opened(path)["To"])
    ]
    if len(carried) < _FEWEST or len(carriers) != 1 or len(came) != 1:
        raise Stuck(
            f"{len(carried)} messages to {person.employee_id} should have come as one mail, not "
            f"as {len(came)}"
        )
    return came[0]


def _wish(stage: Stage, digest: str | None, comes_at: str | None) -> None:
    assert stage.gathering is not None
    stage.office.call(
        "notification",
        "set_preferences",
        employee_id=stage.gathering.employee_id,
        digest=digest,
        digest_at=comes_at,
    )
