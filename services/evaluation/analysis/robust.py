"""Least squares whose standard error needs no equal spread, and is honest in small samples."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from statsmodels.regression.linear_model import WLS

Array = NDArray[np.float64]
SATURATED = 1e-9


class Undetermined(ValueError):
    """The regression cannot tell its coefficients apart; the text says why."""


@dataclass(frozen=True)
class Coefficient:
    """value, its standard error, and the Bell-McCaffrey degrees of freedom."""

    value: float
    se: float
    df: float


def coefficient(
    outcome: Array,
    regressors: Array,
    which: int,
    *,
    weights: Array | None = None,
    clusters: NDArray[Any] | None = None,
) -> Coefficient:
    """One coefficient of a (weighted) least-squares regression, robustly.

    outcome      n values
    regressors   n x k, the constant among them
    which        the column whose coefficient is wanted
    weights      n, > 0; None: all alike
    clusters     n labels of what is one draw (a unit in several stacks); None: every row is one

    Standard errors: HC2 (MacKinnon and White 1985, J. Econometrics 29) where every row is a
    cluster, CR2 (Bell and McCaffrey 2002, Survey Methodology 28; Pustejovsky and Tipton 2018,
    J. Bus. Econ. Stat. 36) otherwise. Degrees of freedom: Bell and McCaffrey's Satterthwaite
    approximation in both cases (Imbens and Kolesar 2016, Rev. Econ. Stat. 98).

    Raises Undetermined where the regressors are collinear or as many as the rows.
    """
    n, k = regressors.shape
    if n <= k:
        raise Undetermined(f"{n} rows cannot determine {k} coefficients")
    if np.linalg.matrix_rank(regressors) < k:
        raise Undetermined("the regressors are collinear")
    weight = np.ones(n) if weights is None else weights
    fitted = WLS(outcome, regressors, weights=weight).fit(cov_type="HC2")
    root = np.sqrt(weight)
    x, residuals = regressors * root[:, None], np.asarray(fitted.resid) * root
    q, r = np.linalg.qr(x)
    gradient = q @ np.linalg.solve(r.T, np.eye(k)[which])  # of the coefficient, by row
    leverage = (q**2).sum(axis=1)
    alone = clusters is None or len(np.unique(clusters)) == n
    if alone and leverage.max() < 1 - SATURATED:
        adjusted = gradient / np.sqrt(1 - leverage)
        se = float(fitted.bse[which])
        return Coefficient(float(fitted.params[which]), se, _df_of_rows(adjusted, q))
    labels = np.arange(n) if clusters is None else clusters
    score, df = _clustered(gradient, residuals, q, labels)
    return Coefficient(float(fitted.params[which]), float(np.sqrt(score)), df)


def _df_of_rows(adjusted: Array, q: Array) -> float:
    """Satterthwaite: (tr M)^2 / tr M^2 of M = A (I - H) A, without ever holding n x n."""
    square = adjusted**2
    leverage = (q**2).sum(axis=1)
    trace = float((square * (1 - leverage)).sum())
    weighted = q.T @ (square[:, None] * q)
    of_square = float((square**2 * (1 - 2 * leverage)).sum() + (weighted**2).sum())
    return trace**2 / of_square if of_square > 0 else float("nan")


def _clustered(
    gradient: Array, residuals: Array, q: Array, labels: NDArray[Any]
) -> tuple[float, float]:
    """Variance (CR2) of the coefficient, and its degrees of freedom."""
    _, inverse = np.unique(labels, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    groups = np.split(order, np.cumsum(np.bincount(inverse))[:-1])
    own = np.empty(len(groups))
    shadow = np.empty((len(groups), q.shape[1]))
    variance = 0.0
    for number, rows in enumerate(groups):
        part = q[rows]
        adjusted = _inverse_root(np.eye(len(rows)) - part @ part.T) @ gradient[rows]
        variance += float(adjusted @ residuals[rows]) ** 2
        own[number] = adjusted @ adjusted
        shadow[number] = part.T @ adjusted
    gram = np.diag(own) - shadow @ shadow.T
    of_square = float((gram**2).sum())
    return variance, float(np.trace(gram)) ** 2 / of_square if of_square > 0 else float("nan")


def _inverse_root(matrix: Array) -> Array:
    """Symmetric pseudo-inverse root: a row that fits itself exactly adds nothing."""
    values, vectors = np.linalg.eigh(matrix)
    roots = np.where(values > SATURATED, 1 / np.sqrt(np.maximum(values, SATURATED)), 0.0)
    return np.asarray((vectors * roots) @ vectors.T)
