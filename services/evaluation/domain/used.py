"""What people report about using what they learned, in words. A report is no observation."""

from collections.abc import Mapping, Sequence
from typing import Any

_NEARLY_ALL = {"share": None, "low": 0.75, "high": 1.0}
_NEARLY_NONE = {"share": None, "low": 0.0, "high": 0.25}


def share(applied: Sequence[bool]) -> dict[str, Any]:
    """n, and the share (0-1) of those who use it; where all or all but one agree, a band.

    A band that only unanimous answers get would tell everybody's.
    """
    users, n = sum(applied), len(applied)
    if users <= 1 or users >= n - 1:
        return {"n": n, **(_NEARLY_ALL if 2 * users > n else _NEARLY_NONE)}
    exact = round(users / n, 3)
    return {"n": n, "share": exact, "low": exact, "high": exact}


def sentence(found: Mapping[str, Any]) -> dict[str, str]:
    """One sentence in both languages."""
    low, high = (round(100 * found[end]) for end in ("low", "high"))
    figure = f"{low} %" if low == high else f"{low}-{high} %"
    return {
        "id": f"{figure} dari {found['n']} peserta melaporkan bahwa mereka menerapkan yang "
        "dipelajari. Ini laporan mereka sendiri.",
        "en": f"{figure} of {found['n']} participants report that they use what they learned. "
        "This is what they say themselves.",
    }
