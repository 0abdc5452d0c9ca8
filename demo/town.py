"""A made-up public service: complaints and waiting times whose truth is drawn from a seed.

Nothing here knows Lontar; what the town does to its citizens is known to the author only, so that
the verdicts of the system can be held against it.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

CATEGORIES = {"pelayanan lambat": 0.55, "petugas kurang ramah": 0.25, "jumlah loket kurang": 0.2}
"""What citizens complain about, and how often."""

_TEXTS = {
    "pelayanan lambat": "Menunggu lama di loket, nomor antrean tidak jelas.",
    "petugas kurang ramah": "Petugas menjawab dengan ketus; hubungi saya di 0812-0000-1234.",
    "jumlah loket kurang": "Hanya satu loket yang dibuka pada jam sibuk.",
}
_COMPLAINTS_A_DAY = 0.9
_NO_EFFECT_SHARE = 0.5
_EFFECTS = (-11.0, -7.0)  # minutes
_NOISE, _MEMORY = 2.5, 0.5  # minutes; share of last week's deviation that is still there
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Truth:
    """What a training really does to a service. effect: minutes; 0: nothing at all."""

    metric: str
    title: str
    effect: float


@dataclass(frozen=True)
class Figure:
    """One week of one unit, by its first day. value: minutes; n: services in that week."""

    unit_id: str
    day: date
    value: float
    n: int


@dataclass(frozen=True)
class Complaint:
    """unit_id   None: the citizen did not say where"""

    complaint_id: str
    category: str
    day: date
    unit_id: str | None
    text: str


def truths(seed: int) -> tuple[Truth, Truth]:
    """Of two trainings; each helps or does not, by chance."""
    chance = random.Random(f"truth {seed}")
    return (
        Truth("waiting_minutes", "Antrean Tertib", _effect(chance)),
        Truth("handling_minutes", "Berkas Sekali Jadi", _effect(chance)),
    )


def complaints(units: Sequence[str], first: date, last: date, seed: int) -> Iterator[Complaint]:
    """Of some days; units early in the list have more of them. One in thirty names no unit."""
    chance = random.Random(f"complaints {seed}")
    number = 0
    for day in _days(first, last):
        for place, unit_id in enumerate(units):
            expected = _COMPLAINTS_A_DAY * (1 - place / (len(units) + 1))
            for _ in range(_poisson(chance, expected)):
                number += 1
                [category] = chance.choices(list(CATEGORIES), list(CATEGORIES.values()))
                known = chance.random() > 1 / 30
                yield Complaint(
                    f"LAPOR-{seed}-{number:05}",
                    category,
                    day,
                    unit_id if known else None,
                    _TEXTS[category],
                )


def figures(
    truth: Truth,
    units: Sequence[str],
    trained: Sequence[str],
    begins: date,
    span: tuple[date, date],
    seed: int,
) -> Iterator[Figure]:
    """Weekly means: a level of each unit, the season, what stays of last week, and noise.

    begins   first day on which trained units feel the effect
    span     first day of the first week, last day of the last one
    """
    for unit_id in units:
        chance = random.Random(f"{truth.metric} {unit_id} {seed}")
        level, deviation = chance.uniform(34, 52), 0.0
        for number in range(((span[1] - span[0]).days + 1) // _WEEK.days):
            day = span[0] + number * _WEEK
            deviation = _MEMORY * deviation + chance.gauss(0, _NOISE)
            season = 4 * math.sin(2 * math.pi * day.timetuple().tm_yday / 365)
            effect = truth.effect if unit_id in trained and day >= begins else 0.0
            value = max(1.0, level + season + deviation + effect)
            yield Figure(unit_id, day, round(value, 2), chance.randint(200, 450))


def _effect(chance: random.Random) -> float:
    helps = chance.random() > _NO_EFFECT_SHARE
    return round(chance.uniform(*_EFFECTS), 1) if helps else 0.0


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _poisson(chance: random.Random, expected: float) -> int:
    """Knuth's way: fine for small expectations."""
    count, product = 0, chance.random()
    while product > math.exp(-expected):
        count += 1
        product *= chance.random()
    return count
