"""The verdict of a study follows its rules, in their order, and says no more than they allow."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from services.evaluation.analysis.finding import Finding
from services.evaluation.analysis.study import Measures, Plan, measure
from tests.unit.evaluation.analysis.study_builders import (
    CHOSEN,
    LATER,
    START,
    WINDOW,
    a_plan,
    measured,
    names,
    studied,
    without,
)


def test_the_first_estimate_is_the_difference_of_the_differences_without_the_selection():
    measures = measured()
    found = measure(measures, a_plan(), LATER)

    def change(name: str) -> float:
        own = measures.unit == name
        day, value = measures.day[own], measures.value[own]
        before = (day >= np.datetime64(CHOSEN[0] - timedelta(days=WINDOW))) & (day < CHOSEN[0])
        after = (day >= np.datetime64(START)) & (day < START + timedelta(days=WINDOW))
        return value[after].mean() - value[before].mean()

    treated = np.mean([change(name) for name in names(8)])
    comparison = np.mean([change(name) for name in names(8, "C")])
    assert found.estimate == pytest.approx(treated - comparison)
    assert found.design == "difference_in_differences"


def test_a_clear_effect_is_an_improvement_where_lower_is_better():
    found = studied()

    assert (found.verdict, found.codes) == ("improved", ())
    assert found.ci_high < 0
    assert found.second.ci_high < 0
    assert found.relative == pytest.approx(found.estimate / 60, rel=0.2)


def test_the_same_effect_is_harm_where_higher_is_better():
    found = measure(measured(), a_plan(better="higher"), LATER)

    assert found.verdict == "worsened"


def test_nothing_found_by_precise_data_is_no_evidence():
    assert studied(effect=0, noise=2).verdict == "no_evidence"


def test_nothing_found_by_imprecise_data_is_no_answer():
    assert studied(effect=0, noise=40).verdict == "insufficient_data"


def test_the_relevant_change_is_the_registered_one():
    plan = a_plan(relevant_change=0.001)
    assert measure(measured(effect=0, noise=2), plan, LATER).verdict == "insufficient_data"


@pytest.mark.parametrize(("treated", "comparison"), [(1, 8), (2, 8), (8, 2), (8, 1)])
def test_one_or_two_units_on_a_side_are_ranked_but_never_judged(treated, comparison):
    found = studied(treated, comparison, effect=-30)

    assert (found.verdict, found.design) == ("insufficient_data", "placebo_rank")
    assert found.estimate == pytest.approx(-30, abs=4)
    assert (found.placebo.rank, found.placebo.out_of) == (1, max(treated, comparison) + 1)
    assert found.placebo.spread > 0
    assert "few_clusters" in found.codes
    assert ("single_treated_unit" in found.codes) == (treated == 1)


def test_three_to_five_units_need_the_permutation_test_too():
    three, five = studied(3, 3), studied(5, 5)

    assert three.permutation_p == pytest.approx(0.1)  # 1 of 20 divisions, both sides
    assert (three.verdict, five.verdict) == ("insufficient_data", "improved")
    assert five.permutation_p < 0.05
    assert "few_clusters" in five.codes


def test_the_seed_fixes_the_permutations_that_are_drawn():
    measures = measured(5, 40, effect=-1)
    once, again = (measure(measures, a_plan(5, 40, seed=4), LATER) for _ in range(2))

    assert once.permutation_p == again.permutation_p


def test_a_window_with_less_than_80_percent_of_its_days_decides_nothing():
    measures = measured(weekdays=range(5))
    late = measures.day >= np.datetime64(START + timedelta(days=100))

    found = measure(without(measures, late), a_plan(), LATER)

    assert (found.verdict, "missing_days" in found.codes) == ("insufficient_data", True)
    assert found.coverage == pytest.approx(100 / 140, abs=0.03)
    assert found.estimate is not None  # shown, with its warning


def test_an_office_that_is_closed_at_weekends_misses_no_day():
    found = studied(weekdays=range(5))

    assert (found.coverage, found.verdict) == (1.0, "improved")


@pytest.mark.parametrize("missing", [0.3, 0.6])
@pytest.mark.parametrize("weekdays", [(0,), range(5)])
def test_days_that_are_missing_here_and_there_are_noticed_too(missing, weekdays):
    measures = measured(weekdays=weekdays)
    gone = np.random.default_rng(1).random(len(measures.day)) < missing

    found = measure(without(measures, gone), a_plan(), LATER)

    assert found.coverage == pytest.approx(1 - missing, abs=0.1)
    assert (found.verdict, "missing_days" in found.codes) == ("insufficient_data", True)


def test_one_unit_with_gaps_is_warned_of_but_does_not_stop_the_others():
    measures = measured(weekdays=range(5))
    gaps = (measures.unit == "T03") & (np.arange(len(measures.unit)) % 3 == 0)

    found = measure(without(measures, gaps), a_plan(), LATER)

    assert (found.verdict, found.codes) == ("improved", ("missing_days",))


def test_units_without_both_periods_are_left_out_by_name():
    measures = measured()
    gone = ((measures.unit == "T01") & (measures.day >= np.datetime64(START))) | (
        measures.unit == "C02"
    )

    found = measure(without(measures, gone), a_plan(), LATER)

    assert found.left_out == ("C02", "T01")
    assert (found.n, found.n_treated, found.n_comparison) == (14, 7, 7)


def test_units_that_were_improving_already_get_no_praise_for_it():
    measures = measured(effect=0, noise=1)
    week = (measures.day - measures.day.min()).astype(int) / 7
    drift = np.where(np.char.startswith(measures.unit, "T"), -0.4 * week, 0.0)
    moved = Measures(
        unit=measures.unit, day=measures.day, value=measures.value + drift, n=measures.n
    )

    found = measure(moved, a_plan(), LATER)

    assert (found.verdict, "pre_trend" in found.codes) == ("insufficient_data", True)
    assert found.pre_trend.estimate == pytest.approx(-0.4, abs=0.1)


def test_units_chosen_when_bad_are_marked_as_such():
    measures = measured()
    chosen = (measures.day >= np.datetime64(CHOSEN[0])) & (measures.day <= CHOSEN[1])
    bad = np.where(chosen & np.char.startswith(measures.unit, "T"), 15.0, 0.0)
    moved = Measures(unit=measures.unit, day=measures.day, value=measures.value + bad, n=measures.n)

    assert measure(moved, a_plan(), LATER).codes == ("regression_to_the_mean",)


@pytest.mark.parametrize(
    "parts",
    [{"registered_on": START + timedelta(days=1)}, {"selected": None}, {"registered_on": None}],
)
def test_what_was_not_fixed_beforehand_is_exploratory(parts):
    assert "exploratory" in measure(measured(), a_plan(**parts), LATER).codes


def test_a_look_before_fourteen_days_after_the_window_is_interim():
    measures = measured()

    assert "interim" in measure(measures, a_plan(), LATER - timedelta(days=1)).codes
    assert "interim" not in measure(measures, a_plan(), LATER).codes


def test_days_weigh_by_their_services_within_a_unit_only():
    measures = measured()
    weights = np.where(measures.unit == "T00", 5000.0, 1.0)
    heavy = Measures(unit=measures.unit, day=measures.day, value=measures.value, n=weights)
    alike, large = (measure(one, a_plan(), LATER) for one in (measures, heavy))

    assert large.estimate == pytest.approx(alike.estimate)
    told = {one.name: one.estimate.estimate for one in large.sensitivity}
    assert set(told) == {"half_windows", "citizen_weighted"}
    assert told["citizen_weighted"] != pytest.approx(large.estimate)


def test_a_study_whose_selection_is_unknown_holds_only_the_past_equal():
    found = measure(measured(), a_plan(selected=None), LATER)

    assert found.second.n == 16
    assert found.series["windows"]["selected"] is None
    assert found.verdict == "improved"


def test_nothing_measured_is_insufficient_and_no_failure():
    none = without(measured(), np.ones(52 * 16, bool))

    found = measure(none, a_plan(), LATER)

    assert (found.verdict, found.design, found.estimate) == ("insufficient_data", "none", None)
    assert len(found.left_out) == 16


def test_the_dose_is_reported_and_moves_no_unit():
    found = measure(measured(), a_plan(dose={"T00": 0.5, "T01": 0.7, "C00": 0.9}), LATER)

    assert found.dose == pytest.approx(0.6)
    assert found.n_treated == 8


def told(found: Finding) -> dict:
    return json.loads(json.dumps(found.as_json(), allow_nan=False))


@pytest.mark.parametrize("treated", [1, 3, 8])
def test_a_finding_travels_as_json_and_tells_two_sentences_in_both_languages(treated):
    found = told(studied(treated))

    for language, trained in (("id", "yang dilatih"), ("en", "trained")):
        assert trained in found["sentences"][language]
        assert found["sentences"][language].endswith(".")
    assert {"week", "from", "treated", "comparison"} == set(found["series"]["points"][0])
    for warning in found["warnings"]:
        assert set(warning) == {"code", "text_id", "text_en"}


def test_plan_and_measures_travel_as_json_too():
    plan = a_plan(selected_by_unit={"T00": CHOSEN}, dose={"T00": 0.5})
    measures = measured()

    assert Plan.from_json(json.loads(json.dumps(plan.as_json()))) == plan
    again = Measures.from_json(json.loads(json.dumps(measures.as_json())))
    assert (again.value == measures.value).all()
    assert (again.day == measures.day).all()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"comparison": ["T00"]}, "treated and comparison unit at once: T00"),
        ({"before_days": 0}, "at least 1"),
        ({"better": "faster"}, "lower or higher"),
        ({"selected": (START, CHOSEN[0])}, "before it begins"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(parts, reason):
    with pytest.raises(ValueError, match=reason):
        replace(a_plan(), **parts)


@pytest.mark.parametrize(
    ("value", "n", "reason"), [(np.nan, 1, "row 1: value must be"), (1, 0, "row 1: n must be")]
)
def test_a_measurement_that_is_none_is_refused_with_its_row(value, n, reason):
    with pytest.raises(ValueError, match=reason):
        Measures(
            unit=np.array(["A", "B"]),
            day=np.array(["2025-01-01"] * 2, dtype="datetime64[D]"),
            value=np.array([1.0, value]),
            n=np.array([1.0, n]),
        )
