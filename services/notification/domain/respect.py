"""What delays a message, and until when. By default nothing does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.notification.domain.gatherings import METHODS
from services.notification.domain.hours import Hours, digest_after, next_morning
from services.notification.domain.message import TEST
from services.notification.domain.occasions import CRITICAL, OCCASIONS
from services.notification.domain.preferences import Preferences

DIGEST = "notification.digest"
"""What a digest is about; no event has this name."""

LEAVES_ALONE = frozenset(
    {DIGEST, TEST}
    | CRITICAL
    | {event.event_name for event, row in OCCASIONS.items() if row.template in METHODS}
)
"""What no digest carries and no cap counts: what is critical, tests, and entries of calendars."""

FOR_DIGEST, OVER_CAP = "digest", "daily cap"
QUIET, DAY_OFF = "quiet hours", "not a working day"


@dataclass(frozen=True)
class Hold:
    """Until when a message is held, and what holds it."""

    until: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """zone               of its days and hours
    works_on           its working days
    working_days_only  whether messages come on those days only, where a person says nothing
    """

    zone: ZoneInfo
    works_on: Callable[[date], bool]
    working_days_only: bool = False


def may_be_gathered(about: str) -> bool:
    """Whether a digest may carry it, and a cap hold it."""
    return about not in LEAVES_ALONE


def hold(
    wishes: Preferences,
    office: Office,
    *,
    about: str,
    written_at: datetime,
    is_new: bool,
    sent_today: Callable[[], int],
    now: datetime,
) -> Hold | None:
    """What holds a message now; None: nothing.

    is_new       it was not tried yet; only then it can wait for a digest
    sent_today   messages that came to the reader on this local day, beside critical ones
    """
    zone, gathered = wishes.zone(office.zone), is_new and may_be_gathered(about)
    if gathered and wishes.digest:
        comes_at = digest_after(written_at, wishes, zone)
        if comes_at > now:
            return Hold(comes_at, FOR_DIGEST)
    if later := _until_permitted(wishes, office, about, now):
        return later
    if gathered and wishes.daily_cap is not None and sent_today() >= wishes.daily_cap:
        return Hold(next_morning(now, wishes, zone), OVER_CAP)
    return None


def _until_permitted(wishes: Preferences, office: Office, about: str, now: datetime) -> Hold | None:
    """What is critical waits for the end of the night, and for nothing else."""
    quiet = Hours(
        zone=wishes.zone(office.zone), quiet_from=wishes.quiet_from, quiet_to=wishes.quiet_to
    )
    hours = quiet
    if about not in CRITICAL and _on_working_days_only(wishes, office):
        hours = Hours(**{**vars(quiet), "works_on": office.works_on})
    permitted_at = hours.next_permitted(now)
    if permitted_at <= now:
        return None
    return Hold(permitted_at, QUIET if quiet.next_permitted(now) > now else DAY_OFF)


def _on_working_days_only(wishes: Preferences, office: Office) -> bool:
    chosen = wishes.working_days_only
    return office.working_days_only if chosen is None else chosen
