"""Learning hours (JP): what a civil servant must, or may, learn in a year."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class HoursTarget:
    """From a day on, so many hours (JP) a year for one kind of employment."""

    employment: str
    from_day: date
    hours: float


BUILT_IN_TARGETS = (
    HoursTarget(employment="PNS", from_day=date(2017, 4, 7), hours=20),
    HoursTarget(employment="CPNS", from_day=date(2017, 4, 7), hours=20),
    HoursTarget(employment="PPPK", from_day=date(2018, 11, 28), hours=24),
)
"""PNS: at least 20 JP, PP 11/2017 art. 203(4). PPPK: 24 JP is a cap rather than a floor."""


def target_hours(employment: str, year: int, targets: tuple[HoursTarget, ...]) -> float | None:
    """The target (JP) in force at the end of a year; None where there is none."""
    last_day = date(year, 12, 31)
    in_force = [t for t in targets if t.employment == employment and t.from_day <= last_day]
    return max(in_force, key=lambda t: t.from_day).hours if in_force else None
