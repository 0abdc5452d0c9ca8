"""Several questions asked at once: how much of what is found would be found by chance."""

from collections.abc import Sequence

import numpy as np
from statsmodels.stats.multitest import multipletests


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for their number, in the order given.

    p_values   each in [0, 1]; may be empty

    Source: Holm (1979), Scand. J. Statist. 6, 65-70. Raises ValueError outside [0, 1].
    """
    given = np.asarray(p_values, dtype=float)
    if not given.size:
        return []
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a p-value lies between 0 and 1")
    return [float(value) for value in multipletests(given, method="holm")[1]]
