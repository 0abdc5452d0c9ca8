"""A programme from its seats to the service: how many, what they said, learned and changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.evaluation.domain.funnel import Asked, Way, counts_of, split
from services.evaluation.domain.learned import sentence
from services.evaluation.domain.policy import BEHAVIOUR, LEARNING, REACTION
from services.evaluation.domain.telling import Group
from services.evaluation.gathering_evidence import about_service
from services.evaluation.measuring_learning import Learners
from services.evaluation.showing_results import Showing, Shown, kinds_of
from services.evaluation.storage import ways
from shared.database import Database
from shared.errors import NotFound

LEVELS = (REACTION, LEARNING, BEHAVIOUR)


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """When somebody asks, and the zone in which days and years are counted."""

    now: datetime
    zone: ZoneInfo

    @property
    def day(self) -> date:
        return self.now.astimezone(self.zone).date()


def report(database: Database, programme_id: str, asked: Occasion) -> dict[str, Any]:
    """Everything that may be said of a programme. Raises NotFound.

    Answers are shown as `get_results` shows them; of units and years only how many answered.
    """
    with database.reading() as session:
        title = ways.title_of(session, programme_id)
        if title is None:
            raise NotFound("programme with offerings or completions", programme_id)
        people = ways.ways_through(session, programme_id, asked.zone)
        forms = ways.asked_in(session, programme_id)
        names = ways.unit_names(session)
        years = ways.years_of_offerings(session, programme_id, asked.zone)
        changed = about_service(session, programme_id)
    whole = Group(programme_id=programme_id)
    learners = Learners(database, programme_id, now=asked.now, day=asked.day)
    found, reason = learners.learned(whole)
    with database.transaction() as session:
        shown = _shown(session, programme_id, asked)
    return {
        "programme_id": programme_id,
        "title": title,
        "made_on": asked.day.isoformat(),
        **counts_of(people, forms),
        "results": [one.view() for one in shown],
        "learning": {
            "certainty": "learned" if found else "insufficient_data",
            "reason": reason,
            "found": found,
            "sentence": sentence(found) if found else None,
        },
        "effects": changed,
        "units": _by_unit(people, forms, names),
        "years": _by_year(people, forms, shown, years),
    }


@dataclass(frozen=True, kw_only=True)
class _Result:
    """What is shown of one level and kind of respondent."""

    level: int
    respondent: str
    total: Shown
    offerings: dict[str, Shown]

    def view(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "respondent": self.respondent,
            "n": self.total.n,
            "questions": self.total.questions,
        }


def _shown(session: Session, programme_id: str, asked: Occasion) -> list[_Result]:
    found = []
    for level in LEVELS:
        for kind in kinds_of(level):
            showing = Showing(session, programme_id, level, kind, at=asked.now, day=asked.day)
            found.append(
                _Result(
                    level=level,
                    respondent=kind,
                    total=showing.total(),
                    offerings=showing.offerings(),
                )
            )
    return found


def _by_unit(people: list[Way], forms: list[Asked], names: dict[str, str]) -> list[dict[str, Any]]:
    parts = split(people, forms, lambda way: way.unit_id)
    return [
        {"unit_id": unit_id, "name": names.get(str(unit_id)), **counts}
        for unit_id, counts in parts.items()
    ]


def _by_year(
    people: list[Way], forms: list[Asked], shown: list[_Result], years: dict[str, int]
) -> list[dict[str, Any]]:
    """With how many answers are shown of the offerings of a year, each by itself."""
    parts = split(people, forms, lambda way: way.year)
    return [
        {
            "year": year,
            **counts,
            "offerings": [
                {
                    "offering_id": name,
                    "level": one.level,
                    "respondent": one.respondent,
                    "n": cell.n,
                    "questions": cell.questions,
                }
                for one in shown
                for name, cell in one.offerings.items()
                if years.get(name) == year
            ],
        }
        for year, counts in parts.items()
    ]
