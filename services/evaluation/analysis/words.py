"""Findings in two sentences, which a head of office understands and a statistician signs."""

from math import floor, log10

from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Design
from services.evaluation.analysis.sample import Sample

REASONS = {
    "agreed": (
        "Dua metode yang berbeda sama-sama menunjukkannya, sehingga kebetulan atau masa buruk yang "
        "memang akan berlalu bukan penjelasan yang masuk akal; perubahan lain yang hanya terjadi "
        "di unit yang dilatih tetap mungkin.",
        "Two different methods both show it, so chance or a bad spell that was passing anyway is "
        "an unlikely explanation; another change that came to the trained units alone remains "
        "possible.",
    ),
    "narrow": (
        "Ketidakpastiannya cukup kecil (paling banyak {relevant} ke atas atau ke bawah), tetapi "
        "kedua metode tidak bersama-sama menyingkirkan nol: tidak ada bukti bahwa pelatihan "
        "mengubah nilai ini.",
        "The uncertainty is small enough (at most {relevant} either way), but the two methods do "
        "not both rule out zero: there is no evidence that the training changed this value.",
    ),
    "too_wide": (
        "Ketidakpastiannya lebih besar dari perubahan yang berarti ({relevant}), sehingga data ini "
        "belum dapat mengatakan apakah pelatihan membantu.",
        "The uncertainty is larger than the change that matters ({relevant}), so these data cannot "
        "tell yet whether the training helped.",
    ),
    "few_units": (
        "Untuk mengatakan apakah pelatihan membantu, diperlukan sedikitnya tiga unit yang dilatih "
        "dan tiga unit pembanding yang terukur sebelum dan sesudahnya.",
        "To tell whether the training helped takes at least three trained and three comparison "
        "units measured before and after.",
    ),
    "missing_days": (
        "Kurang dari 80 % hari dalam jendela pengukuran terukur, sehingga data ini belum dapat "
        "mengatakan apakah pelatihan membantu.",
        "Less than 80 % of the days in the windows are measured, so these data cannot tell yet "
        "whether the training helped.",
    ),
    "one_method": (
        "Unitnya terlalu sedikit untuk metode kedua yang harus sejalan, sehingga data ini belum "
        "dapat mengatakan apakah pelatihan membantu.",
        "The units are too few for the second method that must agree, so these data cannot tell "
        "whether the training helped.",
    ),
    "by_chance": (
        "Dengan unit sesedikit ini, pembagian acak pun cukup sering menghasilkan selisih sebesar "
        "itu, sehingga data ini belum dapat mengatakan apakah pelatihan membantu.",
        "With so few units a division by lot shows such a difference often enough, so these data "
        "cannot tell yet whether the training helped.",
    ),
    "drifting": (
        "Unit yang dilatih sudah bergerak ke arah itu sebelum pelatihan, sehingga data ini tidak "
        "dapat mengatakan apakah pelatihan yang menyebabkannya.",
        "The trained units were moving that way already before the training, so these data cannot "
        "tell whether the training is the reason.",
    ),
    "alone": (
        "Tanpa unit pembanding, apa pun yang terjadi pada waktu yang sama tampak seperti akibat "
        "pelatihan: ini petunjuk, bukan bukti.",
        "Without comparison units whatever else happened at that time looks like the training: "
        "this is a hint, no proof.",
    ),
    "short": (
        "Tanpa unit pembanding diperlukan pengukuran sedikitnya 104 minggu sebelum pelatihan.",
        "Without comparison units it takes measurements of at least 104 weeks before the training.",
    ),
}
NOT_MEASURED = (
    "Pengaruh pelatihan tidak dapat dihitung dari data ini.",
    "No effect of the training can be computed from these data.",
)
AGAINST = {
    "units": (
        "Dibandingkan dengan {n_comparison} unit pembanding",
        "Measured against {n_comparison} comparison {units}",
    ),
    "past": (
        "Dibandingkan dengan kelanjutan riwayatnya sendiri",
        "Measured against the continuation of its own past",
    ),
}
CHANGE = (
    "{against}, nilai di {n_treated} unit yang dilatih {direction} {size}{share}{interval}.",
    "{against}, the value in the {n_treated} trained {units} {direction} by {size}{share}"
    "{interval}.",
)
DIRECTIONS = {-1: ("turun", "fell"), 0: ("berubah", "changed"), 1: ("naik", "rose")}
SMALLEST = 1e-9
"""What is smaller is written as 0."""
PRECISION = 100
"""An estimate near 0 is written as exactly as a hundredth of half its interval."""
SHARE = (" ({relative} dari tingkat sebelumnya)", " ({relative} of its level before)")
INTERVAL = (
    "; selang kepercayaan 95 %: {low} sampai {high}",
    "; 95 % confidence interval: {low} to {high}",
)


def sentences(
    held: Sample, first: Estimate | None, relative: float | None, reason: str, design: Design
) -> dict[str, str]:
    """{"id", "en"}: what was found, and what it is worth.

    relative   first.estimate as a share of the level before; None: not said
    reason     key of REASONS
    """
    told = {}
    for place, language in enumerate(("id", "en")):
        found = _change(first, relative, design, place) if first else NOT_MEASURED[place]
        relevant = _percent(held.plan.relevant_change, place)
        told[language] = f"{found} {REASONS[reason][place].format(relevant=relevant)}"
    return told


def _change(first: Estimate, relative: float | None, design: Design, place: int) -> str:
    against = AGAINST["past" if design == "interrupted_time_series" else "units"][place]
    share = "" if relative is None else SHARE[place].format(relative=_percent(relative, place))
    interval, like = "", max(abs(first.estimate), (first.half_width or 0) / PRECISION)
    if first.ci_low is not None and first.ci_high is not None:
        low, high = (number(end, place, like) for end in (first.ci_low, first.ci_high))
        interval = INTERVAL[place].format(low=low, high=high)
    return CHANGE[place].format(
        against=against.format(n_comparison=first.n_comparison, units=_units(first.n_comparison)),
        n_treated=first.n_treated,
        units=_units(first.n_treated),
        direction=DIRECTIONS[(first.estimate > 0) - (first.estimate < 0)][place],
        size=number(abs(first.estimate), place, like),
        share=share,
        interval=interval,
    )


def number(value: float, place: int, like: float | None = None) -> str:
    """Three digits that count (of `like`, if given), as the language (0 = id, 1 = en) writes it."""
    size = abs(value if like is None else like)
    decimals = max(0, 2 - floor(log10(size))) if size >= SMALLEST else 3
    english = f"{value:,.{decimals}f}".replace("-", "\u2212")
    return english if place else english.translate(str.maketrans(",.", ".,"))


def _units(n: int) -> str:
    """In English; Indonesian has one word for both."""
    return "unit" if n == 1 else "units"


def _percent(share: float, place: int) -> str:
    return f"{number(round(abs(share) * 100, 1), place)} %"
