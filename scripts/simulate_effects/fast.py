"""A and B of very many sets at once, by plain array arithmetic; a test holds them to the engine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from scripts.simulate_effects.worlds import MONTH, Array, Sets

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Many:
    """Estimates of sets: each array has one value a set."""

    estimate: Array
    se: Array
    df: Array

    @property
    def margin(self) -> Array:
        return np.asarray(stats.t.ppf(0.975, self.df) * self.se)

    @property
    def side(self) -> NDArray[np.int64]:
        """-1 or 1 where the interval is wholly on that side of zero, else 0."""
        return np.sign(self.estimate).astype(int) * (np.abs(self.estimate) > self.margin)

    def holds(self, truth: float) -> Flags:
        """Whether the interval holds the truth."""
        return np.asarray(np.abs(self.estimate - truth) <= self.margin)


def regressions(outcome: Array, *regressors: Array) -> Many:
    """Coefficient of the first regressor, with constant, HC2 and Bell-McCaffrey; sets x units."""
    x = np.stack([*np.broadcast_arrays(*regressors, np.ones_like(outcome))], axis=-1)
    q, r = np.linalg.qr(x)
    fitted = (outcome[:, None, :] @ q)[:, 0, :]
    residuals = outcome - (q @ fitted[..., None])[..., 0]
    inverse = np.linalg.inv(r)
    gradient = (q @ inverse[:, 0, :, None])[..., 0]
    leverage = (q**2).sum(axis=-1)
    square = gradient**2 / (1 - leverage)
    middle = np.swapaxes(q, 1, 2) @ (square[..., None] * q)
    trace = (square * (1 - leverage)).sum(axis=-1)
    of_square = (square**2 * (1 - 2 * leverage)).sum(axis=-1) + (middle**2).sum(axis=(1, 2))
    return Many(
        (inverse[:, 0, :] * fitted).sum(axis=-1),
        np.sqrt((square * residuals**2).sum(axis=-1)),
        trace**2 / of_square,
    )


def first(sets: Sets) -> Many:
    """A, where all units start in the same week."""
    _, before, after = _edges(sets)
    return regressions(after - before, sets.treated.astype(float))


def second(sets: Sets) -> Many:
    """B, where all units start in the same week."""
    month, before, after = _edges(sets)
    return regressions(after, sets.treated.astype(float), month, before)


def slopes(sets: Sets) -> Many:
    """Difference of the weekly slopes before."""
    first = int(sets.month[0, 0])
    weeks = sets.values[..., first - sets.window : first]
    time = np.arange(sets.window) - (sets.window - 1) / 2
    return regressions(weeks @ time / (time**2).sum(), sets.treated.astype(float))


def verdicts(sets: Sets) -> NDArray[np.int64]:
    """-1 improved, 1 worsened, 0 neither, as `verdict.decide` has it for 6 units or more."""
    a, b, drift = first(sets).side, second(sets).side, slopes(sets).side
    return np.asarray(np.where((a == b) & (drift != a), a, 0))


def naive(sets: Sets) -> NDArray[np.int64]:
    """The trained units' month before the start against the time after, a paired t test.

    Any starts: it looks at no other unit.
    """
    month, _, after = _edges(sets)
    change = (after - month)[sets.treated].reshape(len(month), -1)
    found = stats.ttest_1samp(change, 0.0, axis=1)
    return np.asarray(np.sign(found.statistic).astype(int) * (found.pvalue < 0.05))


def plain(sets: Sets, weeks: int = 8) -> NDArray[np.int64]:
    """Difference-in-differences of the 8 weeks before and after the start, selection included."""
    before = _mean(sets.values, sets.start - weeks, weeks)
    after = _mean(sets.values, sets.start, weeks)
    return regressions(after - before, sets.treated.astype(float)).side


def _edges(sets: Sets) -> tuple[Array, Array, Array]:
    """Means of each unit's month of selection, of the window before it, and of the one after."""
    month, start = sets.month, sets.start
    return (
        _mean(sets.values, month, MONTH),
        _mean(sets.values, month - sets.window, sets.window),
        _mean(sets.values, start, sets.window),
    )


def _mean(values: Array, first: NDArray[np.int64], weeks: int) -> Array:
    """Mean of each unit's weeks [first, first + weeks)."""
    sums = np.pad(np.cumsum(values, axis=-1), ((0, 0), (0, 0), (1, 0)))
    edges = (first[..., None], first[..., None] + weeks)
    begin, end = (np.take_along_axis(sums, edge, axis=-1)[..., 0] for edge in edges)
    return np.asarray((end - begin) / weeks)
