"""Ways in which units come to be trained, each with the trap that lies in it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

UNITS, TREATED, WEEKS = 24, 12, 52
MONTH = 4  # weeks
FIRST, START = 24, 28  # the selection is the month before the start
WINDOW = 24  # weeks before the selection, and after the start
OWN_WINDOW = 12  # the same where each unit starts after its own worst month
LEVEL, LEVEL_SD, SEASON = 60.0, 8.0, 5.0


@dataclass(frozen=True)
class Noise:
    """ar   correlation of one week with the next; None: drawn anew for each set from 0.3-0.85
    sd   standard deviation of a week; None: every unit its own, from 3 to 8
    """

    ar: float | None = None
    sd: float | None = None


@dataclass(frozen=True)
class Sets:
    """values    sets x units x weeks, waiting minutes: lower is better
    treated   sets x units
    month     sets x units: first week of the month by which a unit was (or would be) selected
    window    weeks before and after
    """

    values: Array
    treated: NDArray[np.bool_]
    month: NDArray[np.int64]
    window: int

    @property
    def start(self) -> NDArray[np.int64]:
        """sets x units: the week from which training shows."""
        return self.month + MONTH

    def with_effect(self, effect: float) -> "Sets":
        """The same, but that training moves every week from the start by `effect`."""
        trained = np.arange(WEEKS) >= self.start[..., None]
        moved = self.values + effect * (trained & self.treated[..., None])
        return Sets(moved, self.treated, self.month, self.window)


def _at_random(values: Array, level: Array, rng: np.random.Generator) -> Array:
    return rng.random(level.shape)


def _worst_level(values: Array, level: Array, rng: np.random.Generator) -> Array:
    return _month(values, FIRST)


def _worst_deterioration(values: Array, level: Array, rng: np.random.Generator) -> Array:
    return _month(values, FIRST) - values[..., :FIRST].mean(axis=-1)


def _good_volunteer(values: Array, level: Array, rng: np.random.Generator) -> Array:
    return -level + rng.normal(0, LEVEL_SD / 4, level.shape)


# name -> how much a unit is in line for training; the first twelve get it
WORLDS: dict[str, Callable[[Array, Array, np.random.Generator], Array]] = {
    "random": _at_random,
    "worst_level": _worst_level,
    "worst_deterioration": _worst_deterioration,
    "good_volunteer": _good_volunteer,
    "own_worst_month": _at_random,
}


def draw(world: str, sets: int, seed: int, noise: Noise | None = None) -> Sets:
    """Sets of a world in which training changes nothing. Raises KeyError for other worlds."""
    rng = np.random.default_rng([seed, list(WORLDS).index(world)])
    level = rng.normal(LEVEL, LEVEL_SD, (sets, UNITS))
    phase = rng.uniform(0, 2 * np.pi, (sets, 1, 1))
    season = SEASON * np.sin(2 * np.pi * np.arange(WEEKS) / WEEKS + phase)
    values = level[..., None] + season + _noise(sets, rng, noise or Noise())
    order = np.argsort(-WORLDS[world](values, level, rng), axis=1)
    treated = np.zeros((sets, UNITS), bool)
    np.put_along_axis(treated, order[:, :TREATED], True, axis=1)
    if world == "own_worst_month":
        return Sets(values, treated, _own_worst_month(values), OWN_WINDOW)
    return Sets(values, treated, np.full((sets, UNITS), FIRST), WINDOW)


def _noise(sets: int, rng: np.random.Generator, noise: Noise) -> Array:
    """Stationary AR(1) by unit."""
    ar = np.full(sets, noise.ar) if noise.ar is not None else rng.uniform(0.3, 0.85, sets)
    sd = rng.uniform(3, 8, (sets, UNITS)) if noise.sd is None else np.full((sets, UNITS), noise.sd)
    shocks = rng.standard_normal((sets, UNITS, WEEKS))
    week = np.empty_like(shocks)
    week[..., 0] = shocks[..., 0]
    for number in range(1, WEEKS):
        fresh = np.sqrt(1 - ar**2)[:, None] * shocks[..., number]
        week[..., number] = ar[:, None] * week[..., number - 1] + fresh
    return week * sd[..., None]


def _month(values: Array, first: int) -> Array:
    return np.asarray(values[..., first : first + MONTH].mean(axis=-1))


def _own_worst_month(values: Array) -> NDArray[np.int64]:
    """First week of each unit's worst month among those with whole windows around them."""
    months = np.arange(OWN_WINDOW, WEEKS - OWN_WINDOW - MONTH + 1, MONTH)
    means = np.stack([_month(values, month) for month in months], axis=-1)
    return np.asarray(months[means.argmax(axis=-1)])
