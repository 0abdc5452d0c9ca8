"""Use case: tell people late in the year that learning hours (JP) are missing, and look again.

A checkpoint is worked through by employee_id, some at a time; how far it came is stored in the
transaction that tells, so that nobody is told twice and nobody is left out, whatever dies.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from services.enrolment.domain.hours import HoursBalance
from services.enrolment.domain.hours_checkpoint import (
    Checkpoint,
    before_this_year,
    last_day_of,
    newest_checkpoint,
)
from services.enrolment.domain.people import Employee
from services.enrolment.storage.hours_balances import HoursBalances
from services.enrolment.storage.hours_notices import HoursNotices, HoursRounds, OpenNotice
from services.enrolment.storage.roster import Roster
from services.enrolment.storage.rule_numbers import RuleNumbers, calendar_of
from services.enrolment.storage.studies import Studies
from shared.events.hours import HoursEnough, HoursShort
from shared.messaging.outbox import post

_LOOKED_AT_AGAIN_AFTER = timedelta(seconds=10)


def tell_short(session: Session, now: datetime, limit: int) -> bool:
    """Tell those of up to limit people whose hours are short; whether there are more to look at.

    Nobody is told of the checkpoint during which the service was installed.
    """
    calendar, rounds = calendar_of(session), HoursRounds(session)
    today = calendar.day_of(now)
    from_month = RuleNumbers(session).in_force("hours_notice_from_month", now)
    newest = newest_checkpoint(today, from_month, calendar)
    rounds.begin_with(newest or before_this_year(today), now)
    under_way = rounds.claim(newest) if newest else None
    if newest is None or under_way is None:
        return False
    people = Roster(session).serving(under_way.reached, limit)
    _tell(session, newest, people, now)
    if len(people) < limit:
        under_way.finished_at = now
        return False
    under_way.reached = people[-1].employee_id
    return True


def look_again(session: Session, now: datetime, limit: int) -> None:
    """Say of up to limit people who were told that hours are short where they are not any more.

    Whatever made it so: a seat, a completion, another target, a study assignment.
    """
    notices = HoursNotices(session)
    told = notices.claim_open(now, _LOOKED_AT_AGAIN_AFTER, limit)
    if not told:
        return
    this_year = calendar_of(session).day_of(now).year
    over = [one.notice_id for one in told if one.year < this_year]
    current = [one for one in told if one.year >= this_year]
    enough = _enough_now(session, current)
    for notice, balance in enough:
        post(session, _enough(notice, balance, now), sequence=2)
    closed = {*over, *(notice.notice_id for notice, _ in enough)}
    notices.close(sorted(closed), now)
    notices.looked([one.notice_id for one in told if one.notice_id not in closed], now)


def _tell(
    session: Session, checkpoint: Checkpoint, people: Sequence[Employee], now: datetime
) -> None:
    balances = _asked_of(session, people, checkpoint.year)
    short = {name: one for name, one in balances.items() if one.short_by}
    notices = HoursNotices(session).add(checkpoint, sorted(short), now)
    units = {one.employee_id: one.unit_id for one in people}
    for employee_id, notice_id in notices.items():
        told = _short(notice_id, employee_id, units[employee_id], short[employee_id], now)
        post(session, told, sequence=1)


def _enough_now(
    session: Session, told: Sequence[OpenNotice]
) -> list[tuple[OpenNotice, HoursBalance | None]]:
    """Those of these that are not short any more. None: no hours are asked of them now."""
    if not told:
        return []
    people = Roster(session).find(one.employee_id for one in told)
    serving = [one for one in people.values() if one.active]
    asked = _asked_of(session, serving, told[0].year)
    found = [(one, asked.get(one.employee_id)) for one in told]
    return [(one, balance) for one, balance in found if balance is None or not balance.short_by]


def _asked_of(session: Session, people: Sequence[Employee], year: int) -> dict[str, HoursBalance]:
    """How those stand who are to reach a number of hours; whoever studies is not asked."""
    studying = Studies(session).away_for(one.employee_id for one in people)
    asked = [one for one in people if one.employee_id not in studying]
    balances = HoursBalances(session).of(asked, year)
    return {
        name: one for name, one in balances.items() if one.target and one.target.kind == "floor"
    }


def _short(
    notice_id: str, employee_id: str, unit_id: str, balance: HoursBalance, now: datetime
) -> HoursShort:
    return HoursShort(
        occurred_at=now,
        notice_id=notice_id,
        employee_id=employee_id,
        year=balance.year,
        credited=balance.earned,
        planned=balance.booked,
        target=round(balance.short_by + balance.forecast, 2),
        short_by=balance.short_by,
        due_on=last_day_of(balance.year),
        unit_id=unit_id,
    )


def _enough(notice: OpenNotice, balance: HoursBalance | None, now: datetime) -> HoursEnough:
    return HoursEnough(
        occurred_at=now,
        notice_id=notice.notice_id,
        employee_id=notice.employee_id,
        year=notice.year,
        credited=balance.earned if balance else 0.0,
        planned=balance.booked if balance else 0.0,
        target=balance.target.hours if balance and balance.target else None,
    )
