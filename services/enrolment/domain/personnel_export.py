"""Learning records in the form that the national personnel system (SIASN) takes.

Source of the columns and of the dates as d-m-Y: its training-record form (riwayat kursus) as
unofficial clients send it; to be confirmed by the agency.
"""

from dataclasses import dataclass
from datetime import date

COLUMNS = (
    "pnsOrangId",
    "namaKursus",
    "jumlahJam",
    "institusiPenyelenggara",
    "jenisKursusSertipikat",
    "nomorSertipikat",
    "tahunKursus",
    "tanggalKursus",
    "tanggalSelesaiKursus",
)
CERTIFICATE = "Sertifikat"
"""The document type of what was completed here."""


@dataclass(frozen=True, kw_only=True)
class LearningRecord:
    """Something learned whose hours stand in the ledger.

    learning_hours       JP, after all counter-entries
    certificate_number   None: none, or revoked
    """

    employee_id: str
    title: str
    learning_hours: float
    organiser: str | None
    document_type: str
    certificate_number: str | None
    starts_on: date
    ends_on: date


def why_left_out(record: LearningRecord) -> str | None:
    """What the personnel system would refuse, in words; None: it takes the record."""
    if not record.organiser:
        return "nobody is named as organiser: give the programme a provider"
    if not record.certificate_number:
        return "there is no certificate number that holds"
    if record.learning_hours < 1:
        return "it is less than one whole JP"
    return None


def as_row(record: LearningRecord) -> dict[str, str]:
    """One line. The person is named by HR's id, never by the NIP; only whole hours are taken."""
    return {
        "pnsOrangId": record.employee_id,
        "namaKursus": _harmless(record.title),
        "jumlahJam": str(int(record.learning_hours)),
        "institusiPenyelenggara": _harmless(record.organiser or ""),
        "jenisKursusSertipikat": _harmless(record.document_type),
        "nomorSertipikat": _harmless(record.certificate_number or ""),
        "tahunKursus": str(record.ends_on.year),
        "tanggalKursus": f"{record.starts_on:%d-%m-%Y}",
        "tanggalSelesaiKursus": f"{record.ends_on:%d-%m-%Y}",
    }


def _harmless(text: str) -> str:
    """Officers look at the file in a spreadsheet, where `=cmd(…)` would be a formula."""
    return text.lstrip("=+-@\t\r\n ")
