"""Rates of rare events in units of unequal size: a small unit's chance is not its merit.

The gamma-Poisson model: a unit's count is Poisson with mean (rate x exposure), and the rates of
the units are gamma distributed around the common rate. What a unit shows by itself is drawn to the
common rate, the more the less volume it has.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaincinv, gammaln

Numbers = np.ndarray[Any, np.dtype[np.float64]]

_SHAPES = np.geomspace(0.25, 400.0, 25)
"""Of the gamma: from units that have little in common to units that are all the same."""

_LOWER, _UPPER = 0.025, 0.975


@dataclass(frozen=True)
class Shrunk:
    """Of each unit the rate and its 95 % interval, in events per unit of exposure.

    common   events of all units over the exposure of all
    """

    rates: Numbers
    low: Numbers
    high: Numbers
    common: float


def shrink(counts: Numbers, exposures: Numbers) -> Shrunk:
    """Empirical-Bayes rates of n units.

    counts      events of each unit, >= 0
    exposures   of each unit, > 0, in any one measure (thousands of services, employees)

    The spread of the rates is not taken as known: the estimates of a grid of gamma shapes are
    averaged, each by the likelihood of the counts under it (negative binomial), and beforehand
    every coefficient of variation of the rates (1/sqrt(shape)) is as likely as any other. So units
    that look alike do not yield an interval without width. The interval is that of the gamma with
    the mean and variance of the averaged posterior; the variance includes, to first order, that
    the common rate is an estimate too. Where nobody has an event, the upper end is that of the
    rule of three.

    Raises ValueError where lengths differ, there is no unit, or a number is out of range.

    Sources: Clayton and Kaldor (1987), Biometrics 43, 671-681 (the model); Kass and Steffey
    (1989), J. Am. Stat. Assoc. 84, 717-726 (the spread's own uncertainty); Gelman (2006),
    Bayesian Analysis 1, 515-534 (flat on the standard deviation); Hanley and Lippman-Hand (1983),
    J. Am. Med. Assoc. 249, 1743-1745 (the rule of three).
    """
    counts, exposures = np.asarray(counts, float), np.asarray(exposures, float)
    if counts.shape != exposures.shape or not counts.size:
        raise ValueError(f"{counts.size} counts and {exposures.size} exposures")
    if not (np.all(counts >= 0) and np.all(exposures > 0) and np.all(np.isfinite(exposures))):
        raise ValueError("counts must not be negative, exposures must be above 0")
    common = float(counts.sum() / exposures.sum())
    if common == 0:
        none = np.zeros_like(counts)
        return Shrunk(none, none, 3.0 / exposures, 0.0)
    shapes, weights = _SHAPES[:, None], _likelihoods(counts, common * exposures)[:, None]
    shape, rate = shapes + counts, shapes / common + exposures
    means = shape / rate
    mean = (weights * means).sum(axis=0)
    unsure = (means * (shapes / common / rate) / common) ** 2 * _variance(common, exposures)
    variance = (weights * (shape / rate**2 + unsure + (means - mean) ** 2)).sum(axis=0)
    matched, scale = mean**2 / variance, variance / mean
    low = np.minimum(gammaincinv(matched, _LOWER) * scale, mean)
    return Shrunk(mean, low, np.maximum(gammaincinv(matched, _UPPER) * scale, mean), common)


def _variance(common: float, exposures: Numbers) -> Numbers:
    """Of the common rate, for each shape: chance, and which units there happen to be."""
    shares = exposures / exposures.sum()
    spread: Numbers = common**2 / _SHAPES[:, None] * (shares**2).sum()
    return spread + common / exposures.sum()


def _likelihoods(counts: Numbers, expected: Numbers) -> Numbers:
    """Of each shape, given all counts; they add up to 1. expected: under the common rate."""
    a = _SHAPES[:, None]
    logs = (
        gammaln(counts + a)
        - gammaln(a)
        + a * np.log(a / (a + expected))
        + counts * np.log(expected / (a + expected))
    ).sum(axis=1) - np.log(_SHAPES) / 2
    likelihoods: Numbers = np.exp(logs - logs.max())
    return likelihoods / likelihoods.sum()
