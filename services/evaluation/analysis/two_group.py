"""Two groups side by side: the difference of their means, with covariates held equal if wished."""

from collections.abc import Sequence

import numpy as np

from services.evaluation.analysis.estimate import Estimate, with_interval
from services.evaluation.analysis.robust import Array, Undetermined, coefficient


def two_group(
    outcome: Sequence[float] | Array,
    treated: Sequence[bool] | Array,
    covariates: Array | None = None,
) -> Estimate:
    """Mean of the treated minus mean of the others, by least squares.

    outcome      n values, in any unit
    treated      n flags
    covariates   n x k values to hold equal, or None; without them this is Welch's comparison

    Standard error: HC2; degrees of freedom: Bell and McCaffrey (see `robust.coefficient`).
    Without a standard error (one row on a side) the estimate stands alone.

    Raises ValueError for arrays of different length, values that are no finite numbers and a
    group that is empty; Undetermined (a ValueError) where covariates determine the treatment.
    """
    values = np.asarray(outcome, dtype=float)
    flags = np.asarray(treated, dtype=bool)
    others = np.empty((len(values), 0)) if covariates is None else np.asarray(covariates, float)
    others = others.reshape(len(values), -1)
    if len(flags) != len(values):
        raise ValueError(f"{len(values)} outcomes and {len(flags)} flags do not belong together")
    if not (np.isfinite(values).all() and np.isfinite(others).all()):
        raise ValueError("every outcome and covariate must be a finite number")
    n_treated, n_comparison = int(flags.sum()), int((~flags).sum())
    if not n_treated or not n_comparison:
        raise ValueError("two groups are needed: everyone is in the same one")
    if min(n_treated, n_comparison) < 2 and not others.size:
        difference = float(values[flags].mean() - values[~flags].mean())
        return with_interval(difference, None, None, n_treated=n_treated, n_comparison=n_comparison)
    regressors = np.column_stack([flags.astype(float), others])
    _refuse_collinear(regressors)
    found = coefficient(values, regressors)
    return with_interval(
        found.value, found.se, found.df, n_treated=n_treated, n_comparison=n_comparison
    )


def _refuse_collinear(regressors: Array) -> None:
    with_constant = np.column_stack([np.ones(len(regressors)), regressors])
    for width in range(3, with_constant.shape[1] + 1):
        part = with_constant[:, :width] / np.maximum(
            np.abs(with_constant[:, :width]).max(0), 1e-300
        )
        if np.linalg.matrix_rank(part) < width:
            raise Undetermined(
                f"covariate {width - 2} says nothing that the constant, the group and the "
                "covariates before it do not say already"
            )
