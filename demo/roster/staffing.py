"""Who a kind of unit needs: the posts it always has, those it grows by, its daily minimum."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Staffing:
    """Posts of one unit, by position title.

    always              persons that every unit of the kind has, besides its head and deputy
    grows               share of the growth (any positive weight, relative to all other units)
    min_on_duty         persons a day; always fewer than the unit has, so that someone may train
    min_by_position     persons a day of one position
    """

    head: str
    always: dict[str, int]
    min_on_duty: int
    deputy: str = ""
    grows: dict[str, float] = field(default_factory=dict)
    min_by_position: dict[str, int] = field(default_factory=dict)


COUNTER = "Petugas Loket Pelayanan"
CLERK = "Pengadministrasi Perkantoran"
HANDLER = "Pengelola Layanan Operasional"
ANALYST = "Penelaah Teknis Kebijakan"

OFFICE_STAFFING = {
    "government": Staffing("Asisten Pemerintahan dan Kesejahteraan Rakyat", {CLERK: 2}, 1),
    "district_office": Staffing("Camat", {CLERK: 2, ANALYST: 1}, 2, grows={CLERK: 1}),
    "secretariat": Staffing("Sekretaris Camat", {CLERK: 2}, 1, grows={ANALYST: 1}),
    "subsection": Staffing("Kepala Subbagian", {CLERK: 1, ANALYST: 1}, 1, grows={HANDLER: 1}),
    "section": Staffing("Kepala Seksi", {HANDLER: 1, ANALYST: 1}, 1, grows={CLERK: 1}),
    "front_office": Staffing(
        "Kepala Seksi", {COUNTER: 3, HANDLER: 1}, 2, "", {COUNTER: 2}, {COUNTER: 2}
    ),
    "kelurahan": Staffing(
        "Lurah",
        {"Pelaksana Urusan Kelurahan": 2, COUNTER: 2, CLERK: 1},
        3,
        "Sekretaris Lurah",
        {COUNTER: 1, CLERK: 1, HANDLER: 1, "Pelaksana Urusan Kelurahan": 1},
        {COUNTER: 1},
    ),
}

HEALTH_STAFFING = {
    "health_centre": Staffing(
        "Kepala Puskesmas",
        {
            "Dokter": 2,
            "Dokter Gigi": 1,
            "Perawat": 5,
            "Bidan": 4,
            "Apoteker": 1,
            "Nutrisionis": 1,
            "Sanitarian": 1,
            "Pranata Laboratorium": 1,
            COUNTER: 2,
        },
        8,
        "Kepala Tata Usaha Puskesmas",
        {"Perawat": 6, "Bidan": 4, "Dokter": 1, "Nutrisionis": 0.5, COUNTER: 1, CLERK: 1},
        {"Dokter": 1, "Perawat": 2, "Bidan": 2, COUNTER: 1},
    ),
    "health_post": Staffing(
        "Penanggung Jawab Pustu",
        {"Perawat": 1, "Bidan": 1},
        1,
        grows={"Perawat": 0.7, "Bidan": 0.3},
    ),
}

SERVICE_STAFFING = {
    "personnel_agency": Staffing(
        "Kepala BKPSDM", {"Analis Sumber Daya Manusia Aparatur": 2, CLERK: 1}, 2, grows={CLERK: 1}
    ),
    "training_office": Staffing(
        "Kepala Bidang",
        # Only these three carry the role of training officer: the position does not grow
        {"Analis Pengembangan Kompetensi": 3, "Analis Sumber Daya Manusia Aparatur": 2},
        2,
        grows={CLERK: 1},
    ),
    "civil_registry": Staffing(
        "Kepala UPT",
        {COUNTER: 3, "Operator Administrasi Kependudukan": 4},
        4,
        "",
        {COUNTER: 2, "Operator Administrasi Kependudukan": 2},
        {COUNTER: 2, "Operator Administrasi Kependudukan": 2},
    ),
    "licensing": Staffing(
        "Koordinator Gerai",
        {COUNTER: 3, "Analis Perizinan": 2},
        3,
        "",
        {COUNTER: 1, "Analis Perizinan": 1},
        {COUNTER: 2},
    ),
    "revenue": Staffing("Kepala UPT", {COUNTER: 2, HANDLER: 2}, 2, "", {COUNTER: 1}, {COUNTER: 1}),
    "social_services": Staffing(
        "Koordinator Pos", {"Penyuluh Sosial": 3, COUNTER: 1}, 2, grows={"Penyuluh Sosial": 1}
    ),
    "transport": Staffing(
        "Koordinator Pos",
        {"Petugas Perhubungan": 5},
        3,
        grows={"Petugas Perhubungan": 2},
    ),
    "waste_site": Staffing(
        "Kepala UPT",
        {"Operator Alat Berat": 2, "Petugas Kebersihan": 5},
        4,
        "",
        {"Petugas Kebersihan": 3},
        {"Operator Alat Berat": 1},
    ),
    "public_order": Staffing(
        "Kepala Satuan",
        {"Polisi Pamong Praja": 8},
        5,
        "",
        {"Polisi Pamong Praja": 5},
        {"Polisi Pamong Praja": 4},
    ),
    "fire_station": Staffing(
        "Komandan Pos",
        {"Pemadam Kebakaran": 10},
        6,
        "",
        {"Pemadam Kebakaran": 4},
        {"Pemadam Kebakaran": 5},
    ),
}

SCHOOL_STAFFING = {
    "education_office": Staffing(
        "Koordinator Wilayah",
        {"Pengawas Sekolah": 3, CLERK: 2},
        2,
        grows={"Pengawas Sekolah": 1},
    ),
    "primary_school": Staffing(
        "Kepala Sekolah",
        {"Guru Kelas": 6, "Guru Pendidikan Agama": 1, "Guru PJOK": 1, CLERK: 1},
        6,
        "",
        {"Guru Kelas": 3, "Guru Pendidikan Agama": 0.5},
        {"Guru Kelas": 5},
    ),
    "junior_school": Staffing(
        "Kepala Sekolah",
        {"Guru Mata Pelajaran": 8, "Guru Pendidikan Agama": 1, "Guru PJOK": 1, CLERK: 1},
        8,
        "Wakil Kepala Sekolah",
        {"Guru Mata Pelajaran": 7, "Guru PJOK": 0.5},
        {"Guru Mata Pelajaran": 6},
    ),
}

STAFFING = {**OFFICE_STAFFING, **HEALTH_STAFFING, **SERVICE_STAFFING, **SCHOOL_STAFFING}
