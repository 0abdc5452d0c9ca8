"""The rules of effect studies, one by one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.evaluation.domain.evaluation import Status, settle
from services.evaluation.domain.study import (
    Study,
    better_by_default,
    unit_of_measure,
    usable_before_days,
)
from services.evaluation.domain.treatment import Offering, Seat, Staff, staff_of, treated
from services.evaluation.domain.verdict import concluded, storable
from shared.errors import Forbidden
from tests.unit.evaluation.builders import an_evaluation

START = datetime(2026, 6, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def an_offering(recorded_at=START - 10 * DAY):
    return Offering(
        offering_id="O1",
        programme_id="P1",
        title="Pelayanan prima",
        starts_at=START,
        ends_at=START + DAY,
        competencies=(),
        recorded_at=recorded_at,
    )


def a_seat(seated_at=START - DAY, ended_at=None, unit_id="U1"):
    return Seat(employee_id="E1", unit_id=unit_id, seated_at=seated_at, ended_at=ended_at)


def a_study(**facts):
    given = {
        "study_id": "S1",
        "programme_id": "P1",
        "metric": "waiting_minutes",
        "offering_id": None,
        "year": 2026,
        "before_days": 90,
        "after_days": 90,
        "comparison_unit_ids": None,
        "pool": {},
        "selected_from": None,
        "selected_to": None,
        "primary": False,
        "better": "lower",
        "statistic": None,
        "relevant_change": 0.1,
        "treated_share": 0.3,
        "registered_at": START,
    }
    return Study(**given | facts)


def seated(offering, *seats):
    return sum(one.seated for one in staff_of(offering, seats, {"U1": 10}).values())


@pytest.mark.parametrize(
    ("seats", "eligible", "is_treated"),
    [(3, 10, True), (2, 10, False), (9, 30, True), (0, 0, False)],
)
def test_a_unit_is_treated_from_the_registered_share_on(seats, eligible, is_treated):
    staff = {"U1": Staff(eligible=eligible, seated=seats, completed=0)}

    assert ("U1" in treated(staff, 0.3)) is is_treated


def test_a_seat_counts_that_is_held_at_the_first_meeting():
    offering = an_offering()

    assert seated(offering, a_seat(START)) == 1
    assert seated(offering, a_seat(START + DAY)) == 0
    assert seated(offering, a_seat(ended_at=START - DAY)) == 0
    assert seated(offering, a_seat(ended_at=START + DAY)) == 1
    assert seated(offering, a_seat(seated_at=None)) == 0
    assert seated(offering, a_seat(unit_id=None)) == 0


def test_of_an_offering_recorded_late_every_seat_counts_that_was_not_taken_back():
    offering = an_offering(recorded_at=START + 30 * DAY)

    assert seated(offering, a_seat(START + 30 * DAY)) == 1
    assert seated(offering, a_seat(START + 30 * DAY, ended_at=START + 31 * DAY)) == 0


def test_the_window_before_is_as_long_as_registered_where_figures_reach_back_so_far():
    begins_on, selected = date(2026, 6, 1), (date(2026, 3, 9), date(2026, 5, 3))
    long_ago, half_a_year = date(2025, 1, 1), date(2025, 12, 1)

    assert usable_before_days(begins_on, 182, selected, long_ago) == 182
    assert usable_before_days(begins_on, 182, selected, half_a_year) == 70
    assert usable_before_days(begins_on, 120, selected, half_a_year) == 36
    assert usable_before_days(begins_on, 90, selected, half_a_year) == 90
    assert usable_before_days(begins_on, 182, None, half_a_year) == 182


@pytest.mark.parametrize(
    ("metric", "better", "unit"),
    [
        ("waiting_minutes", "lower", "minutes"),
        ("complaints_count", "lower", "count"),
        ("services_count", "higher", "count"),
        ("skm_index", "higher", "index"),
        ("queue", "lower", "queue"),
    ],
)
def test_which_way_is_good_and_in_what_a_metric_is_measured(metric, better, unit):
    assert (better_by_default(metric), unit_of_measure(metric)) == (better, unit)


def test_only_what_the_system_measures_is_settled_by_a_verdict():
    settled, [told] = settle(an_evaluation(respondent_id=None, instrument_id=None), START)

    assert settled.status is Status.SUBMITTED
    assert told.event_name == "evaluation.submitted"
    assert settle(settled, START) == (settled, [])
    with pytest.raises(Forbidden):
        settle(an_evaluation(), START)


def test_numbers_that_json_does_not_know_are_stored_as_null():
    found = {"a": float("nan"), "b": [float("inf"), 1.5, None], "c": {"d": 2}}

    assert storable(found) == {"a": None, "b": [None, 1.5, None], "c": {"d": 2}}


@pytest.mark.parametrize(
    ("primary", "p_adjusted", "verdict"),
    [(True, 0.2, "improved"), (False, 0.2, "no_evidence"), (False, 0.01, "improved")],
)
def test_one_of_several_metrics_is_no_evidence_where_chance_remains(primary, p_adjusted, verdict):
    finding = {
        "verdict": "improved",
        "p_adjusted": p_adjusted,
        "warnings": [],
        "sentences": {"id": "turun", "en": "fell"},
    }

    said = concluded(
        a_study(primary=primary),
        finding,
        registered=True,
        interim=False,
        comparison_frozen=True,
        dose=0.5,
        looked_on=date(2026, 12, 1),
    )

    assert said["verdict"] == verdict
    assert (said["sentences"]["en"] == "fell") is (verdict == "improved")
