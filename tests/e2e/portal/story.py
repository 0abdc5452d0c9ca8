"""What has happened in the office before the browser opens."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.integration.portal import town
from tests.integration.portal.house import House

_LONG_AGO = datetime.now(UTC).date() - timedelta(days=400)


def prepare(house: House) -> dict[str, str]:
    """Ids by name: an offering that takes place, one that is over, a degree."""
    budget = house.call(
        "enrolment",
        "save_budget",
        title="Diklat teknis 2026",
        fiscal_year=datetime.now(UTC).year,
        amount=120_000_000,
        mode="restrictive",
    )
    house.call(
        "enrolment",
        "save_budget",
        title="Seminar dan lokakarya",
        fiscal_year=datetime.now(UTC).year,
        amount=40_000_000,
        mode="indicative",
    )
    _fill_the_catalogue(house)
    programme_id = house.a_programme(title="Pelayanan Prima di Loket", provider="BPSDM Provinsi")
    coming = house.an_offering(programme_id=programme_id, days=3, budget_id=budget["budget_id"])
    for learner in (town.LEARNER, "P13", "P14"):
        house.requested(learner, coming)
    house.nominated(coming, "P17", "P18")
    over = house.an_offering(
        past=True, days=2, programme_id=house.a_programme(title="Etika Publik")
    )
    house.nominated(over, *(f"P{number}" for number in range(11, 23)))
    house.completed(
        town.LEARNER,
        town.COLLEAGUE,
        programme_id=house.a_programme(title="Komunikasi Empatik", learning_hours=12),
        meetings=[town.meeting(_LONG_AGO)],
    )
    seats = house.completed(
        town.LEARNER, programme_id=house.a_programme(title="Arsip Digital", learning_hours=16)
    )
    house.form_of(town.LEARNER, seats[town.LEARNER])
    _complain(house)
    code = house.call("enrolment", "get_certificate", enrolment_id=seats[town.LEARNER])["code"]
    return {"coming": coming, "over": over, "code": code, "done": seats[town.LEARNER]}


def _complain(house: House) -> None:
    """Citizens, through channels that know no units."""
    texts = (
        "Sudah tiga kali datang, loket legalisir selalu tutup sebelum jam dua.",
        "Petugas menjawab dengan nada tinggi. Nomor saya 0812-3456-7890.",
        "Berkas saya hilang dan harus difotokopi ulang.",
        "Antre dari pagi, nomor dipanggil tidak berurutan.",
    )
    rows = "".join(
        f'ADU-{n:04},layanan,2026-11-{n:02},SP4N,"{texts[n % 4]}"\n' for n in range(1, 25)
    )
    content = "complaint_id,category,received_at,source,text\n" + rows
    checked = house.call(
        "enrolment",
        "check_import",
        kind="complaints",
        file_name="aduan.csv",
        content=b64encode(content.encode()).decode(),
        checked_by=town.OFFICER,
    )
    house.call("enrolment", "apply_import", file_id=checked["file_id"], imported_by=town.OFFICER)


def _fill_the_catalogue(house: House) -> None:
    programmes: list[dict[str, Any]] = [
        {
            "title": "Analisis Kebijakan Berbasis Data",
            "learning_hours": 40,
            "competencies": ["analisis", "kebijakan"],
            "cost_per_participant": 2_750_000,
            "provider": "LAN",
        },
        {
            "title": "Pengelolaan Keluhan Masyarakat",
            "learning_hours": 10,
            "competencies": ["pelayanan publik", "komunikasi"],
            "cost_per_participant": 0,
        },
        {
            "title": "S-2 Administrasi Publik",
            "kind": "degree",
            "learning_hours": 0,
            "competencies": ["kebijakan"],
            "cost_per_participant": 45_000_000,
        },
    ]
    for one in programmes:
        house.a_programme(**one)


def trouble(house: House) -> str:
    """What an operator finds in the morning; the id of one message at enrolment."""
    measured = {"unit_id": town.COUNTER, "metric": "waiting_minutes", "n": 0, "value": 21.5}
    house.set_aside(
        "evaluation",
        routing_key="service.measured",
        body=json.dumps(measured).encode(),
        reason="n: is 0, and nothing has no mean: leave the day out",
    )
    house.set_aside(
        "notification",
        held=True,
        exchange="enrolment.events",
        routing_key="enrolment.requested",
        reason="employee 'E-1042' is not known here yet",
    )
    person = {"employee_id": "E-1042", "name": "Maria Contoh", "position": "Petugas Loket"}
    return house.set_aside(
        body=json.dumps(person).encode(),
        headers={"ce-id": "simpeg-88213", "ce-source": "/hr/simpeg", "ce-type": "employee.changed"},
        message_id="simpeg-88213",
        reason="the data does not fit employee.changed: Object missing required field `unit_id`",
    )
