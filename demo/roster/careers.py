"""Birth, appointment, employment, grade and NIP of one person, consistent with each other."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from demo.roster.positions import GRADES, Level, Position

AS_OF = date(2026, 7, 1)  # fixed, so that a seed gives the same roster on every day
RETIREMENT_AGE = 58  # years; offices and schools differ in reality, the roster does not
YEARS_PER_GRADE = 4
FIRST_SERIAL = 900  # real serials start at 001

PNS, CPNS, PPPK, PART_TIME = "PNS", "CPNS", "PPPK", "PPPK_PARUH_WAKTU"
EMPLOYMENTS = (PNS, CPNS, PPPK, PART_TIME)

# Relative shares in the order of EMPLOYMENTS
SHARES = {
    Level.SCHOOL: (45, 3, 36, 16),
    Level.DIPLOMA: (52, 6, 38, 4),
    Level.DEGREE: (58, 7, 33, 2),
    Level.DOCTOR: (62, 10, 28, 0),
}

# Months of service; part-time contracts exist only since 2025
MONTHS_SERVED = {CPNS: (1, 11), PPPK: (6, 60), PART_TIME: (5, 9)}


@dataclass(frozen=True)
class Career:
    """What a NIP is made of, and the grade."""

    employment: str
    woman: bool
    born_on: date
    appointed_on: date
    grade: str
    contract_count: int = 0  # 0 for PNS and CPNS, who have no contract


def career(position: Position, retired: bool, rng: random.Random) -> Career:
    """A career that fits the position; heads and deputies, and the retired, are PNS."""
    woman = position.women_only or rng.random() < 0.5
    employment = PNS
    if not (position.lowest or retired):
        employment = rng.choices(EMPLOYMENTS, SHARES[position.level])[0]
    if employment == PNS:
        return _permanent(position, woman, retired, rng)
    return _recent(employment, position, woman, rng)


def nip_prefix(person: Career) -> str:
    """The first 15 of the 18 digits: birth, appointment or contract, sex."""
    middle = f"{person.appointed_on:%Y%m}"
    if person.contract_count:
        middle = f"{person.appointed_on:%Y}{person.contract_count:02}"
    return f"{person.born_on:%Y%m%d}{middle}{2 if person.woman else 1}"


def _permanent(position: Position, woman: bool, retired: bool, rng: random.Random) -> Career:
    """A PNS, young enough to be in service, or just old enough to have left it."""
    entry_age = rng.randint(*position.level.entry_ages)
    # Up to two years come on top: the months below, and the days in _born_on
    years = RETIREMENT_AGE - entry_age
    if not retired:
        years = rng.randint(_least_years(position), years - 2)
    appointed_on = _months_before_as_of(12 * years + rng.randint(0, 11))
    born_on = _born_on(appointed_on, entry_age, rng)
    return Career(PNS, woman, born_on, appointed_on, _grade_after(years, position))


def _recent(employment: str, position: Position, woman: bool, rng: random.Random) -> Career:
    """A probationer or someone on contract, at the grade of entry."""
    youngest, oldest = position.level.entry_ages
    on_contract = employment != CPNS
    entry_age = rng.randint(youngest, oldest + 15 if on_contract else oldest)
    appointed_on = _months_before_as_of(rng.randint(*MONTHS_SERVED[employment]))
    born_on = _born_on(appointed_on, entry_age, rng)
    if not on_contract:
        return Career(employment, woman, born_on, appointed_on, position.level.first_grade)
    # Agencies count contracts from 21, which is why no month check fits these two digits
    contract_count = 22 if employment == PPPK and rng.random() < 0.1 else 21
    grade = position.level.contract_grade
    return Career(employment, woman, born_on, appointed_on, grade, contract_count)


def _least_years(position: Position) -> int:
    """Years of service until the position may be held; two, to be past probation, for staff."""
    if not position.lowest:
        return 2
    steps = GRADES.index(position.lowest) - GRADES.index(position.level.first_grade)
    return max(2, steps * YEARS_PER_GRADE)


def _grade_after(years: int, position: Position) -> str:
    step = GRADES.index(position.level.first_grade) + years // YEARS_PER_GRADE
    return GRADES[min(step, GRADES.index(position.highest))]


def _months_before_as_of(months: int) -> date:
    """The first of a month: appointments take effect on no other day."""
    year, month = divmod(AS_OF.year * 12 + AS_OF.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _born_on(appointed_on: date, entry_age: int, rng: random.Random) -> date:
    birthday = appointed_on.replace(year=appointed_on.year - entry_age)
    return birthday - timedelta(days=rng.randint(0, 364))
