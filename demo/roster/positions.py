"""What people do, what they studied for it, and between which grades it is done."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

GRADES = ("II/a", "II/b", "II/c", "II/d", "III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b")


class Level(Enum):
    """The schooling a position asks for; it sets the grade and the age (years) at entry."""

    SCHOOL = ("II/a", "V", (19, 28))
    DIPLOMA = ("II/c", "VII", (21, 30))
    DEGREE = ("III/a", "IX", (23, 32))
    DOCTOR = ("III/b", "X", (25, 33))

    def __init__(self, first_grade: str, contract_grade: str, entry_ages: tuple[int, int]):
        self.first_grade = first_grade
        self.contract_grade = contract_grade
        self.entry_ages = entry_ages


@dataclass(frozen=True)
class Position:
    """A job. `lowest` is the grade that it may not be held below: only heads and deputies."""

    title: str
    level: Level = Level.DEGREE
    degrees: tuple[str, ...] = ()
    masters: str = ""
    highest: str = "III/d"
    lowest: str = ""
    before_name: str = ""
    women_only: bool = False
    role: str = ""


STATE = ("S.Sos.", "S.IP.", "S.H.", "S.E.", "S.STP.", "S.A.P.")
TEACHING = ("S.Pd.",)
NURSING = ("A.Md.Kep.", "A.Md.Kep.", "S.Kep., Ns.")
MIDWIFERY = ("A.Md.Keb.", "A.Md.Keb.", "S.Tr.Keb.")


def _leading(title: str, lowest: str, degrees: tuple[str, ...] = STATE, **more: Any) -> Position:
    """A head or deputy, promoted at most one grade past the lowest."""
    masters = "M.Pd." if degrees == TEACHING else "M.Si."
    if more.get("level", Level.DEGREE) is not Level.DEGREE:
        masters = ""
    one_up = GRADES[min(GRADES.index(lowest) + 1, len(GRADES) - 1)]
    return Position(title, degrees=degrees, masters=masters, lowest=lowest, highest=one_up, **more)


_LEADING = (
    _leading("Asisten Pemerintahan dan Kesejahteraan Rakyat", "IV/b"),
    _leading("Camat", "IV/a"),
    _leading("Sekretaris Camat", "III/d"),
    _leading("Kepala Seksi", "III/c"),
    _leading("Kepala Subbagian", "III/b"),
    _leading("Lurah", "III/c"),
    _leading("Sekretaris Lurah", "III/b"),
    _leading("Kepala Puskesmas", "III/d", ("S.KM.", "S.Kep., Ns.")),
    _leading("Kepala Tata Usaha Puskesmas", "III/b", ("S.KM.", "S.E.")),
    _leading("Penanggung Jawab Pustu", "III/a", MIDWIFERY, level=Level.DIPLOMA, women_only=True),
    _leading("Kepala BKPSDM", "IV/b"),
    _leading("Kepala Bidang", "III/d"),
    _leading("Kepala UPT", "III/c"),
    _leading("Koordinator Gerai", "III/c"),
    _leading("Koordinator Pos", "III/b"),
    _leading("Kepala Satuan", "III/c"),
    _leading("Komandan Pos", "III/a", (), level=Level.SCHOOL),
    _leading("Koordinator Wilayah", "III/d", TEACHING),
    _leading("Kepala Sekolah", "III/d", TEACHING),
    _leading("Wakil Kepala Sekolah", "III/c", TEACHING),
)

_HEALTH = (
    Position("Dokter", Level.DOCTOR, before_name="dr.", highest="IV/b"),
    Position("Dokter Gigi", Level.DOCTOR, before_name="drg.", highest="IV/b"),
    Position("Perawat", Level.DIPLOMA, NURSING),
    Position("Bidan", Level.DIPLOMA, MIDWIFERY, women_only=True),
    Position("Apoteker", degrees=("S.Farm., Apt.",)),
    Position("Nutrisionis", Level.DIPLOMA, ("A.Md.Gz.", "S.Gz.")),
    Position("Sanitarian", Level.DIPLOMA, ("A.Md.Kes.", "S.KM.")),
    Position("Pranata Laboratorium", Level.DIPLOMA, ("A.Md.AK.",)),
)

_TEACHING = (
    Position("Guru Kelas", degrees=TEACHING, highest="IV/b"),
    Position("Guru Mata Pelajaran", degrees=TEACHING, highest="IV/b"),
    Position("Guru Pendidikan Agama", degrees=("S.Pd.", "S.Ag.", "S.Pd.K."), highest="IV/b"),
    Position("Guru PJOK", degrees=TEACHING, highest="IV/b"),
    Position("Pengawas Sekolah", degrees=TEACHING, highest="IV/b"),
)

_OFFICE = (
    Position("Petugas Loket Pelayanan", Level.SCHOOL, highest="III/b"),
    Position("Pengadministrasi Perkantoran", Level.SCHOOL, highest="III/b"),
    Position("Pengelola Layanan Operasional", Level.DIPLOMA, ("A.Md.",)),
    Position("Penelaah Teknis Kebijakan", degrees=STATE),
    Position("Pelaksana Urusan Kelurahan", degrees=STATE),
    Position("Operator Administrasi Kependudukan", Level.DIPLOMA, ("A.Md.Kom.",)),
    Position("Analis Perizinan", degrees=("S.H.", "S.E.", "S.T.")),
    Position(
        "Analis Pengembangan Kompetensi", degrees=("S.Psi.", "S.IP.", "S.Pd."), role="officer"
    ),
    Position("Analis Sumber Daya Manusia Aparatur", degrees=("S.Psi.", "S.IP.", "S.E.")),
    Position("Penyuluh Sosial", degrees=("S.Sos.", "S.Tr.Sos.")),
)

_FIELD = (
    Position("Polisi Pamong Praja", Level.SCHOOL, highest="III/b"),
    Position("Pemadam Kebakaran", Level.SCHOOL, highest="III/b"),
    Position("Petugas Perhubungan", Level.SCHOOL, highest="III/b"),
    Position("Operator Alat Berat", Level.SCHOOL, highest="II/d"),
    Position("Petugas Kebersihan", Level.SCHOOL, highest="II/d"),
)

POSITIONS = {p.title: p for p in (*_LEADING, *_HEALTH, *_TEACHING, *_OFFICE, *_FIELD)}
