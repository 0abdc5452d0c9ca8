"""Who works in the office of these tests, and what has happened there. All names are invented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

OFFICER, HEAD, BOSS, OTHER_BOSS, OPERATOR, GONE = "P01", "P02", "P03", "P04", "P05", "P99"
LEARNER, COLLEAGUE = "P11", "P12"
COUNTER, ARCHIVE = "U1", "U2"

_NAMES = (
    "Maria Goreti Bano",
    "Yohanes Taekab, S.Kom.",
    "Kornelia Neno",
    "Filomena Abi, A.Md.",
    "Stefanus Kefi",
    "Wilhelmina Sako",
    "Agustinus Lelan",
    "Rosalinda Manek, S.E.",
    "Benediktus Usboko",
    "Theresia Kolo",
    "Dominggus Atok",
    "Elisabet Nahas",
)


def people() -> dict[str, list[dict[str, Any]]]:
    """As HR tells it."""
    staff = [
        _employee(f"P{11 + number}", name, COUNTER, "Petugas Pelayanan", BOSS)
        for number, name in enumerate(_NAMES)
    ]
    leaders = [
        _employee(OFFICER, "Agnes Lado, S.Psi.", "U0", "Analis Diklat", HEAD, roles=["officer"]),
        _employee(HEAD, "Paulus Seranbria, M.Si.", "U0", "Sekretaris", None),
        _employee(BOSS, "Yuliana Tefamnasi, S.Sos.", COUNTER, "Kepala Seksi Loket", HEAD),
        _employee(OTHER_BOSS, "Markus Tunmuni, S.H.", ARCHIVE, "Kepala Seksi Arsip", HEAD),
        _employee(OPERATOR, "Robertus Nule, S.Kom.", "U0", "Pranata Komputer", HEAD),
        _employee("P31", "Lusia Tmaneak", ARCHIVE, "Arsiparis", OTHER_BOSS, language="en"),
        _employee(GONE, "Petrus Oematan", ARCHIVE, "Arsiparis", OTHER_BOSS, active=False),
    ]
    today = datetime.now(UTC).date()
    leave = {
        "leave_id": "L1",
        "employee_id": "P20",
        "starts_on": (today + timedelta(days=5)).isoformat(),
        "ends_on": (today + timedelta(days=18)).isoformat(),
        "status": "approved",
    }
    complaints = [
        {
            "complaint_id": f"K{number}",
            "unit_id": COUNTER,
            "category": "antrean",
            "text": "Menunggu dua jam di loket",
        }
        for number in range(8)
    ]
    return {
        "units": _UNITS,
        "employees": leaders + staff,
        "leave": [leave],
        "complaints": complaints,
    }


_UNITS: list[dict[str, Any]] = [
    {
        "unit_id": "U0",
        "name": "Dinas Pelayanan Terpadu",
        "parent_id": None,
        "min_on_duty": 0,
        "head_id": HEAD,
    },
    {
        "unit_id": COUNTER,
        "name": "Loket Pelayanan Terpadu",
        "parent_id": "U0",
        "min_on_duty": 9,
        "head_id": BOSS,
    },
    {
        "unit_id": ARCHIVE,
        "name": "Arsip Daerah",
        "parent_id": "U0",
        "min_on_duty": 0,
        "head_id": OTHER_BOSS,
    },
]


def _employee(
    employee_id: str, name: str, unit_id: str, position: str, boss: str | None, **facts: Any
) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "name": name,
        "unit_id": unit_id,
        "position": position,
        "supervisor_id": boss,
        "email": f"{employee_id.lower()}@alak.example",
        "employment": "PNS",
        "active": True,
    } | facts


def meeting(day: date) -> dict[str, str]:
    """From eight to four in Kupang; offerings may lie in the past."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {
        "starts_at": midnight.isoformat(),
        "ends_at": (midnight + timedelta(hours=8)).isoformat(),
    }
