"""When a person may be written to."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notification.domain.hours import Hours, digest_after, next_morning
from services.notification.domain.preferences import Digest, Preferences
from services.notification.domain.respect import (
    DAY_OFF,
    FOR_DIGEST,
    OVER_CAP,
    QUIET,
    Office,
    hold,
)

KUPANG = ZoneInfo("Asia/Makassar")
JAYAPURA = ZoneInfo("Asia/Jayapura")
ZONES = [KUPANG, JAYAPURA, ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/St_Johns")]
OFFICE = Office(zone=KUPANG, works_on=lambda day: day.weekday() < 5)
NIGHT = {"quiet_from": time(21), "quiet_to": time(6)}
TOLD, CRITICAL = "training.completed", "enrolment.requested"

hours_of_day = st.times().map(lambda one: one.replace(second=0, microsecond=0))
instants = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(text: str, zone: ZoneInfo = KUPANG) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def permitted(wanted: datetime, zone: ZoneInfo = KUPANG, **quiet) -> datetime:
    return Hours(zone=zone, **quiet).next_permitted(wanted)


def held(wishes: Preferences, now: datetime, *, about=TOLD, office=OFFICE, sent=0, written=None):
    return hold(
        wishes,
        office,
        about=about,
        written_at=written or now,
        is_new=True,
        sent_today=lambda: sent,
        now=now,
    )


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        ("2026-11-24 20:59", "2026-11-24 20:59"),
        ("2026-11-24 21:00", "2026-11-25 06:00"),
        ("2026-11-25 00:00", "2026-11-25 06:00"),
        ("2026-11-25 05:59", "2026-11-25 06:00"),
        ("2026-11-25 06:00", "2026-11-25 06:00"),
    ],
)
def test_quiet_hours_go_over_midnight(wanted, comes):
    assert permitted(at(wanted), **NIGHT) == at(comes)


def test_quiet_hours_within_a_day():
    noon = {"quiet_from": time(12), "quiet_to": time(13)}

    assert permitted(at("2026-11-24 12:30"), **noon) == at("2026-11-24 13:00")
    assert permitted(at("2026-11-24 13:00"), **noon) == at("2026-11-24 13:00")


def test_the_night_is_that_of_the_persons_zone():
    half_past_eight_in_kupang = at("2026-11-24 20:30")

    assert permitted(half_past_eight_in_kupang, JAYAPURA, **NIGHT) == at(
        "2026-11-25 06:00", JAYAPURA
    )


def test_after_a_friday_night_comes_monday_morning():
    hours = Hours(zone=KUPANG, works_on=OFFICE.works_on, **NIGHT)

    assert hours.next_permitted(at("2026-11-27 22:00")) == at("2026-11-30 06:00")


def test_an_office_that_never_works_is_not_waited_for():
    hours = Hours(zone=KUPANG, works_on=lambda day: False, **NIGHT)

    assert hours.next_permitted(at("2026-11-27 22:00")) == at("2026-11-28 06:00")


@settings(max_examples=150, deadline=None)
@given(instants, hours_of_day, hours_of_day, st.sampled_from(ZONES), st.sets(st.integers(0, 6)))
def test_a_message_comes_at_the_first_permitted_moment(wanted, begins, ends, zone, days_off):
    def works_on(day: date) -> bool:
        return day.weekday() not in days_off

    hours = Hours(
        zone=zone,
        quiet_from=begins if begins != ends else None,
        quiet_to=ends if begins != ends else None,
        works_on=works_on if len(days_off) < 7 else None,
    )

    comes = hours.next_permitted(wanted)

    assert comes >= wanted
    assert hours.next_permitted(comes) == comes
    local = comes.astimezone(zone)
    assert len(days_off) == 7 or local.weekday() not in days_off
    if comes > wanted:  # nothing between was permitted
        for share in (0.25, 0.5, 0.75, 0.999):
            between = wanted + (comes - wanted) * share
            assert hours.next_permitted(between) == comes


@settings(max_examples=100, deadline=None)
@given(instants, hours_of_day, st.integers(1, 7), st.sampled_from(Digest), st.sampled_from(ZONES))
def test_a_digest_comes_soon_after_what_it_tells_of(written, hour, weekday, every, zone):
    wishes = Preferences(digest=every, digest_at=hour, digest_weekday=weekday)

    comes = digest_after(written, wishes, zone)

    pause = timedelta(days=7 if every is Digest.WEEKLY else 1, hours=2)  # clocks are put back
    assert written < comes <= written + pause
    assert digest_after(comes - timedelta(seconds=1), wishes, zone) == comes
    assert every is Digest.DAILY or comes.astimezone(zone).isoweekday() == weekday


@settings(max_examples=50, deadline=None)
@given(instants, st.sampled_from([TOLD, CRITICAL]), st.integers(0, 10_000))
def test_by_default_nothing_delays_anything(now, about, sent):
    assert held(Preferences(), now, about=about, sent=sent) is None


def test_what_waits_says_for_what():
    friday_night = at("2026-11-27 22:00")
    daily = Preferences(digest=Digest.DAILY)

    assert held(Preferences(**NIGHT), friday_night).reason == QUIET
    assert held(Preferences(working_days_only=True), at("2026-11-28 10:00")).reason == DAY_OFF
    assert held(daily, friday_night).reason == FOR_DIGEST
    assert held(daily, friday_night).until == at("2026-11-28 07:00")
    capped = held(Preferences(daily_cap=3), friday_night, sent=3)
    assert (capped.reason, capped.until) == (OVER_CAP, at("2026-11-28 07:00"))
    assert held(Preferences(daily_cap=3), friday_night, sent=2) is None


def test_the_office_decides_on_working_days_where_the_person_does_not():
    saturday = at("2026-11-28 10:00")
    office = Office(zone=KUPANG, works_on=OFFICE.works_on, working_days_only=True)

    assert held(Preferences(), saturday, office=office).until == at("2026-11-30 00:00")
    assert held(Preferences(working_days_only=False), saturday, office=office) is None


def test_what_is_critical_waits_for_the_end_of_the_night_and_for_nothing_else():
    wishes = Preferences(digest=Digest.WEEKLY, daily_cap=1, working_days_only=True, **NIGHT)

    saturday_noon = held(wishes, at("2026-11-28 12:00"), about=CRITICAL, sent=9)
    saturday_night = held(wishes, at("2026-11-28 22:00"), about=CRITICAL, sent=9)

    assert saturday_noon is None
    assert saturday_night.until == at("2026-11-29 06:00")


def test_the_next_morning_is_that_of_the_persons_day():
    assert next_morning(at("2026-11-24 23:30"), Preferences(), KUPANG) == at("2026-11-25 07:00")
