"""What people report about using what they learned, in words. A report is no observation."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.evaluation.domain.telling import Group, Member, may_tell

_NEARLY_ALL = {"share": None, "low": 0.75, "high": 1.0}
_NEARLY_NONE = {"share": None, "low": 0.0, "high": 0.25}


def reason_against(
    applied: Sequence[bool], *, fewest: int, group: Group, everybody: Sequence[Member]
) -> str | None:
    """Why nothing may be said; None: it may. fewest: k, as for everything that is told."""
    if len(applied) < fewest:
        return f"fewer than {fewest} people whose answers after the training have closed"
    if not may_tell(group, everybody, minimum=fewest, fewest=fewest):
        return "the few others of the programme could be told by comparing with its total"
    return None


def share(applied: Sequence[bool]) -> dict[str, Any]:
    """n, and the share (0-1) of those who use it; where all agree, a band."""
    if all(applied) or not any(applied):
        return {"n": len(applied), **(_NEARLY_ALL if applied[0] else _NEARLY_NONE)}
    exact = round(sum(applied) / len(applied), 3)
    return {"n": len(applied), "share": exact, "low": exact, "high": exact}


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
