"""A training need: what the complaints about one unit say about one competency."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

RISES_AT_MOST, FALLS_AT_MOST = 2.0, 0.5
"""A trend counts at most twice, and at least half: it is a hint, not the need itself."""


class Basis(StrEnum):
    """What complaints are counted against."""

    SERVICES = "services"
    EMPLOYEES = "employees"
    NONE = "none"


class Unranked(StrEnum):
    """Why a need is listed and has no rank."""

    FEW_COMPLAINTS = "few_complaints"
    NO_BASIS = "no_basis"
    NOT_TRAINABLE = "not_trainable"


@dataclass(frozen=True, kw_only=True)
class Part:
    """The complaints of one category behind a need, and what its rule says."""

    category: str
    complaints: int
    severity: int
    trainable_share: float


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Complaints per 1,000 services, or per employee, with a 95 % interval; shrunk.

    exposure   services, or employees
    days       with a number of services; None: employees are counted
    own        complaints over exposure, as they are
    common     the same of all units that are counted the same way
    relative   the shrunk rate, in complaints of any kind that such units have on average
    before     the shrunk rate in the period before; None: not known
    """

    basis: Basis
    exposure: float
    days: int | None
    own: float
    common: float
    shrunk: float
    low: float
    high: float
    relative: float
    before: float | None = None

    @property
    def trend(self) -> float | None:
        """Change of the rate as a share (0.2: a fifth more); None: nothing to compare with."""
        return self.shrunk / self.before - 1 if self.before else None

    @property
    def trend_factor(self) -> float:
        """What the trend counts in the score."""
        if self.before is None:
            return 1.0
        change = self.shrunk / self.before if self.before else RISES_AT_MOST
        return min(max(change, FALLS_AT_MOST), RISES_AT_MOST)


class GapSource(StrEnum):
    """Who says that something is missing. Behaviour forms speak of the whole office."""

    UNIT = "unit"
    EMPLOYEES = "employees"
    BEHAVIOUR_FORMS = "behaviour_forms"


class Gap(NamedTuple):
    """people: whose gaps the share is the mean of; None: the unit itself was assessed."""

    competency: str
    gap_share: float
    people: int | None
    source: GapSource


@dataclass(frozen=True, kw_only=True)
class Need:
    """rate         None: neither services nor employees of the unit are known
    gap          None: nobody assessed it
    categories   of the complaints, in the channel's spelling
    """

    unit_id: str
    unit_name: str
    competency: str
    parts: tuple[Part, ...]
    rate: Rate | None
    gap: Gap | None = None
    categories: tuple[str, ...] = ()

    @property
    def complaints(self) -> int:
        return sum(part.complaints for part in self.parts)

    @property
    def severity(self) -> float:
        """Mean of the complaints, 1-5; without any: 0."""
        return _mean(self.parts, lambda part: part.severity, lambda part: 1.0)

    @property
    def trainable_share(self) -> float:
        """Of the complaints weighted by severity, 0-1; without any: 0."""
        return _mean(self.parts, lambda part: part.trainable_share, lambda part: part.severity)

    @property
    def score(self) -> float:
        """The product of the parts; the higher, the more the training is needed."""
        if self.rate is None:
            return 0.0
        lack = 1 + (self.gap.gap_share if self.gap else 0.0)
        weight = self.severity * self.trainable_share * self.rate.trend_factor * lack
        return round(self.rate.relative * weight, 6)

    def unranked(self, min_complaints: int) -> Unranked | None:
        """Why it has no rank; None: it has one."""
        if self.complaints < min_complaints or not self.complaints:
            return Unranked.FEW_COMPLAINTS
        if self.trainable_share == 0:
            return Unranked.NOT_TRAINABLE
        return Unranked.NO_BASIS if self.rate is None else None


@dataclass(frozen=True, kw_only=True)
class Untrainable:
    """Complaints of a category that training does not cure. share: of them, 0-1."""

    unit_id: str
    category: str
    complaints: int
    share: float
    cause: str


def _mean(
    parts: Iterable[Part], value: Callable[[Part], float], weight: Callable[[Part], float]
) -> float:
    """Of a value of each complaint."""
    parts = list(parts)
    total = sum(part.complaints * weight(part) for part in parts)
    if not total:
        return 0.0
    return float(sum(part.complaints * weight(part) * value(part) for part in parts) / total)
