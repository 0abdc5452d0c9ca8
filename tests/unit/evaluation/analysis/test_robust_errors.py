"""The standard errors and degrees of freedom are those of the definitions, written out in full."""

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS, WLS

from services.evaluation.analysis.robust import Undetermined, coefficient
from services.evaluation.analysis.two_group import two_group


@pytest.fixture
def drawn() -> np.random.Generator:
    return np.random.default_rng(7)


def by_definition(outcome, design, weights, clusters):
    """CR2 and its degrees of freedom for column 0, with every matrix held whole."""
    root = np.sqrt(weights)
    x, n = design * root[:, None], len(outcome)
    bread = np.linalg.inv(x.T @ x)
    away = np.eye(n) - x @ bread @ x.T
    residuals = away @ (outcome * root)
    columns, variance = [], 0.0
    for cluster in np.unique(clusters):
        own = np.flatnonzero(clusters == cluster)
        values, vectors = np.linalg.eigh(away[np.ix_(own, own)])
        adjust = vectors @ np.diag(values**-0.5) @ vectors.T
        weight = adjust @ x[own] @ bread[:, 0]
        variance += float(weight @ residuals[own]) ** 2
        columns.append(away[:, own] @ weight)
    gram = np.array(columns) @ np.array(columns).T
    return np.sqrt(variance), np.trace(gram) ** 2 / (gram**2).sum()


def test_without_clusters_the_error_is_the_hc2_of_statsmodels(drawn):
    treated = np.arange(20) < 7
    covariate = drawn.normal(size=20)
    outcome = 3 * treated + covariate + drawn.normal(size=20) * (1 + 4 * treated)

    found = two_group(outcome, treated, covariate)

    design = np.column_stack([treated, covariate, np.ones(20)])
    theirs = OLS(outcome, design).fit(cov_type="HC2")
    assert found.estimate == pytest.approx(theirs.params[0])
    assert found.se == pytest.approx(theirs.bse[0])
    _, df = by_definition(outcome, design, np.ones(20), np.arange(20))
    assert found.df == pytest.approx(df)


def test_two_groups_without_covariates_are_compared_as_welch_does(drawn):
    one, other = drawn.normal(0, 5, 8), drawn.normal(0, 1, 30)

    found = two_group(np.concatenate([one, other]), np.arange(38) < 8)

    assert found.se == pytest.approx(np.sqrt(one.var(ddof=1) / 8 + other.var(ddof=1) / 30))


def test_a_unit_in_several_stacks_is_one_draw(drawn):
    cohort = np.repeat([0, 1, 2], [9, 8, 7])
    unit = np.concatenate([[0, 1, 2, *range(9, 15)], [3, 4, *range(9, 15)], [5, *range(9, 15)]])
    treated = (unit < 9).astype(float)
    covariate, weights = drawn.normal(size=24), drawn.uniform(0.2, 2, 24)
    outcome = drawn.normal(size=24) + drawn.normal(size=15)[unit]

    found = coefficient(
        outcome,
        np.column_stack([treated, covariate]),
        groups=cohort,
        weights=weights,
        clusters=unit,
    )

    design = np.column_stack([treated, covariate, cohort[:, None] == np.arange(3)])
    assert found.value == pytest.approx(WLS(outcome, design, weights=weights).fit().params[0])
    se, df = by_definition(outcome, design.astype(float), weights, unit)
    assert (found.se, found.df) == (pytest.approx(se), pytest.approx(df))


def test_a_row_that_fits_itself_takes_nothing_from_the_error_of_the_others(drawn):
    outcome = drawn.normal(size=12)
    treated = np.arange(12) < 6
    alone = (np.arange(12) == 11).astype(float)

    with_dummy = two_group(outcome, treated, alone)
    without = two_group(outcome[:11], treated[:11])

    assert with_dummy.estimate == pytest.approx(without.estimate)
    assert with_dummy.se == pytest.approx(without.se)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_covariates_that_say_the_same_twice_are_refused_at_any_scale(drawn, scale):
    covariate = drawn.normal(100, 1, size=12) * scale
    doubled = np.column_stack([covariate, 5 - 2 * covariate])

    with pytest.raises(Undetermined, match="covariate 2 says nothing"):
        two_group(drawn.normal(size=12), np.arange(12) < 6, doubled)


def test_a_large_table_needs_no_square_of_its_rows(drawn):
    n = 60_000
    treated = np.arange(n) < n // 3

    found = two_group(drawn.normal(size=n) + treated, treated, drawn.normal(size=(n, 3)))

    assert found.estimate == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize(
    ("outcome", "treated", "reason"),
    [
        ([1, 2, np.nan], [1, 0, 0], "finite number"),
        ([1, 2, 3], [0, 0, 0], "two groups"),
        ([1, 2, 3], [1, 0], "do not belong together"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(outcome, treated, reason):
    with pytest.raises(ValueError, match=reason):
        two_group(outcome, treated)
