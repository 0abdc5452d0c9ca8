"""One sentence about a need, in both languages, that says where its rank comes from."""

from services.evaluation.domain.need import Basis, Need, Unranked

Words = dict[str, str]

_PER = {
    Basis.SERVICES: {"id": "per 1.000 layanan", "en": "per 1,000 services"},
    Basis.EMPLOYEES: {
        "id": "per pegawai (jumlah layanan tidak diketahui)",
        "en": "per employee (the number of services is not known)",
    },
}


def sentence(need: Need) -> Words:
    """What the complaints say, and how sure that is."""
    return {"id": _joined(need, "id"), "en": _joined(need, "en")}


def why_unranked(reason: Unranked | None, need: Need, min_complaints: int) -> Words | None:
    """The rule that gave no rank, and what would help; None: there is a rank."""
    if reason is Unranked.FEW_COMPLAINTS:
        return {
            "id": f"{need.complaints} pengaduan: peringkat baru diberikan mulai "
            f"{min_complaints}. Pilih periode yang lebih panjang.",
            "en": f"{need.complaints} complaints: a rank needs {min_complaints}. "
            "Choose a longer period.",
        }
    if reason is Unranked.NO_BASIS:
        return {
            "id": "Jumlah layanan dan pegawai unit ini tidak diketahui, sehingga angka pengaduan "
            "tidak dapat dihitung. Kirim services_count atau daftar pegawainya.",
            "en": "Neither the services nor the employees of this unit are known, so there is no "
            "rate. Send its services_count, or its employees.",
        }
    if reason is Unranked.NOT_TRAINABLE:
        return {
            "id": "Menurut aturan, pelatihan tidak dapat mengatasi pengaduan ini.",
            "en": "By its rule, training cures none of these complaints.",
        }
    return None


def _joined(need: Need, language: str) -> str:
    parts = (_volume(need), _rate(need), _trend(need), _cure(need), _gap(need))
    return "; ".join(part[language] for part in parts if part) + "."


def _volume(need: Need) -> Words:
    about = f"{need.unit_name}: {need.complaints}"
    return {
        "id": f"{about} pengaduan terkait {need.competency}",
        "en": f"{about} complaint{'' if need.complaints == 1 else 's'} about {need.competency}",
    }


def _rate(need: Need) -> Words | None:
    if need.rate is None:
        return None
    rate, per = need.rate, _PER[need.rate.basis]
    return {
        "id": f"sekitar {_id(rate.shrunk)} {per['id']} (selang 95 % {_id(rate.low)} sampai "
        f"{_id(rate.high)}; semua unit {_id(rate.common)})",
        "en": f"about {_en(rate.shrunk)} {per['en']} (95 % interval {_en(rate.low)} to "
        f"{_en(rate.high)}; all units {_en(rate.common)})",
    }


def _trend(need: Need) -> Words | None:
    change = need.rate.trend if need.rate else None
    if change is None:
        return None
    percent = round(abs(change) * 100)
    if not percent:
        return {"id": "sama seperti periode sebelumnya", "en": "as in the period before"}
    more = change > 0
    return {
        "id": f"{percent} % {'lebih banyak' if more else 'lebih sedikit'} dari periode sebelumnya",
        "en": f"{percent} % {'more' if more else 'less'} than in the period before",
    }


def _cure(need: Need) -> Words | None:
    if not need.complaints:
        return None
    share, severity = round(need.trainable_share * 100), need.severity
    return {
        "id": f"tingkat keparahan {_id(severity)} dari 5; pelatihan dapat mengatasi {share} %",
        "en": f"severity {_en(severity)} of 5; training can cure {share} % of it",
    }


def _gap(need: Need) -> Words | None:
    if need.gap is None:
        return None
    share = round(need.gap.gap_share * 100)
    return {"id": f"kesenjangan kompetensi {share} %", "en": f"competency gap {share} %"}


def _en(number: float) -> str:
    """Three significant digits at most, and none that means nothing."""
    text = f"{number:.3g}"
    return text if "e" not in text else f"{number:,.0f}" if number >= 1 else f"{number:.6f}"


def _id(number: float) -> str:
    return _en(number).translate(str.maketrans(",.", ".,"))
