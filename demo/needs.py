"""Chapter of the citizens: what they complain about, and which training that asks for."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from demo import fresh, town
from demo.personnel import import_file_of
from demo.stage import Stage
from shared.events.hr import UnitChanged

KIND, UNITS = "kelurahan", 12
COMPETENCY = "pelayanan publik"
PERIOD_DAYS = 90
_RULES = (
    ("pelayanan lambat", COMPETENCY, 0.7, "other"),
    ("petugas kurang ramah", COMPETENCY, 0.9, "other"),
    ("jumlah loket kurang", COMPETENCY, 0.1, "staffing"),
)
_SHOWN = 4


def find_needs(stage: Stage) -> None:
    """Complaints of a quarter become a ranking; what no training cures is shown as such."""
    stage.screen.chapter("What citizens complain about, and which training that asks for")
    units = _alike(stage)
    if len(units) < UNITS:
        stage.screen.remark(
            f"this roster is too small for it: it takes {UNITS} units of the kind {KIND!r}"
        )
        return
    today = stage.local(stage.office.clock.now()).date()
    period = today - timedelta(days=PERIOD_DAYS), today - timedelta(days=1)
    complaints = _file(stage, units, *period)
    import_file_of(stage, "complaints", complaints)
    stage.settle()
    for category, competency, share, rest in _RULES:
        stage.office.call(
            "evaluation",
            "save_need_rule",
            category=category,
            competency=competency,
            trainable_share=share,
            rest_cause=rest,
        )
    _rank(stage, units, period)


def _alike(stage: Stage) -> list[str]:
    """Units of one kind, by id."""
    known = {one.unit_id: one for one in stage.timeline.events(UnitChanged)}
    return sorted(one.unit_id for one in known.values() if one.kind == KIND)[:UNITS]


def _file(stage: Stage, units: list[str], first: date, last: date) -> Path:
    path = stage.settings.data_dir / fresh.FILES / "complaints.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["complaint_id", "category", "received_at", "unit_id", "text", "source"])
        for one in town.complaints(units, first, last, stage.seed):
            at = f"{one.day.isoformat()}T09:00"
            rows.writerow(
                [one.complaint_id, one.category, at, one.unit_id or "", one.text, "SP4N-LAPOR"]
            )
    return path


def _rank(stage: Stage, units: list[str], period: tuple[date, date]) -> None:
    first, last = (day.isoformat() for day in period)
    ranking = stage.office.call("evaluation", "rank_needs", period_start=first, period_end=last)
    stage.settle()
    needs = [one for one in ranking["needs"] if one["rank"]]
    triage = stage.office.items("evaluation", "list_triage")
    stage.screen.done(
        f"{sum(one['complaints'] for one in needs)} complaints make {len(needs)} needs; "
        f"{len(triage)} more say no unit and wait to be assigned"
    )
    stage.screen.table(
        ["rank", "unit", "competency", "complaints", "of which training can cure"],
        [
            [
                one["rank"],
                one["unit_id"],
                one["competency"],
                one["complaints"],
                f"{one['trainable_share']:.0%}",
            ]
            for one in needs[:_SHOWN]
        ],
    )
    stage.screen.remark(needs[0]["sentence"]["en"])
    stage.needy = _by_need(units, [one["unit_id"] for one in needs])


def _by_need(units: list[str], ranked: list[str]) -> list[str]:
    """All of them, the neediest first."""
    places: dict[str, int] = defaultdict(lambda: len(ranked))
    places |= {unit_id: place for place, unit_id in reversed(list(enumerate(ranked)))}
    return sorted(units, key=lambda unit_id: (places[unit_id], unit_id))
