"""The answer of a study, as plain values that can be stored, sent and shown."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from services.evaluation.analysis.estimate import Estimate

Verdict = Literal["improved", "no_evidence", "worsened", "insufficient_data"]
Design = Literal[
    "difference_in_differences",
    "stacked_difference_in_differences",
    "placebo_rank",
    "interrupted_time_series",
    "none",
]


@dataclass(frozen=True, kw_only=True)
class Warning:
    """code      regression_to_the_mean, pre_trend, few_clusters, single_treated_unit, exploratory,
              interim or missing_days
    text_id   what it means, in Indonesian
    text_en   the same in English
    """

    code: str
    text_id: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class Placebo:
    """A question whose answer should be "nothing".

    estimate   the same comparison where nothing had happened: the second half of the window
               before against its first half; None where it cannot be had
    rank       with one or two units on a side: the place of their effect among the effects that
               the other side's units would show, 1 = largest; None otherwise
    out_of     how many are ranked
    spread     standard deviation of the other side's changes, in the metric's unit
    """

    estimate: Estimate | None = None
    rank: int | None = None
    out_of: int | None = None
    spread: float | None = None


@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """The first estimate again, with one choice made otherwise: half_windows, citizen_weighted."""

    name: str
    estimate: Estimate


@dataclass(frozen=True, kw_only=True)
class Finding:
    """estimate .. p_value   of the first estimate (difference-in-differences), see `Estimate`
    relative        estimate as a share of the treated units' mean before; None where that is 0
    n, n_treated, n_comparison   units it rests on
    left_out        units without measurements in both windows, by name
    design          how it was estimated
    second          the estimate that must agree; None where the data are too few for it
    permutation_p   of the permutation test, where a side has 3 to 5 units; None otherwise
    pre_trend       difference of the slopes before, per week: it can warn, never reassure
    coverage        share (0-1) of the windows' usual days measured, in the worst of the four
                    cells (treated, comparison; before, after); None without any
    dose            mean share of staff who completed, over the treated units; None if unknown
    sentences       {"id", "en"}: two sentences for a head of office
    series          {"points": [{"week", "from", "treated", "comparison"}], "windows": {...}};
                    weeks count from the start; see `chart.chart`
    """

    estimate: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    p_value: float | None
    relative: float | None
    n: int
    n_treated: int
    n_comparison: int
    left_out: tuple[str, ...]
    design: Design
    second: Estimate | None
    permutation_p: float | None
    pre_trend: Estimate | None
    placebo: Placebo | None
    sensitivity: tuple[Sensitivity, ...]
    coverage: float | None
    dose: float | None
    warnings: tuple[Warning, ...]
    verdict: Verdict
    sentences: dict[str, str]
    series: dict[str, Any]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the warnings."""
        return tuple(warning.code for warning in self.warnings)

    def as_json(self) -> dict[str, Any]:
        """Plain types all through."""
        return {**asdict(self), "left_out": list(self.left_out)}
