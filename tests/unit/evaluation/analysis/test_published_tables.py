"""The estimators give what is printed about data that everybody can get."""

import pytest
from causaldata import nsw_mixtape

from services.evaluation.analysis.two_group import two_group


def test_the_training_experiment_of_lalonde_gives_the_published_gain():
    """Dehejia and Wahba (1999), J. Am. Stat. Assoc. 94, 1053-1062: 1,794 (s.e. 671 by HC2)."""
    data = nsw_mixtape.load_pandas().data

    found = two_group(data.re78, data.treat == 1)

    assert found.estimate == pytest.approx(1794.34, abs=0.005)
    assert found.se == pytest.approx(671.0, abs=0.05)
    assert (found.n_treated, found.n_comparison) == (185, 260)
