"""An effect study: what it measures, whom it compares, when it may say so."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from services.evaluation.domain.treatment import Offering, Staff, treated
from shared.errors import Conflict, ValidationError

Better = Literal["lower", "higher"]
Statistic = Literal["mean", "median", "count"]

VERDICT_AFTER = timedelta(days=14)
"""How long data may still come in after the window closes. Earlier looks are interim."""

SHORTEST_BEFORE_DAYS = 28
"""Below this a mean says little of a unit's usual level."""

Days = tuple[date, date]
"""First and last."""

_RISING_IS_GOOD = ("services_count", "_index", "_score", "_satisfaction")


@dataclass(frozen=True, kw_only=True)
class Study:
    """Everything that was fixed at registration, and where the study stands.

    offering_id           the only delivery that it covers; None: those of its year
    year                  calendar year of the first meetings; None: no delivery is known yet
    before_days, after_days   lengths of the windows around a unit's start
    comparison_unit_ids   named at registration; None: of the pool, those of the same kind
    pool                  the units that were known then, and their kinds
    selected_from, selected_to   first and last day of the data by which units were selected
    statistic             what a day's value is; None: means, or else what there is
    relevant_change       smallest change that matters, as a share of the level before
    treated_share         share of the eligible staff with seats from which a unit is treated
    by_default            whether a mapping registered it, not a person
    verdict_at            when the confirmatory verdict was made; None: there is none yet
    covered               the deliveries that the verdict is about; None: no verdict yet
    """

    study_id: str
    programme_id: str
    metric: str
    offering_id: str | None
    year: int | None
    before_days: int
    after_days: int
    comparison_unit_ids: tuple[str, ...] | None
    pool: Mapping[str, str | None]
    selected_from: date | None
    selected_to: date | None
    primary: bool
    better: str
    statistic: str | None
    relevant_change: float
    treated_share: float
    registered_at: datetime
    by_default: bool = False
    next_at: datetime | None = None
    verdict_at: datetime | None = None
    covered: tuple[str, ...] | None = None
    revision: int = 0

    @property
    def selected(self) -> Days | None:
        """The selection window; None: nobody recorded how the units were selected."""
        if self.selected_from is None or self.selected_to is None:
            return None
        return self.selected_from, self.selected_to

    @property
    def unknown_unit_ids(self) -> list[str]:
        """Comparison units that nobody had told of at registration: typing errors, most likely."""
        return sorted(set(self.comparison_unit_ids or ()) - self.pool.keys())

    def is_in_time(self, begins_at: datetime) -> bool:
        """Whether it was fixed before the first meeting."""
        return self.registered_at < begins_at

    def covers(self, offering: Offering, zone: ZoneInfo) -> bool:
        """Whether a delivery belongs to it; after the verdict nothing joins any more."""
        if self.covered is not None:
            return offering.offering_id in self.covered
        if self.offering_id is not None:
            return offering.offering_id == self.offering_id
        return year_of(offering, zone) == self.year


@dataclass(frozen=True, kw_only=True)
class Treated:
    """A unit that counts as trained: the day its clock starts, and its staff then."""

    starts_on: date
    staff: Staff


def year_of(offering: Offering, zone: ZoneInfo) -> int:
    """The calendar year of the first meeting, in the office's zone."""
    return offering.starts_at.astimezone(zone).year


def year_at_registration(offerings: Sequence[Offering], at: datetime, zone: ZoneInfo) -> int | None:
    """The year of the next delivery, else of the last one; None where none is known.

    offerings   of the programme, the earliest first
    """
    if not offerings:
        return None
    ahead = [one for one in offerings if one.starts_at >= at]
    return year_of(ahead[0] if ahead else offerings[-1], zone)


def treated_units(
    offerings: Iterable[Offering],
    staff: Mapping[str, Mapping[str, Staff]],
    share: float,
    zone: ZoneInfo,
) -> dict[str, Treated]:
    """The units that these deliveries treat; each from the first that reaches the share.

    staff   by offering and unit
    """
    found: dict[str, Treated] = {}
    for offering in sorted(offerings, key=lambda one: (one.starts_at, one.offering_id)):
        starts_on = offering.starts_at.astimezone(zone).date()
        for unit_id, one in treated(staff[offering.offering_id], share).items():
            found.setdefault(unit_id, Treated(starts_on=starts_on, staff=one))
    return found


def comparison_units(
    study: Study, treated_now: Collection[str], treated_around: Collection[str]
) -> list[str]:
    """Whom the treated units are compared with: frozen at registration.

    treated_now      units that the study's deliveries treat
    treated_around   units that any delivery of the programme treats in either window
    """
    if study.comparison_unit_ids is not None:
        wanted: Iterable[str] = study.comparison_unit_ids
    else:
        kinds = {study.pool.get(unit_id) for unit_id in treated_now}
        wanted = (unit_id for unit_id, kind in study.pool.items() if kind in kinds)
    return sorted(set(wanted) - set(treated_now) - set(treated_around))


def covering(studies: Iterable[Study], offering: Offering, zone: ZoneInfo) -> Study | None:
    """The study that answers for a delivery: the primary one, else the earliest registered."""
    found = [one for one in studies if one.covers(offering, zone)]
    return min(found, key=lambda one: (not one.primary, one.registered_at), default=None)


def looks_back_to(begins_on: date, before_days: int, selected: Days | None) -> date:
    """The first day of the window before, which mirrors the days since the selection.

    As long as the selection lies before the start, so far before it the window ends.
    """
    return _before_ends_on(begins_on, selected) - timedelta(days=before_days)


def usable_before_days(
    begins_on: date, before_days: int, selected: Days | None, measured_from: date
) -> int:
    """Length of the window before, in days.

    Its full length where figures reach back so far. Where they do not, what of the registered
    days lies before the selection: they were to be measured, and an earlier time was not.

    measured_from   day of the first figure
    """
    if measured_from <= looks_back_to(begins_on, before_days, selected):
        return before_days
    first = begins_on - timedelta(days=before_days)
    ends = [_before_ends_on(begins_on, selected), selected[0] if selected else begins_on]
    lengths = [(end - first).days for end in ends]
    return next((days for days in lengths if days >= SHORTEST_BEFORE_DAYS), before_days)


def _before_ends_on(begins_on: date, selected: Days | None) -> date:
    """The first day after the window before."""
    if selected is None or selected[0] >= begins_on:
        return begins_on
    gap = begins_on - min(selected[1] + timedelta(days=1), begins_on)
    return selected[0] - gap


def closes_on(offerings: Iterable[Offering], after_days: int, zone: ZoneInfo) -> date:
    """The first day after the last window. There must be a delivery."""
    last = max(one.starts_at for one in offerings)
    return last.astimezone(zone).date() + timedelta(days=after_days)


def verdict_on(closes: date) -> date:
    """The first day on which a look is confirmatory."""
    return closes + VERDICT_AFTER


def better_by_default(metric: str) -> Better:
    """Which way is good where nobody said: of minutes and complaints, down."""
    return "higher" if metric.endswith(_RISING_IS_GOOD) else "lower"


def unit_of_measure(metric: str) -> str:
    """Of a metric, by the ending of its name (`waiting_minutes`); else the name itself."""
    ending = metric.rsplit("_", 1)[-1]
    known = ("minutes", "hours", "days", "percent", "points", "share", "index", "count")
    return ending if ending in known else metric


def check(selected_from: date | None, selected_to: date | None, today: date) -> None:
    """Raise ValidationError where a selection record makes no sense."""
    reasons: dict[str, list[str]] = {}
    if (selected_from is None) != (selected_to is None):
        missing = "selected_to" if selected_to is None else "selected_from"
        reasons[missing] = ["give both days of the selection record, or neither"]
    elif selected_from is not None and selected_to is not None:
        if selected_from > selected_to:
            reasons["selected_to"] = ["must not lie before selected_from"]
        if selected_to > today:
            reasons["selected_to"] = ["nobody selects by data of days to come"]
    if reasons:
        raise ValidationError("the study is not valid", reasons)


def is_the_only_primary(others: Iterable[Study], year: int | None) -> None:
    """One primary metric for each programme and year. Raises Conflict.

    others   the primary studies of the programme
    """
    for other in others:
        undecided = other.verdict_at is None and None in (other.year, year)
        if undecided or (other.year is not None and other.year == year):
            raise Conflict(
                f"study {other.study_id} on {other.metric} is already the primary one of this "
                f"programme{f' in {other.year}' if other.year else ''}: a programme has one "
                "primary metric a year; register this study with primary false"
            )
