"""When a person may be written to: quiet hours and days of rest, in the person's zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.notification.domain.preferences import Digest, Preferences

_LONGEST_WAIT_DAYS = 366
_MIDNIGHT = time(0)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """zone                  where the hours and days are
    quiet_from, quiet_to  local times; from 21:00 to 06:00 goes over midnight; None: never quiet
    works_on              whether messages may come on a day; None: on every day
    """

    zone: ZoneInfo
    quiet_from: time | None = None
    quiet_to: time | None = None
    works_on: Callable[[date], bool] | None = None

    def next_permitted(self, wanted: datetime) -> datetime:
        """The first instant from `wanted` on at which a message may come; UTC.

        Where no day of a year is worked, the days do not count.
        """
        instant = wanted.astimezone(UTC)
        for _ in range(2 * _LONGEST_WAIT_DAYS):
            later = self._obstacle_ends(instant)
            if later is None:
                return instant
            instant = later
        return Hours(
            zone=self.zone, quiet_from=self.quiet_from, quiet_to=self.quiet_to
        ).next_permitted(wanted)

    def _obstacle_ends(self, instant: datetime) -> datetime | None:
        """When what forbids this instant may be over; None: nothing does."""
        local = instant.astimezone(self.zone)
        if self.works_on is not None and not self.works_on(local.date()):
            return _first_after(instant, local.date() + timedelta(days=1), _MIDNIGHT, self.zone)
        if self.quiet_to is not None and self._is_quiet(local.time()):
            ends_today = local.time() < self.quiet_to
            day = local.date() + timedelta(days=0 if ends_today else 1)
            return _first_after(instant, day, self.quiet_to, self.zone)
        return None

    def _is_quiet(self, local: time) -> bool:
        begins, ends = self.quiet_from, self.quiet_to
        if begins is None or ends is None:
            return False
        if begins < ends:
            return begins <= local < ends
        return local >= begins or local < ends


def digest_after(instant: datetime, wishes: Preferences, zone: ZoneInfo) -> datetime:
    """When the digest comes that tells of what was written at this instant; UTC, later than it."""
    day = instant.astimezone(zone).date()
    if wishes.digest is Digest.WEEKLY:
        day += timedelta(days=(wishes.digest_weekday - day.isoweekday()) % 7)
    comes_at = _at(day, wishes.digest_at, zone)
    if comes_at > instant:
        return comes_at
    pause = 7 if wishes.digest is Digest.WEEKLY else 1
    return _at(day + timedelta(days=pause), wishes.digest_at, zone)


def day_begins(instant: datetime, zone: ZoneInfo) -> datetime:
    """Of the local day of this instant; UTC."""
    return _at(instant.astimezone(zone).date(), _MIDNIGHT, zone)


def next_morning(instant: datetime, wishes: Preferences, zone: ZoneInfo) -> datetime:
    """The hour of the digest on the next local day; UTC."""
    return _at(instant.astimezone(zone).date() + timedelta(days=1), wishes.digest_at, zone)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _first_after(instant: datetime, day: date, hour: time, zone: ZoneInfo) -> datetime:
    """This local time; where clocks are put back, the first of the two that lies ahead."""
    local = datetime.combine(day, hour, zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > instant:
        return first
    return second if second > instant else instant + timedelta(minutes=1)
