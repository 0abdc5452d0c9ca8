"""A town whose truth is known: counters, their waiting times week by week, and a training."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from services.evaluation.analysis.functions import FUNCTIONS
from shared.events.enrolment import OfferingScheduled
from shared.events.hr import ServiceMeasured
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.study_house import DAY, StudyHouse, an_offering
from tests.unit.evaluation.builders import a_completion

WEEK = timedelta(days=7)
STARTS_AT = MONDAY_NOON + 14 * DAY
WINDOWS = {"before_days": 182, "after_days": 126}
SELECTED = {"selected_from": "2026-09-14", "selected_to": "2026-11-08"}
VERDICT_AT = STARTS_AT + (126 + 14) * DAY + timedelta(hours=1)


@dataclass
class World:
    """units     how many, half of them trained, four people each
    effect    minutes that the training adds to the waiting time
    seed      of the noise
    """

    house: StudyHouse
    units: int = 24
    effect: float = 0.0
    seed: int = 1
    noise: float = 2.0
    seats: list[Any] = field(default_factory=list)
    offering: OfferingScheduled | None = None

    @property
    def names(self) -> list[str]:
        return [f"U{number:02}" for number in range(1, self.units + 1)]

    @property
    def trained(self) -> list[str]:
        return self.names[::2]

    def people(self) -> None:
        """Everybody is known to HR."""
        for name in self.names:
            self.house.employ(name, 4)

    def schedule(self, starts_at: datetime = STARTS_AT, **facts: Any) -> OfferingScheduled:
        """Two of the four people of each trained unit have seats."""
        self.offering = an_offering(starts_at, self.house.clock.now(), **facts)
        self.house.hear(self.offering)
        seated = [f"{name}-{number:02}" for name in self.trained for number in (1, 2)]
        self.seats = self.house.seat(self.offering, seated)
        return self.offering

    def register(self, **facts: Any) -> str:
        given = {"programme_id": "P1", "metric": "waiting_minutes", **WINDOWS, **SELECTED}
        return self.house.service.register_study(**given | facts)["study_id"]

    def begin(self) -> None:
        """The day of the first meeting."""
        self.house.clock.travel_to(STARTS_AT + timedelta(hours=1))
        self.house.service.fix_treated_units()

    def complete(self) -> list[Any]:
        """Everybody with a seat completes on the day of the first meeting."""
        assert self.offering is not None
        completions = [
            a_completion(
                enrolment_id=seat.enrolment_id,
                employee_id=seat.employee_id,
                offering_id=self.offering.offering_id,
                supervisor_id=None,
                completed_at=self.offering.starts_at,
            )
            for seat in self.seats
        ]
        self.house.hear(*completions)
        return completions

    def measure(
        self,
        until: datetime | None = None,
        *,
        metric: str = "waiting_minutes",
        weeks_before: int = 42,
        **facts: Any,
    ) -> list[ServiceMeasured]:
        """A figure of each unit and week, until the day of `until`."""
        random, starts_on = Random(self.seed), STARTS_AT.date()
        until = until or self.house.clock.now()
        told = []
        for name in self.names:
            level = random.gauss(45, 5)
            for week in range(-weeks_before, 18):
                day = starts_on + week * WEEK
                helped = name in self.trained and week >= 0
                value = level + random.gauss(0, self.noise) + self.effect * helped
                if day < until.date():
                    told.append(a_figure(name, day, value, metric=metric, **facts))
        self.house.hear(*told)
        return told


def computed_here(name: str, given: dict[str, Any], seconds: float) -> Any:
    """As `room.run`, but in this process: one of its own takes seconds to start."""
    return json.loads(json.dumps(FUNCTIONS[name](json.loads(json.dumps(given)))))


def a_figure(unit_id: str, day: date, value: float, **facts: Any) -> ServiceMeasured:
    given = {
        "occurred_at": MONDAY_NOON,
        "metric": "waiting_minutes",
        "statistic": "mean",
        "n": 50,
        "changed_at": MONDAY_NOON,
    }
    return ServiceMeasured(unit_id=unit_id, date=day, value=round(value, 3), **given | facts)


def effects_told(house):
    return [told for told in house.told() if told.name == "effect.measured"]


def at_the_verdict(world):
    """Everything has happened and was measured."""
    world.begin()
    world.house.clock.travel_to(VERDICT_AT)
    world.measure()
