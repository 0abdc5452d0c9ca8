"""The public satisfaction survey (SKM): nine elements, an exact index and its grade.

Source: PermenPANRB 14/2017.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from services.evaluation.domain.result_numbers import ResultNumber, number_in_force

LOWEST, HIGHEST = 1, 4
_CENT = Decimal("0.01")

ELEMENTS = (
    ("u1", "Persyaratan", "Requirements"),
    ("u2", "Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
    ("u3", "Waktu penyelesaian", "Time to completion"),
    ("u4", "Biaya/tarif", "Costs and fees"),
    ("u5", "Produk spesifikasi jenis pelayanan", "What the service delivers"),
    ("u6", "Kompetensi pelaksana", "Competence of the staff"),
    ("u7", "Perilaku pelaksana", "Conduct of the staff"),
    ("u8", "Penanganan pengaduan, saran, dan masukan", "Handling of complaints and suggestions"),
    ("u9", "Sarana dan prasarana", "Facilities"),
)
"""Key, name in Indonesian, name in English."""

KEYS = tuple(key for key, *_ in ELEMENTS)


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """Of some sheets together. totals: of the ratings (1 to 4), by element in their order."""

    sheets: int
    totals: tuple[int, ...]


def together(some: Iterable[Ratings]) -> Ratings:
    """All of them; none: no sheets."""
    sheets, totals = 0, [0] * len(ELEMENTS)
    for one in some:
        sheets += one.sheets
        totals = [ours + theirs for ours, theirs in zip(totals, one.totals, strict=True)]
    return Ratings(sheets=sheets, totals=tuple(totals))


def index_of(totals: Sequence[int], sheets: int) -> Decimal:
    """Mean rating (1 to 4) times 25, exact and then rounded once, to two decimals, half up.

    totals   of the ratings of all sheets, one for each element
    sheets   how many, > 0
    """
    exact = Fraction(sum(totals), sheets * len(totals)) * 25
    return rounded(exact)


def rounded(exact: Fraction) -> Decimal:
    """To two decimals, half up."""
    hundredths = exact * 100
    whole = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    return (Decimal(whole) / 100).quantize(_CENT, ROUND_HALF_UP)


def grade_of(index: Decimal, day: date, decided: Iterable[ResultNumber] = ()) -> str:
    """A to D by the bounds in force on a day."""
    known = list(decided)
    if index >= number_in_force("skm_a_from", day, known):
        return "A"
    if index >= number_in_force("skm_b_from", day, known):
        return "B"
    return "C" if index >= number_in_force("skm_c_from", day, known) else "D"
