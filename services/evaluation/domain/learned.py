"""What a group learned, in words. Without a comparison it is never called an effect."""

from collections.abc import Mapping, Sequence
from typing import Any

Pairs = Sequence[tuple[float, float]]


def reason_against(pairs: Pairs) -> str | None:
    """Why no figure may be told; None: it may. pairs: scores (before, after), at least one."""
    before, after = zip(*pairs, strict=True)
    gains = {second - first for first, second in pairs}
    if 1 in (len(set(before)), len(set(after)), len(gains)):
        return "all scored or gained the same: a figure would tell everybody's score"
    return None


def sentence(found: Mapping[str, Any]) -> dict[str, str]:
    """One finding in both languages: what the interval allows, and no more.

    found   gain, ci_low, ci_high, before, after (points), normalised_gain (share), n
    """
    learned = found["ci_low"] > 0
    sure = learned or found["ci_high"] < 0
    return {
        "id": _in_indonesian(found, learned=learned, sure=sure),
        "en": _in_english(found, learned=learned, sure=sure),
    }


def _in_indonesian(found: Mapping[str, Any], *, learned: bool, sure: bool) -> str:
    went = "naik" if found["gain"] >= 0 else "turun"
    share = found["normalised_gain"] if learned else None
    of_it = "" if share is None else f", yaitu {_number(100 * share, ',')} % dari yang mungkin"
    about = "{n} peserta belajar: nilai tes" if learned else "Nilai tes {n} peserta"
    doubt = "" if sure else " Apakah mereka belajar belum pasti."
    return (
        f"{about.format(n=found['n'])} {went} {_change(found, 'dari', 'ke', ',')}, rata-rata "
        f"{_number(found['gain'], ',')} poin (95 %: {_interval(found, 'sampai', ',')}){of_it}."
        f"{doubt} Ini bukan dampak: tidak ada kelompok pembanding."
    )


def _in_english(found: Mapping[str, Any], *, learned: bool, sure: bool) -> str:
    went = "went" if learned else "rose" if found["gain"] >= 0 else "fell"
    share = found["normalised_gain"] if learned else None
    of_it = "" if share is None else f", {_number(100 * share, '.')} % of what was possible"
    about = (
        "{n} participants learned: test scores" if learned else "Of {n} participants test scores"
    )
    doubt = "" if sure else " Whether they gained anything is not certain."
    return (
        f"{about.format(n=found['n'])} {went} {_change(found, 'from', 'to', '.')}, "
        f"{_number(found['gain'], '.')} points on average "
        f"(95 %: {_interval(found, 'to', '.')}){of_it}."
        f"{doubt} There is no comparison group: why is not known."
    )


def _change(found: Mapping[str, Any], first: str, second: str, mark: str) -> str:
    return f"{first} {_number(found['before'], mark)} {second} {_number(found['after'], mark)}"


def _interval(found: Mapping[str, Any], between: str, mark: str) -> str:
    return f"{_number(found['ci_low'], mark)} {between} {_number(found['ci_high'], mark)}"


def _number(value: float, mark: str) -> str:
    return f"{value:.1f}".replace(".", mark)
