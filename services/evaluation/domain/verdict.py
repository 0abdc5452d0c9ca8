"""From what the estimators found to what the office says: one verdict, and its warnings."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from services.evaluation.domain.study import Study, unit_of_measure
from shared.events.evaluation import EffectMeasured, EffectWarning

Finding = Mapping[str, Any]
Text = Mapping[str, str]

SIGNIFICANT = 0.05
CORRECTED = "corrected_for_several_metrics"

TEXTS: dict[str, Text] = {
    "exploratory": {
        "id": "Studi eksploratif: didaftarkan setelah pertemuan pertama, atau tanpa catatan "
        "bagaimana unit dipilih. Temuannya menunjukkan kemungkinan, bukan bukti.",
        "en": "Exploratory: registered after the first meeting, or without a record of how the "
        "units were selected. The finding suggests; it does not prove.",
    },
    "interim": {
        "id": "Sementara: jendela pengamatan belum ditutup 14 hari; hasilnya masih bisa berubah.",
        "en": "Interim: the window has not been closed for 14 days; the result may still change.",
    },
    CORRECTED: {
        "id": "Ukuran ini berubah, tetapi ia hanya salah satu dari beberapa ukuran yang diuji "
        "untuk program ini. Setelah dikoreksi untuk jumlah pengujian (Holm), perubahan itu tidak "
        "lagi dapat dibedakan dari kebetulan.",
        "en": "This metric changed, but it is one of several that were tested for this programme. "
        "Once corrected for their number (Holm), the change can no longer be told from chance.",
    },
    "no_treated_unit": {
        "id": "Tidak ada unit yang terhitung terlatih: di setiap unit terlalu sedikit pegawai yang "
        "mempunyai kursi pada pertemuan pertama. Karena itu dampaknya tidak dapat diukur.",
        "en": "No unit counts as trained: in every unit too few of the staff had seats at the "
        "first meeting. So there is no effect to measure.",
    },
    "no_figures": {
        "id": "Tidak ada angka layanan dari unit-unit ini dalam jendela pengamatan. Kirimkan angka "
        "itu, lalu lihat lagi.",
        "en": "There are no figures of these units within the windows. Send them, then look again.",
    },
    "comparison_chosen_late": {
        "id": "Unit pembanding belum dikenal saat pendaftaran; dipilih ketika data dilihat.",
        "en": "The comparison units were not known at registration; they were chosen at the look.",
    },
}
"""What the service itself warns of, beside the warnings of the estimators."""


def nothing_found(units: Sequence[str], *, treated: bool) -> dict[str, Any]:
    """The finding where there is nothing to estimate from: that is an answer too.

    treated   whether any unit counts as trained; if so, its figures are missing
    """
    code = "no_figures" if treated else "no_treated_unit"
    numbers = ("estimate", "se", "ci_low", "ci_high", "p_value", "p_adjusted", "relative")
    missing = ("second", "permutation_p", "pre_trend", "placebo", "coverage")
    return {
        **dict.fromkeys((*numbers, *missing)),
        "n": 0,
        "n_treated": 0,
        "n_comparison": 0,
        "left_out": list(units),
        "design": "none",
        "sensitivity": [],
        "warnings": [_warning(code)],
        "verdict": "insufficient_data",
        "sentences": dict(TEXTS[code]),
        "series": {"points": [], "windows": {}},
    }


def concluded(
    study: Study,
    finding: Finding,
    *,
    registered: bool,
    interim: bool,
    comparison_frozen: bool,
    dose: float | None,
    looked_on: date,
) -> dict[str, Any]:
    """The answer of a look: what was found, corrected, with every warning that applies."""
    corrected = _is_chance_after_all(study, finding)
    applies = {
        "exploratory": not registered,
        "interim": interim,
        "comparison_chosen_late": not comparison_frozen,
        CORRECTED: corrected,
    }
    found = [one for one in finding["warnings"] if one["code"] not in applies]
    return {
        **finding,
        "study_id": study.study_id,
        "programme_id": study.programme_id,
        "metric": study.metric,
        "unit_of_measure": unit_of_measure(study.metric),
        "registered": registered,
        "primary": study.primary,
        "interim": interim,
        "dose": dose,
        "warnings": [*found, *(_warning(code) for code, holds in applies.items() if holds)],
        "verdict": "no_evidence" if corrected else finding["verdict"],
        "sentences": dict(TEXTS[CORRECTED]) if corrected else finding["sentences"],
        "looked_on": looked_on.isoformat(),
    }


def effect_measured(answer: Finding, *, revision: int, language: str, at: Any) -> EffectMeasured:
    """A verdict as it is told."""
    return EffectMeasured(
        occurred_at=at,
        study_id=answer["study_id"],
        revision=revision,
        programme_id=answer["programme_id"],
        metric=answer["metric"],
        estimate=answer["estimate"],
        ci_low=answer["ci_low"],
        ci_high=answer["ci_high"],
        unit_of_measure=answer["unit_of_measure"],
        n_treated=answer["n_treated"],
        n_comparison=answer["n_comparison"],
        design=answer["design"],
        registered=answer["registered"],
        primary=answer["primary"],
        warnings=[
            EffectWarning(code=one["code"], text=one[f"text_{language}"])
            for one in answer["warnings"]
        ],
        verdict=answer["verdict"],
    )


def storable(value: Any) -> Any:
    """With null in the place of numbers that JSON does not know (infinite, or none)."""
    if isinstance(value, dict):
        return {key: storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _is_chance_after_all(study: Study, finding: Finding) -> bool:
    """The primary metric stands for itself; the others answer for each other."""
    if study.primary or finding["verdict"] not in ("improved", "worsened"):
        return False
    p_value = finding["p_adjusted"]
    return p_value is not None and p_value >= SIGNIFICANT


def _warning(code: str) -> dict[str, str]:
    return {"code": code, "text_id": TEXTS[code]["id"], "text_en": TEXTS[code]["en"]}
