"""Nobody is in two places: which offerings one person cannot take part in at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.enrolment.domain.clash import ElsewhereThen, Stay, is_nowhere_else, overlap
from services.enrolment.domain.offering import Meeting
from tests.unit.enrolment.builders import NO_HOLIDAYS, a_meeting, at


def a_stay(*days, **facts):
    given = {"offering_id": "O2", "title": "Arsip", "enrolment_id": "N2"}
    return Stay(meetings=tuple(a_meeting(day) for day in days), **given | facts)


def a_morning(day):
    return Stay(
        offering_id="O3",
        title="Pagi",
        meetings=(Meeting(starts_at=at(day, 6), ends_at=at(day, 8)),),
    )


def hours(one, other):
    return [(begin.hour, end.hour) for begin, end in overlap(one, other, NO_HOLIDAYS)]


def test_meetings_at_the_same_hours_are_a_clash():
    assert hours(a_stay("2026-12-01"), a_stay("2026-11-30", "2026-12-01")) == [(8, 16)]


def test_one_after_the_other_on_the_same_day_is_none():
    assert hours(a_morning("2026-12-01"), a_stay("2026-12-01")) == []


def test_a_day_on_the_road_is_a_clash_with_a_meeting_on_that_day():
    travels = a_stay("2026-12-02", travel_days_before=1)

    assert hours(a_stay("2026-12-01"), travels) == hours(travels, a_stay("2026-12-01")) == [(8, 16)]
    assert hours(a_stay("2026-11-30"), travels) == []


def test_one_journey_may_serve_two_offerings():
    there = a_stay("2026-12-01", travel_days_after=1)
    back = a_stay("2026-12-03", travel_days_before=1)

    assert hours(there, back) == []


def test_self_study_is_at_hours_of_ones_own():
    assert hours(a_stay("2026-12-01", own_hours=True), a_stay("2026-12-01")) == []


def test_the_refusal_says_which_offering_when_and_what_would_help():
    wanted = replace(a_stay("2026-12-01"), offering_id="O1")

    with pytest.raises(ElsewhereThen) as refused:
        is_nowhere_else("E1", wanted, [a_stay("2026-12-01")], NO_HOLIDAYS)

    assert str(refused.value) == (
        "E1 cannot be in two places: the seat in 'Arsip' (offering O2) takes "
        "2026-12-01 08:00 to 2026-12-01 16:00 too; "
        "give that seat up first (enrolment N2), or choose other dates"
    )


def test_who_is_away_on_a_study_is_told_to_record_the_return():
    years = Meeting(starts_at=at("2026-09-01"), ends_at=at("2026-09-01") + timedelta(days=700))
    study = Stay(offering_id="O2", title="Magister", meetings=(years,), study_id="S1")

    with pytest.raises(ElsewhereThen, match="record the return from study S1 first"):
        is_nowhere_else("E1", a_stay("2026-12-01"), [study], NO_HOLIDAYS)
