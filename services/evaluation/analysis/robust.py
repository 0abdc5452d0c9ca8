"""Least squares whose standard error needs no equal spread, and is honest in small samples."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from statsmodels.regression.linear_model import WLS

Array = NDArray[np.float64]
Labels = NDArray[Any]
SATURATED = 1e-9


class Undetermined(ValueError):
    """The regression cannot tell its coefficients apart; the text says why."""


@dataclass(frozen=True)
class Coefficient:
    """value, its standard error, and the Bell-McCaffrey degrees of freedom."""

    value: float
    se: float
    df: float


@dataclass(frozen=True)
class _Fit:
    """Rows scaled by the root of their weight. The hat matrix is H = G G' + Q Q'.

    own        G by row: root of the row's share in the weight of its group
    group      the row's group, from 0
    q          n x k, orthonormal: the regressors within groups
    gradient   of the coefficient, by row
    residuals  n
    """

    own: Array
    group: NDArray[np.int64]
    q: Array
    gradient: Array
    residuals: Array

    @property
    def leverage(self) -> Array:
        return np.asarray(self.own**2 + (self.q**2).sum(axis=1))


def coefficient(
    outcome: Array,
    regressors: Array,
    *,
    groups: Labels | None = None,
    weights: Array | None = None,
    clusters: Labels | None = None,
) -> Coefficient:
    """The first coefficient of a (weighted) least-squares regression with a constant, robustly.

    outcome      n values
    regressors   n x k, without the constant
    groups       n labels: each group has a constant of its own; None: one for all
    weights      n, > 0; None: all alike
    clusters     n labels of what is one draw (a unit in several groups, once in each); None:
                 every row is one

    Standard errors: HC2 (MacKinnon and White 1985, J. Econometrics 29) where every row is a
    cluster, CR2 (Bell and McCaffrey 2002, Survey Methodology 28; Pustejovsky and Tipton 2018,
    J. Bus. Econ. Stat. 36) otherwise. Degrees of freedom: Bell and McCaffrey's Satterthwaite
    approximation in both cases (Imbens and Kolesar 2016, Rev. Econ. Stat. 98). The fit is that of
    statsmodels; its HC2 would hold n x n numbers, so that is taken from the leverages here.

    Raises Undetermined where the regressors are collinear or as many as the rows.
    """
    labels = np.zeros(len(outcome), int) if groups is None else groups
    fit, value = _fit(outcome, regressors, labels, weights)
    alone = clusters is None or len(np.unique(clusters)) == len(outcome)
    if alone and fit.leverage.max() < 1 - SATURATED:
        adjusted = fit.gradient / np.sqrt(1 - fit.leverage)
        shadow = np.column_stack([_spread(fit.own * adjusted, fit), fit.q * adjusted[:, None]])
        variance = float(((adjusted * fit.residuals) ** 2).sum())
        return Coefficient(value, float(np.sqrt(variance)), _satterthwaite(adjusted**2, shadow))
    cluster = np.arange(len(outcome)) if clusters is None else clusters
    return Coefficient(value, *_clustered(fit, cluster))


def _fit(
    outcome: Array, regressors: Array, labels: Labels, weights: Array | None
) -> tuple[_Fit, float]:
    """Within groups (Frisch, Waugh and Lovell), so that their constants cost nothing."""
    _, group = np.unique(labels, return_inverse=True)
    weight = np.ones(len(outcome)) if weights is None else weights
    total = np.bincount(group, weights=weight)
    n, k = len(outcome), regressors.shape[1]
    if n <= k + len(total):
        raise Undetermined(f"{n} rows cannot determine {k + len(total)} coefficients")
    y, *columns = (
        part - (np.bincount(group, weights=weight * part) / total)[group]
        for part in (outcome, *regressors.T)
    )
    x = np.column_stack(columns)
    size = np.sqrt((x**2).sum(axis=0))
    if not size.all() or np.linalg.matrix_rank(x / size) < k or (size < _noise(regressors)).any():
        raise Undetermined("the regressors are collinear")
    fitted = WLS(y, x, weights=weight).fit()
    root = np.sqrt(weight)
    q, r = np.linalg.qr(x * root[:, None])
    gradient = q @ np.linalg.solve(r.T, np.eye(k)[0])
    residuals = np.asarray(fitted.resid) * root
    return _Fit(np.sqrt(weight / total[group]), group, q, gradient, residuals), fitted.params[0]


def _noise(regressors: Array) -> Array:
    """What rounding leaves of a column that is constant within its groups."""
    return np.asarray(1e-10 * np.sqrt((regressors**2).sum(axis=0)))


def _spread(values: Array, fit: _Fit) -> Array:
    """A column for each group: a row's value in that of its own."""
    if fit.group.max() == 0:
        return values[:, None]
    return values[:, None] * (fit.group[:, None] == np.arange(fit.group.max() + 1))


def _satterthwaite(own: Array, shadow: Array) -> float:
    """(tr M)^2 / tr M^2 of M = diag(own) - shadow shadow', never held itself."""
    size = (shadow**2).sum(axis=1)
    trace = float((own - size).sum())
    of_square = float((own**2 - 2 * own * size).sum() + ((shadow.T @ shadow) ** 2).sum())
    return trace**2 / of_square if of_square > 0 else float("nan")


def _clustered(fit: _Fit, labels: Labels) -> tuple[float, float]:
    """Standard error (CR2) of the coefficient, and its degrees of freedom."""
    _, inverse = np.unique(labels, return_inverse=True)
    order = np.lexsort((fit.group, inverse))
    clusters = np.split(order, np.cumsum(np.bincount(inverse))[:-1])
    own = np.empty(len(clusters))
    shadow = np.zeros((len(clusters), fit.group.max() + 1 + fit.q.shape[1]))
    roots: dict[bytes, tuple[Array, Array]] = {}  # units with the same rows share one
    variance = 0.0
    for number, rows in enumerate(clusters):
        part = fit.q[rows]
        key = part.tobytes() + fit.own[rows].tobytes()
        if key not in roots:
            roots[key] = _inverse_root(np.diag(1 - fit.own[rows] ** 2) - part @ part.T)
        scale, vectors = roots[key]
        adjusted = vectors @ (scale * (vectors.T @ fit.gradient[rows]))
        variance += float(adjusted @ fit.residuals[rows]) ** 2
        own[number] = adjusted @ adjusted
        shadow[number, fit.group[rows]] = fit.own[rows] * adjusted
        shadow[number, fit.group.max() + 1 :] = part.T @ adjusted
    return float(np.sqrt(variance)), _satterthwaite(own, shadow)


def _inverse_root(matrix: Array) -> tuple[Array, Array]:
    """V diag(s) V' is the symmetric pseudo-inverse root: rows that fit themselves add nothing."""
    values, vectors = np.linalg.eigh(matrix)
    scale = np.where(values > SATURATED, 1 / np.sqrt(np.maximum(values, SATURATED)), 0.0)
    return scale, vectors
