"""The words of a printed report, in both languages."""

from typing import Any

Words = dict[str, str]

_LEVELS = {
    "id": ("Tanggapan", "Pembelajaran", "Penerapan", "Hasil"),
    "en": ("Reaction", "Learning", "Behaviour", "Results"),
}
_RESPONDENTS = {
    "id": {"participant": "peserta", "supervisor": "atasan", "pretest": "peserta, tes awal"},
    "en": {"participant": "participants", "supervisor": "supervisors", "pretest": "pre-test"},
}
_CERTAINTY = {
    "id": {
        "registered": "studi terdaftar",
        "exploratory": "eksploratif",
        "learned": "dipelajari, tanpa pembanding",
        "reported": "dilaporkan sendiri",
        "insufficient_data": "data belum cukup",
    },
    "en": {
        "registered": "registered study",
        "exploratory": "exploratory",
        "learned": "learned, without a comparison",
        "reported": "self-reported",
        "insufficient_data": "insufficient data",
    },
}
LABELS: dict[str, Words] = {
    "id": {
        "report": "Laporan program",
        "made_on": "Dibuat pada",
        "summary": "Ringkasan",
        "enrolled": "Terdaftar",
        "completed": "Selesai",
        "responses": "Tanggapan yang masuk",
        "level": "Tingkat",
        "respondent": "Responden",
        "asked": "Ditanya",
        "answered": "Menjawab",
        "rate": "Bagian",
        "results": "Jawaban",
        "question": "Pertanyaan",
        "n": "n",
        "mean": "Rata-rata",
        "band": "rentang",
        "too_few": "Terlalu sedikit jawaban untuk ditampilkan.",
        "learning": "Yang dipelajari",
        "no_gain": "Belum dapat dikatakan: terlalu sedikit peserta dengan tes awal dan tes akhir "
        "yang sudah ditutup, atau angkanya akan membuka nilai perorangan.",
        "effects": "Perubahan layanan",
        "metric": "Ukuran",
        "verdict": "Putusan",
        "estimate": "Perkiraan",
        "interval": "Interval 95 %",
        "certainty": "Kepastian",
        "sentence": "Kalimat",
        "units": "Per unit",
        "unit": "Unit",
        "years": "Per tahun",
        "year": "Tahun",
    },
    "en": {
        "report": "Programme report",
        "made_on": "Made on",
        "summary": "Summary",
        "enrolled": "Enrolled",
        "completed": "Completed",
        "responses": "Responses",
        "level": "Level",
        "respondent": "Respondents",
        "asked": "Asked",
        "answered": "Answered",
        "rate": "Share",
        "results": "Answers",
        "question": "Question",
        "n": "n",
        "mean": "Mean",
        "band": "band",
        "too_few": "Too few answers to show any.",
        "learning": "What was learned",
        "no_gain": "Cannot be said yet: too few people with tests before and after that have "
        "closed, or a figure would tell single scores.",
        "effects": "Change of the service",
        "metric": "Metric",
        "verdict": "Verdict",
        "estimate": "Estimate",
        "interval": "95 % interval",
        "certainty": "Certainty",
        "sentence": "Sentence",
        "units": "By unit",
        "unit": "Unit",
        "years": "By year",
        "year": "Year",
    },
}


class Speaker:
    """Says things in one language: `id` or `en`."""

    def __init__(self, language: str):
        self.language = language
        self.labels = LABELS[language]

    def level(self, level: int) -> str:
        """A level of Kirkpatrick, by its name."""
        return _LEVELS[self.language][level - 1]

    def respondent(self, kind: str) -> str:
        return _RESPONDENTS[self.language][kind]

    def certainty(self, code: str) -> str:
        """How sure something is."""
        return _CERTAINTY[self.language][code]

    def said(self, sentence: Words | None) -> str:
        """A sentence that exists in both languages, or nothing."""
        return sentence[self.language] if sentence else ""

    def number(self, value: float | None, digits: int = 2) -> str:
        """With the decimal mark of the language; nothing for None."""
        if value is None:
            return ""
        text = f"{value:.{digits}f}"
        return text.replace(".", ",") if self.language == "id" else text

    def percent(self, share: float | None) -> str:
        return "" if share is None else f"{self.number(100 * share, 0)} %"

    def mean(self, question: dict[str, Any]) -> str:
        """Of a scale or number; a band where only that may be said."""
        if question.get("mean") is not None or question.get("low") is None:
            return self.number(question.get("mean"))
        low, high = self.number(question["low"], 1), self.number(question["high"], 1)
        return f"{low}-{high} ({self.labels['band']})"
