"""Figures of a service that cannot be."""

from datetime import date

import pytest

from shared.service_figures import MOST, what_is_wrong

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("value", [1e308, MOST * 1.01, float("inf"), float("nan"), -0.1])
def test_a_figure_that_would_drown_all_others_or_is_none_is_refused(value):
    figure = {
        "metric": "waiting_minutes",
        "date": TODAY,
        "value": value,
        "statistic": "mean",
        "n": 1,
    }

    field, reason = what_is_wrong(figure, TODAY)

    assert field == "value"
    assert reason
