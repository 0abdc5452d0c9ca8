"""Units that start at different times are each compared with those that had not begun."""

from datetime import date, timedelta

import numpy as np
import pytest

from services.evaluation.analysis.panel import panel
from services.evaluation.analysis.sample import sample
from services.evaluation.analysis.study import Plan, measure
from tests.unit.evaluation.analysis.study_builders import FIRST, measured, names

WINDOW = 84
STARTS = {
    name: FIRST + timedelta(weeks=16 + 6 * (place % 3)) for place, name in enumerate(names(9))
}
LATE = FIRST + timedelta(weeks=60)


def a_plan(**parts) -> Plan:
    facts = {
        "starts": STARTS,
        "comparison": names(8, "C"),
        "before_days": WINDOW,
        "after_days": WINDOW,
        "registered_on": FIRST,
    }
    return Plan(**(facts | parts))


def test_the_effect_is_the_mean_over_the_trained_of_their_own_comparisons():
    measures = measured(9, 8, starts=STARTS, effect=-8)

    found = measure(measures, a_plan(), LATE)

    def change(name: str, start: date) -> float:
        own = measures.unit == name
        day, value = measures.day[own], measures.value[own]
        before = (day >= np.datetime64(start - timedelta(days=WINDOW))) & (day < start)
        after = (day >= np.datetime64(start)) & (day < start + timedelta(days=WINDOW))
        return value[after].mean() - value[before].mean()

    def beside(start: date) -> list[str]:
        end = start + timedelta(days=WINDOW)
        return [*names(8, "C"), *(name for name, own in STARTS.items() if own >= end)]

    effects = [
        change(name, start) - np.mean([change(other, start) for other in beside(start)])
        for name, start in STARTS.items()
    ]
    assert len(beside(min(STARTS.values()))) == 11
    assert found.design == "stacked_difference_in_differences"
    assert found.estimate == pytest.approx(np.mean(effects))
    assert (found.n_treated, found.n_comparison) == (9, 8)
    assert found.verdict == "improved"


def test_a_growing_effect_is_not_taken_off_those_who_start_later():
    """Two-way fixed effects compare late starters with early ones, and find too little."""
    measures = measured(9, 8, starts=STARTS, effect=0, noise=0.5)
    since = np.array(
        [
            max((day - STARTS[name]).days / 7, 0) if name in STARTS else 0
            for name, day in zip(measures.unit.tolist(), measures.day.tolist(), strict=True)
        ]
    )
    measures.value[:] -= since

    found = measure(measures, a_plan(), LATE)

    assert found.estimate == pytest.approx(-5.5, abs=0.4)  # the mean of weeks 0 to 11


def test_who_waits_serves_as_comparison_until_its_own_start():
    starts = {"T00": FIRST + timedelta(weeks=14), "T01": FIRST + timedelta(weeks=40)}
    plan = a_plan(starts=starts, comparison=["C00", "C01"])
    measures = measured(2, 2, starts=starts)

    held = sample(panel(measures, plan), plan)

    first = held.rows.cohort == 0
    beside = set(held.panel.units[held.rows.unit[first & ~held.rows.treated]])
    assert beside == {"C00", "C01", "T01"}
    assert held.n_comparison == 2


def test_who_was_being_selected_for_unusual_values_is_no_comparison():
    starts = {"T00": FIRST + timedelta(weeks=14), "T01": FIRST + timedelta(weeks=27)}
    own = {"T01": (FIRST + timedelta(weeks=23), FIRST + timedelta(weeks=27, days=-1))}
    plan = a_plan(starts=starts, comparison=["C00"], selected_by_unit=own)

    held = sample(panel(measured(2, 1, starts=starts), plan), plan)

    waiting = ~held.rows.treated & (held.panel.units[held.rows.unit] == "T01")
    assert not waiting.any()


def test_the_window_before_lies_as_far_from_the_selection_as_the_start():
    chosen = (FIRST + timedelta(weeks=20), FIRST + timedelta(weeks=22, days=-1))
    start = FIRST + timedelta(weeks=25)  # three weeks later
    plan = a_plan(starts={"T00": start}, selected=chosen, comparison=["C00"])

    windows = sample(panel(measured(1, 1), plan), plan).rows.windows

    assert set(windows.before_end) == {7 * 17}
    assert set(windows.before) == {7 * 17 - WINDOW}


def test_where_the_past_is_too_short_for_that_it_lies_next_to_the_selection():
    chosen = (FIRST + timedelta(weeks=13), FIRST + timedelta(weeks=15, days=-1))
    start = FIRST + timedelta(weeks=25)
    plan = a_plan(starts={"T00": start}, selected=chosen, comparison=["C00"])

    windows = sample(panel(measured(1, 1), plan), plan).rows.windows

    assert set(windows.before_end) == {7 * 13}


def test_where_the_past_begins_with_the_selection_it_lies_between_that_and_the_start():
    chosen = (FIRST, FIRST + timedelta(weeks=4, days=-1))
    start = FIRST + timedelta(weeks=25)
    plan = a_plan(starts={"T00": start}, selected=chosen, comparison=["C00"])

    windows = sample(panel(measured(1, 1), plan), plan).rows.windows

    assert set(windows.before_end) == {7 * 25}
    assert set(windows.before) == {7 * 25 - WINDOW}


def test_different_starts_have_no_common_dates_but_common_weeks():
    points = measure(measured(9, 8, starts=STARTS), a_plan(), LATE).series["points"]

    assert {point["from"] for point in points} == {None}
    assert [point["week"] for point in points] == list(range(-12, 12))
