"""What a group learned, in words. Without a comparison it is never called an effect."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.evaluation.domain.telling import Group, Member, may_tell

Pairs = Sequence[tuple[float, float]]


def reason_against(
    pairs: Pairs, *, minimum: int, fewest: int, group: Group, everybody: Sequence[Member]
) -> str | None:
    """Why nothing may be said; None: it may.

    pairs       scores (before, after) of the people of a group, points from 0 to 100
    everybody   of the whole programme
    minimum     fewest pairs of which anything is said
    fewest      k: the fewest people that a difference between groups may speak about
    """
    if len(pairs) < minimum:
        return f"fewer than {minimum} people with both tests whose windows have closed"
    if not may_tell(group, everybody, minimum=minimum, fewest=fewest):
        return "the few others of the programme could be told by comparing with its total"
    before, after = zip(*pairs, strict=True)
    gains = {second - first for first, second in pairs}
    if 1 in (len(set(before)), len(set(after)), len(gains)):
        return "all scored or gained the same: a figure would tell everybody's score"
    return None


def sentence(found: Mapping[str, Any]) -> dict[str, str]:
    """One sentence in both languages.

    found   gain, ci_low, ci_high, before, after (points), normalised_gain (share), n
    """
    share = found["normalised_gain"]
    of_it = {
        "id": "" if share is None else f", yaitu {_number(100 * share, ',')} % dari yang mungkin",
        "en": "" if share is None else f", {_number(100 * share, '.')} % of what was possible",
    }
    facts = [found[name] for name in ("n", "before", "after", "gain", "ci_low", "ci_high")]
    n, *figures = facts
    indonesian = [_number(one, ",") for one in figures]
    english = [_number(one, ".") for one in figures]
    return {
        "id": "{n} peserta belajar: nilai tes naik dari {0} ke {1}, rata-rata {2} poin "
        "(95 %: {3} sampai {4}){share}. Ini bukan dampak: tidak ada kelompok pembanding.".format(
            *indonesian, n=n, share=of_it["id"]
        ),
        "en": "{n} participants learned: test scores went from {0} to {1}, {2} points on average "
        "(95 %: {3} to {4}){share}. There is no comparison group: why is not known.".format(
            *english, n=n, share=of_it["en"]
        ),
    }


def _number(value: float, mark: str) -> str:
    return f"{value:.1f}".replace(".", mark)
