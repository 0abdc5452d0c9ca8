"""Working days of the office."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.office_calendar import office_calendar
from shared.settings import BadSetting
from shared.working_calendar import WorkingCalendar
from tests.unit.evaluation.builders import NO_HOLIDAYS, WITA

INDONESIA = office_calendar(WITA, None)


def local(year: int, month: int, day: int, hour: int = 16) -> datetime:
    return datetime(year, month, day, hour, tzinfo=WITA)


def test_three_working_days_after_a_friday_end_on_wednesday_at_the_same_time_of_day():
    friday = local(2026, 11, 20)

    assert NO_HOLIDAYS.working_days_after(friday, 3) == local(2026, 11, 25)


def test_the_day_is_that_of_the_office_and_not_of_the_machine():
    # Friday 23:00 UTC is Saturday morning in Kupang.
    instant = datetime(2026, 11, 20, 23, tzinfo=UTC)

    assert NO_HOLIDAYS.working_days_after(instant, 1) == local(2026, 11, 23, 7)


def test_what_is_returned_is_in_utc():
    assert NO_HOLIDAYS.working_days_after(local(2026, 11, 20), 1).tzinfo is UTC


def test_nyepi_idulfitri_and_cuti_bersama_are_not_worked():
    # 2026: Nyepi 19 March with cuti bersama on the 18th, Idulfitri 21-22 with 20, 23, 24.
    tuesday = local(2026, 3, 17)

    assert INDONESIA.working_days_after(tuesday, 1) == local(2026, 3, 25)
    assert INDONESIA.working_days_after(tuesday, 3) == local(2026, 3, 27)


def test_a_working_day_goes_before_a_weekend_and_a_holiday():
    saturday = date(2026, 11, 21)
    calendar = WorkingCalendar(WITA, holidays={saturday}, working_days={saturday})

    assert calendar.working_days_after(local(2026, 11, 20), 1) == local(2026, 11, 21)


@given(
    passed=st.timedeltas(timedelta(days=-2000), timedelta(days=3000)),
    days=st.integers(1, 40),
)
def test_between_an_instant_and_its_nth_working_day_lie_exactly_n_working_days(passed, days):
    instant = local(2026, 11, 20) + passed

    reached = INDONESIA.working_days_after(instant, days).astimezone(WITA)

    span = (reached.date() - instant.date()).days
    between = [instant.date() + timedelta(days=number + 1) for number in range(span)]
    assert sum(INDONESIA.is_working_day(day) for day in between) == days
    assert INDONESIA.is_working_day(reached.date())
    assert reached.time() == instant.time()


def test_the_operators_file_goes_before_the_national_calendar(tmp_path):
    overrides = tmp_path / "holidays.csv"
    overrides.write_text(
        "date,working,name\n2026-12-24,true,Cuti bersama ditiadakan\n2026-11-24,false,Libur kota\n"
    )

    calendar = office_calendar(WITA, overrides)

    assert calendar.is_working_day(date(2026, 12, 24))
    assert not calendar.is_working_day(date(2026, 11, 24))
    assert not calendar.is_working_day(date(2026, 12, 25))


@pytest.mark.parametrize(
    "content",
    [
        "day,working,name\n2026-12-24,true,x\n",
        "date,working,name\n24/12/2026,true,x\n",
        "date,working,name\n2026-12-24,perhaps,x\n",
        "date,working,name\n2026-12-24\n",
        b"date,working,name\n2026-12-24,true,\xff\n",
        "",
    ],
)
def test_a_malformed_file_of_holidays_is_refused_by_name(tmp_path, content):
    overrides = tmp_path / "holidays.csv"
    overrides.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(BadSetting, match="HOLIDAY_OVERRIDES"):
        office_calendar(WITA, overrides)


def test_two_working_days_before_a_tuesday_are_the_friday_at_the_same_time_of_day():
    tuesday = local(2026, 11, 24)

    assert NO_HOLIDAYS.working_days_before(tuesday, 2) == local(2026, 11, 20)


def test_the_day_of_an_instant_is_the_one_in_the_offices_zone():
    assert NO_HOLIDAYS.day_of(datetime(2026, 11, 20, 23, tzinfo=UTC)) == date(2026, 11, 21)
