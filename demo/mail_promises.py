"""What must be true of messages, mails and calendars at the end."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from email import message_from_bytes

from demo import mails
from demo.calendars import Entry, entry_in
from demo.seat_promises import Finding, given_up
from demo.stage import Stage
from shared.events.enrolment import EnrolmentDeclined, EnrolmentEnrolled
from shared.events.notification import NotificationDelivered

_CALENDAR = b"text/calendar"


def messages(stage: Stage) -> Iterable[Finding]:
    """One message for each reader of each event or campaign, neither more nor less."""
    wanted = Counter(stage.told())
    found = mails.written(stage.office)
    yield (
        wanted == found,
        f"{wanted.total()} times somebody had to be told = {found.total()} messages in "
        f"{len({reader for reader, _ in found})} inboxes",
    )


def letters(stage: Stage) -> Iterable[Finding]:
    """Every mail that had to go is a file, by itself or inside another one."""
    due, files = stage.letters_due(), len(stage.mails)
    superseded, gathered = mails.superseded(stage.office), mails.gathered(stage.office)
    delivered = {one.notification_id for one in stage.timeline.events(NotificationDelivered)}
    yield (
        due - superseded == len(delivered),
        f"{due} of them to people with a mail address, {superseded} no longer true before they "
        f"were sent = {len(delivered)} x notification.delivered",
    )
    digests = mails.digests(stage.office)
    yield (
        len(delivered) - gathered + digests == files,
        f"{gathered} of these came together, in {_mails(digests)} = {files} files",
    )


def calendars(stage: Stage) -> Iterable[Finding]:
    """Each seat is one entry; what is told of it later is the same one, and newer.

    Nothing takes the entry of a declined nomination out again, so it may be there or not.
    """
    told = _entries(stage)
    rising = all(
        earlier < later
        for entries in told.values()
        for earlier, later in zip(_numbers(entries), _numbers(entries)[1:], strict=False)
    )
    kept = sum(entries[-1].method == "REQUEST" for entries in told.values())
    held, declined = _seats_of_the_mailed(stage)
    yield (
        rising and held <= kept <= held + declined,
        f"{len(told)} entries of calendars in {sum(map(len, told.values()))} mails: one UID each, "
        f"SEQUENCE only rises; {kept} stay, for {held} seats that are held",
    )


def reminders(stage: Stage) -> Iterable[Finding]:
    """Nothing to say where nobody has a mail address."""
    if stage.unsent is None:
        return
    known = stage.office.call("notification", "get_timeline", notification_id=stage.unsent)
    files = [path for path in stage.mails if path.stem.endswith(stage.unsent)]
    yield (
        known["settled"] is not None and not files,
        f"a reminder is no file, because {known['settled']}",
    )


def campaigns(stage: Stage) -> Iterable[Finding]:
    """Nothing to say where no campaign went out."""
    if not stage.campaigned:
        return
    found = stage.office.items("notification", "list_campaigns")
    told = 0
    for one in found:
        known = stage.office.call("notification", "get_campaign", campaign_id=one["campaign_id"])
        told += known["uptake"]["told"]["people"]
    by_officers = all(_is_by_an_officer(stage, one["approved_by"]) for one in found)
    yield (
        by_officers and told == len(stage.campaigned) == len(set(stage.campaigned)),
        f"{len(found)} campaign, approved by an officer: {told} told, each once",
    )


def _is_by_an_officer(stage: Stage, employee_id: str | None) -> bool:
    return employee_id is not None and "officer" in stage.roster[employee_id].roles


def _entries(stage: Stage) -> dict[str, list[Entry]]:
    """By UID, in the order in which the mails were caused."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for path in stage.mails:
        content = path.read_bytes()
        if _CALENDAR in content and (entry := entry_in(message_from_bytes(content))):
            found[entry.uid].append(entry)
    return found


def _numbers(entries: list[Entry]) -> list[int]:
    return [one.sequence for one in entries]


def _seats_of_the_mailed(stage: Stage) -> tuple[int, int]:
    """How many are held or were used, and how many were declined."""
    roster, gone = stage.roster, given_up(stage)
    declined = {one.enrolment_id for one in stage.timeline.events(EnrolmentDeclined)}
    mailed = [
        one.enrolment_id
        for one in stage.timeline.events(EnrolmentEnrolled)
        if stage.is_mailed(roster[one.employee_id])
    ]
    return sum(one not in gone for one in mailed), sum(one in declined for one in mailed)


def _mails(count: int) -> str:
    return f"{count} {'mail' if count == 1 else 'mails'}"
