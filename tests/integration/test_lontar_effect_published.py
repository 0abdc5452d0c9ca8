"""`lontar effect` beside published tables."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from causaldata import cps_mixtape, nsw_mixtape, organ_donations, snow

from tests.integration.analyst import (
    TWO,
    Analyst,
    an_analyst,
)
from tests.integration.console import run


@pytest.fixture
def analyst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Analyst]:
    with an_analyst(tmp_path, monkeypatch, capsys) as analyst:
        yield analyst


def test_the_published_gain_of_the_training_experiment(tmp_path: Path):
    path = tmp_path / "nsw.csv"
    nsw_mixtape.load_pandas().data.to_csv(path, index=False)

    answer = run(
        [
            *("effect", path, "--design", "two-group", "--outcome", "re78"),
            *("--treated", "treat=1", "--better", "higher", "--json"),
        ],
        {},
    )

    found = json.loads(answer.out)
    assert round(found["estimate"], 2) == 1794.34
    assert round(found["se"], 1) == 671.0
    assert (found["n"], found["n_treated"], found["n_comparison"]) == (445, 185, 260)
    assert found["ci_low"] < 1794 < found["ci_high"]
    assert (found["verdict"], found["warnings"]) == ("improved", [])


def test_a_comparison_with_the_whole_country_gives_the_published_wrong_answer(analyst: Analyst):
    """Dehejia and Wahba (1999), table 3: -8,498 dollars against the CPS-1 comparison group."""
    trained = nsw_mixtape.load_pandas().data.query("treat == 1")
    country = cps_mixtape.load_pandas().data
    rows = [f"{pay},{group}" for d, group in ((trained, 1), (country, 0)) for pay in d.re78]
    analyst.writes("minutes,trained\n" + "\n".join(rows))

    found = analyst.learns(*TWO, "--better", "higher")

    assert round(found["estimate"]) == -8498
    assert (found["n_treated"], found["n_comparison"]) == (185, 15992)


def test_one_state_alone_is_estimated_as_published_but_never_judged(analyst: Analyst):
    """Kessler and Roth (2014), organ donation in California: -0.022 (Huntington-Klein 2021)."""
    organ_donations.load_pandas().data.to_csv(analyst.path, index=False)

    found = analyst.learns(
        *("--design", "did", "--outcome", "Rate", "--unit", "State", "--time", "Quarter"),
        *("--treated", "State=California", "--start", "Q32011", "--better", "higher"),
    )

    assert round(found["estimate"], 3) == -0.022
    assert (found["n_treated"], found["n_comparison"], found["second"]) == (1, 26, None)
    assert found["placebo"]["out_of"] == 27
    assert found["verdict"] == "insufficient_data"
    assert {"single_treated_unit", "few_clusters"} <= {one["code"] for one in found["warnings"]}


def test_two_water_companies_give_snows_difference_without_an_interval(analyst: Analyst):
    """Snow (1855), as in Huntington-Klein (2021), ch. 18: -56.9 deaths by cholera in 10,000."""
    snow.load_pandas().data.to_csv(analyst.path, index=False)

    found = analyst.learns(
        *("--design", "did", "--outcome", "deathrate", "--unit", "supplier", "--time", "year"),
        *("--treated", "supplier=Lambeth + Others", "--start", "1854"),
    )

    assert found["estimate"] == pytest.approx(-56.9, abs=0.01)
    assert (found["se"], found["verdict"]) == (None, "insufficient_data")
