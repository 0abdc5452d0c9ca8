"""What a reader must know beside the number, as warnings."""

from datetime import date, timedelta

from services.evaluation.analysis.checks import selected_while_bad
from services.evaluation.analysis.estimate import Estimate
from services.evaluation.analysis.finding import Warning
from services.evaluation.analysis.sample import Sample
from services.evaluation.analysis.verdict import FEW_UNITS, LEAST_COVERAGE, drifted

CONFIRMED_AFTER = timedelta(days=14)

TEXTS = {
    "regression_to_the_mean": (
        "Unit yang dilatih sedang lebih buruk dari biasanya ketika dipilih; sebagian perbaikan "
        "akan terjadi juga tanpa pelatihan.",
        "The trained units were worse than usual when they were selected; part of any "
        "improvement would have come without training.",
    ),
    "pre_trend": (
        "Unit yang dilatih dan unit pembanding sudah bergerak ke arah berbeda sebelum pelatihan.",
        "Trained and comparison units were already moving apart before the training.",
    ),
    "few_clusters": (
        "Kurang dari enam unit di salah satu sisi; hasil bergantung pada sedikit unit.",
        "Fewer than six units on a side; the result hangs on a few of them.",
    ),
    "single_treated_unit": (
        "Hanya satu unit yang dilatih; apa pun yang terjadi di sana tampak seperti akibat "
        "pelatihan.",
        "Only one unit was trained; whatever else happened there looks like the training.",
    ),
    "exploratory": (
        "Studi tidak didaftarkan sebelum pelatihan, atau tidak ada catatan bagaimana unit "
        "dipilih; hasilnya petunjuk, bukan bukti.",
        "The study was not registered before the training, or there is no record of how units "
        "were selected; it is a hint, no proof.",
    ),
    "interim": (
        "Hasil sementara: jendela pengukuran belum ditutup selama 14 hari.",
        "An early look: the window of measurement has not been closed for 14 days.",
    ),
    "missing_days": (
        "Sebagian hari dalam jendela pengukuran tidak diukur (kurang dari 80 % di suatu unit).",
        "Days are missing in the windows of measurement (less than 80 % measured in some unit).",
    ),
}


def warnings_of(
    held: Sample, looked_on: date, pre_trend: Estimate | None = None
) -> tuple[Warning, ...]:
    """Every warning that applies, in the order of TEXTS."""
    closes_on = held.plan.closes_on
    applies = {
        "regression_to_the_mean": selected_while_bad(held),
        "pre_trend": drifted(pre_trend) != 0,
        "few_clusters": min(held.n_treated, held.n_comparison) < FEW_UNITS,
        "single_treated_unit": held.n_treated == 1,
        "exploratory": held.plan.exploratory,
        "interim": closes_on is not None and looked_on < closes_on + CONFIRMED_AFTER,
        "missing_days": min(held.thinnest, held.coverage) < LEAST_COVERAGE,
    }
    return tuple(warning(code) for code in TEXTS if applies[code])


def warning(code: str) -> Warning:
    """The warning of a code, in both languages. Raises KeyError for others."""
    text_id, text_en = TEXTS[code]
    return Warning(code=code, text_id=text_id, text_en=text_en)
