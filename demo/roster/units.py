"""The organisation: Kecamatan Alak, its kelurahan, and the city services present in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A place in the organisation; parents come before their children."""

    unit_id: str
    name: str
    kind: str
    parent_id: str  # empty for the root


# The health centre that serves each kelurahan
HEALTH_CENTRE_OF = {
    "Alak": "Alak",
    "Batuplat": "Naioni",
    "Fatufeto": "Manutapen",
    "Mantasi": "Manutapen",
    "Manulai II": "Naioni",
    "Manutapen": "Manutapen",
    "Naioni": "Naioni",
    "Namosain": "Alak",
    "Nunbaun Delha": "Alak",
    "Nunbaun Sabu": "Alak",
    "Nunhila": "Alak",
    "Penkase Oeleta": "Alak",
}
KELURAHAN = tuple(HEALTH_CENTRE_OF)
HEALTH_CENTRES = ("Alak", "Manutapen", "Naioni")
PRIMARY_SCHOOLS = ("Alak", "Batuplat", "Manutapen", "Naioni", "Namosain", "Nunhila")
JUNIOR_SCHOOLS = ("Fatufeto", "Manulai II", "Penkase Oeleta")

ROOT = "PEMKOT"
DISTRICT = "KEC-ALAK"
SECRETARIAT = "KEC-SEKRETARIAT"
TRAINING_AGENCY = "BKPSDM"
EDUCATION = "DIKBUD-ALAK"

OFFICES = (
    Unit(ROOT, "Pemerintah Kota Kupang, Wilayah Alak", "government", ""),
    Unit(DISTRICT, "Kantor Kecamatan Alak", "district_office", ROOT),
    Unit(SECRETARIAT, "Sekretariat Kecamatan Alak", "secretariat", DISTRICT),
    Unit("KEC-SUB-UMUM", "Subbagian Umum dan Kepegawaian", "subsection", SECRETARIAT),
    Unit("KEC-SUB-KEUANGAN", "Subbagian Perencanaan dan Keuangan", "subsection", SECRETARIAT),
    Unit("KEC-SEK-PEMERINTAHAN", "Seksi Pemerintahan", "section", DISTRICT),
    Unit("KEC-SEK-PEMBERDAYAAN", "Seksi Pemberdayaan Masyarakat", "section", DISTRICT),
    Unit("KEC-SEK-TRANTIB", "Seksi Ketenteraman dan Ketertiban Umum", "section", DISTRICT),
    Unit("KEC-SEK-KESOS", "Seksi Kesejahteraan Sosial", "section", DISTRICT),
    Unit("KEC-SEK-PELAYANAN", "Seksi Pelayanan Umum", "front_office", DISTRICT),
)

CITY_SERVICES = (
    Unit(TRAINING_AGENCY, "BKPSDM Kota Kupang", "personnel_agency", ROOT),
    Unit("BKPSDM-BANGKOM", "Bidang Pengembangan Kompetensi", "training_office", TRAINING_AGENCY),
    Unit("DUKCAPIL-ALAK", "UPT Kependudukan dan Pencatatan Sipil Alak", "civil_registry", ROOT),
    Unit("DPMPTSP-ALAK", "Gerai DPMPTSP Alak", "licensing", ROOT),
    Unit("BAPENDA-ALAK", "UPT Pendapatan Daerah Alak", "revenue", ROOT),
    Unit("DINSOS-ALAK", "Pos Layanan Dinas Sosial Alak", "social_services", ROOT),
    Unit("DISHUB-TENAU", "Pos Dinas Perhubungan Tenau", "transport", ROOT),
    Unit("DLHK-TPA", "UPT Tempat Pemrosesan Akhir Alak", "waste_site", ROOT),
    Unit("SATPOLPP-ALAK", "Satuan Polisi Pamong Praja Wilayah Alak", "public_order", ROOT),
    Unit("DAMKAR-ALAK", "Pos Pemadam Kebakaran Alak", "fire_station", ROOT),
    Unit(EDUCATION, "Koordinator Wilayah Pendidikan Alak", "education_office", ROOT),
)


def code(place: str) -> str:
    """The place as part of an id: "Nunbaun Delha" is NUNBAUN-DELHA."""
    return place.upper().replace(" ", "-")


def _kelurahan() -> list[Unit]:
    return [Unit(f"KEL-{code(k)}", f"Kelurahan {k}", "kelurahan", DISTRICT) for k in KELURAHAN]


def _health() -> list[Unit]:
    """The health centres, and a health post wherever a kelurahan has no centre of its own."""
    centres = [
        Unit(f"PKM-{code(c)}", f"Puskesmas {c}", "health_centre", ROOT) for c in HEALTH_CENTRES
    ]
    posts = [
        Unit(f"PUSTU-{code(place)}", f"Pustu {place}", "health_post", f"PKM-{code(centre)}")
        for place, centre in HEALTH_CENTRE_OF.items()
        if place not in HEALTH_CENTRES
    ]
    return centres + posts


def _schools() -> list[Unit]:
    primary = [
        Unit(f"SD-{code(s)}", f"SD Negeri {s}", "primary_school", EDUCATION)
        for s in PRIMARY_SCHOOLS
    ]
    junior = [
        Unit(f"SMP-{code(s)}", f"SMP Negeri {s}", "junior_school", EDUCATION)
        for s in JUNIOR_SCHOOLS
    ]
    return primary + junior


UNITS = (*OFFICES, *_kelurahan(), *_health(), *CITY_SERVICES, *_schools())
