"""Learning hours (JP): what a civil servant must, or may, learn in a year, and has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shared.errors import Conflict, ValidationError

TargetKind = Literal["floor", "cap"]
WarningCode = Literal["below_target", "above_cap"]


@dataclass(frozen=True, kw_only=True)
class HoursTarget:
    """From a day on, so many hours (JP) a year for one kind of employment.

    hours     None: from this day on there is no target
    kind      a floor is to be reached; a cap is not to be passed
    refuses   whether more than the cap is refused; otherwise it only warns
    """

    employment: str
    from_day: date
    hours: float | None
    kind: TargetKind = "floor"
    refuses: bool = False


BUILT_IN_TARGETS = (
    HoursTarget(employment="PNS", from_day=date(2017, 4, 7), hours=20),
    HoursTarget(employment="CPNS", from_day=date(2017, 4, 7), hours=20),
    HoursTarget(employment="PPPK", from_day=date(2018, 11, 28), hours=24, kind="cap"),
)
"""PNS: at least 20 JP, PP 11/2017 art. 203(4). PPPK: 24 JP is a cap rather than a floor."""


@dataclass(frozen=True, kw_only=True)
class HoursEntry:
    """hours: JP; negative where a completion was reversed, or a confirmation taken back.

    enrolment_id, learning_id   what the hours come from: a completion here, or elsewhere
    evidence   code of the certificate, or what the learner handed in
    """

    enrolment_id: str | None
    title: str
    hours: float
    reason: str
    entered_at: datetime
    learning_id: str | None = None
    evidence: str | None = None

    @property
    def source(self) -> Literal["completion", "external"]:
        return "completion" if self.learning_id is None else "external"


@dataclass(frozen=True, kw_only=True)
class HoursWarning:
    """Something to do about the hours of somebody. text: in words."""

    code: WarningCode
    text: str


@dataclass(frozen=True, kw_only=True)
class HoursBalance:
    """How somebody stands in a year. All in JP.

    earned        what the ledger holds
    booked        of offerings with a seat that end in this year
    unconfirmed   learned elsewhere and waiting for an officer
    """

    year: int
    earned: float
    booked: float
    unconfirmed: float
    target: HoursTarget | None

    @property
    def forecast(self) -> float:
        return round(self.earned + self.booked, 2)

    @property
    def short_by(self) -> float:
        """JP of a floor that are neither earned nor booked; 0 where none are missing."""
        floor = _hours(self.target, "floor")
        return 0.0 if floor is None else max(round(floor - self.forecast, 2), 0.0)

    @property
    def reaches_target(self) -> bool:
        """Whether a floor is reached by what is earned already; a cap is none to reach."""
        floor = _hours(self.target, "floor")
        return floor is None or self.earned >= floor


def target_in_force(
    employment: str, year: int, decided: Iterable[HoursTarget] = ()
) -> HoursTarget | None:
    """The target at the end of a year; None where there is none.

    decided   by the office, in the order of the decisions; goes before what is built in
    """
    last_day = date(year, 12, 31)
    in_force = [
        one
        for one in (*BUILT_IN_TARGETS, *decided)
        if one.employment == employment and one.from_day <= last_day
    ]
    newest: HoursTarget | None = None
    for one in in_force:
        if newest is None or one.from_day >= newest.from_day:
            newest = one
    return newest if newest and newest.hours is not None else None


def warnings_about(balance: HoursBalance) -> list[HoursWarning]:
    """What somebody should know in time."""
    warnings = []
    floor, cap = _hours(balance.target, "floor"), _hours(balance.target, "cap")
    if floor is not None and balance.short_by:
        missing = _jp(balance.short_by)
        warnings.append(
            HoursWarning(
                code="below_target",
                text=f"{_jp(balance.forecast)} of {_jp(floor)} JP are earned or booked in "
                f"{balance.year}: {missing} JP are missing",
            )
        )
    if cap is not None and balance.forecast > cap:
        warnings.append(
            HoursWarning(
                code="above_cap",
                text=f"{_jp(balance.forecast)} JP are earned or booked in {balance.year}: "
                f"{_jp(balance.forecast - cap)} more than {_jp(cap)}",
            )
        )
    return warnings


def passes_the_cap(employee_id: str, balance: HoursBalance, more: float) -> list[str]:
    """The words of a warning where so many more JP would pass a cap; nothing else."""
    cap = _hours(balance.target, "cap")
    if cap is None or balance.target is None or balance.forecast + more <= cap:
        return []
    return [
        f"{employee_id} has {_jp(balance.forecast)} JP earned or booked in {balance.year}: "
        f"{_jp(more)} more pass the cap of {_jp(cap)} JP for {balance.target.employment}"
    ]


def stays_under_the_cap(employee_id: str, balance: HoursBalance, more: float) -> None:
    """more: JP of what is asked for. Refuses only where the office made the cap refuse."""
    if balance.target is None or not balance.target.refuses:
        return
    for said in passes_the_cap(employee_id, balance, more):
        raise Conflict(f"{said}; a shorter programme would fit, or next year")


def only_a_cap_refuses(target: HoursTarget) -> None:
    if target.refuses and (target.kind != "cap" or target.hours is None):
        reason = {"refuses": ["is for a target of kind cap, with hours"]}
        raise ValidationError("a floor cannot refuse anything", reason)


def _hours(target: HoursTarget | None, kind: TargetKind) -> float | None:
    return target.hours if target is not None and target.kind == kind else None


def _jp(hours: float) -> str:
    return f"{round(hours, 2):g}"
