"""Ranking training needs: what the database adds up, weighed aside, kept and told."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.orm import Session

from services.evaluation.domain.need import Need, Rate, Untrainable
from services.evaluation.domain.need_rule import in_force
from services.evaluation.domain.need_sentences import sentence, why_unranked
from services.evaluation.domain.ranking import Case, Outcome, Period, Shrink, rank
from services.evaluation.storage.competency_gaps import CompetencyGaps
from services.evaluation.storage.complaints import Complaints
from services.evaluation.storage.need_figures import NeedFigures
from services.evaluation.storage.need_rules import NeedRules
from services.evaluation.storage.rankings import Facts, Ranking, Rankings
from shared.events.evaluation import NeedsRanked, RankedNeed
from shared.heavy_work import aside
from shared.ids import new_id
from shared.messaging.outbox import post
from shared.working_calendar import WorkingCalendar

MOST_TOLD = 1000
"""Needs in an event, the greatest first: a message has at most 1 MiB."""

_DAY = timedelta(days=1)
_DIGITS = 6


def rank_needs(
    session: Session,
    first: date,
    last: date,
    calendar: WorkingCalendar,
    now: datetime,
    ranked_by: str | None,
) -> Ranking:
    """Rank the needs of a period, both days included, keep the ranking and tell.

    The same data give the ranking that they gave before, which is told only once. Without any rule
    nothing was judged: the answer lists what is unmapped, and whoever plans keeps the last ranking.
    """
    Complaints(session).settle_units()
    begins, ends = span(first, last, calendar.zone)
    # Here and not aside: a module is loaded on the hub, where nobody waits for its lock for ever.
    from services.evaluation.analysis.shrinkage import shrink

    case = _case(session, first, last, calendar.zone)
    needs, summary = aside(_weighed, case, shrink)
    summary["triage"] = NeedFigures(session).in_triage(begins, ends)
    fingerprint = hashlib.sha256(msgspec.json.encode([needs, summary])).hexdigest()
    rankings = Rankings(session)
    known = rankings.newest_of(first, last)
    if known is not None and known.fingerprint == fingerprint:
        return known
    ranking = Ranking(new_id(), first, last, now, ranked_by, fingerprint, summary)
    rankings.add(ranking, calendar.day_of(now), needs)
    if case.rules:
        post(session, _told(ranking, needs), sequence=1)
    return ranking


def span(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants at which a period begins and ends; the last is not included. UTC."""
    begins = datetime.combine(first, time(), zone)
    return begins.astimezone(UTC), datetime.combine(last + _DAY, time(), zone).astimezone(UTC)


def _case(session: Session, first: date, last: date, zone: ZoneInfo) -> Case:
    figures, rules = NeedFigures(session), NeedRules(session)
    first_before = first - (last - first + _DAY)
    return Case(
        now=_period(figures, first, last, zone),
        before=_period(figures, first_before, first - _DAY, zone),
        employees=figures.employees(),
        names=figures.names(),
        gaps=CompetencyGaps(session).by_unit(),
        observed=CompetencyGaps(session).observed(),
        rules=in_force(rules.all(), last),
        min_complaints=rules.minimum(last),
    )


def _period(figures: NeedFigures, first: date, last: date, zone: ZoneInfo) -> Period:
    return Period(
        complaints=figures.complaints(*span(first, last, zone)),
        services=figures.services(first, last),
    )


def _weighed(case: Case, shrink: Shrink) -> tuple[list[Facts], Facts]:
    """The needs, and what is said of the period as a whole."""
    outcome = rank(case, shrink)
    needs = [
        _need(need, place, case.min_complaints) for place, need in enumerate(outcome.needs, start=1)
    ]
    return needs, _summary(case, outcome)


def _summary(case: Case, outcome: Outcome) -> Facts:
    return {
        "complaints": sum(case.now.complaints.values()),
        "min_complaints": case.min_complaints,
        "untrainable": [_untrainable(one) for one in outcome.untrainable],
        "unmapped": [
            {"category": category, "complaints": number}
            for category, number in outcome.unmapped.items()
        ],
    }


def _need(need: Need, place: int, min_complaints: int) -> Facts:
    reason = need.unranked(min_complaints)
    return {
        "rank": place if reason is None else None,
        "unit_id": need.unit_id,
        "competency": need.competency,
        "score": need.score,
        "complaints": need.complaints,
        **_rate(need.rate),
        "severity": round(need.severity, _DIGITS),
        "trainable_share": round(need.trainable_share, _DIGITS),
        "gap": round(need.gap.gap_share, _DIGITS) if need.gap else None,
        "gap_people": need.gap.people if need.gap else None,
        "gap_source": need.gap.source.value if need.gap else None,
        "parts": [vars(part) for part in need.parts],
        "categories": list(need.categories),
        "sentence": sentence(need),
        "reason_code": reason and reason.value,
        "reason": why_unranked(reason, need, min_complaints),
    }


_NO_RATE: Facts = dict.fromkeys(
    (
        *("rate", "rate_low", "rate_high", "rate_own", "rate_common", "rate_before"),
        *("relative_rate", "exposure", "days", "trend", "trend_factor"),
    )
)


def _rate(rate: Rate | None) -> Facts:
    if rate is None:
        return {"basis": "none"} | _NO_RATE
    numbers = {
        "rate": rate.shrunk,
        "rate_low": rate.low,
        "rate_high": rate.high,
        "rate_own": rate.own,
        "rate_common": rate.common,
        "rate_before": rate.before,
        "relative_rate": rate.relative,
        "exposure": rate.exposure,
        "trend": rate.trend,
        "trend_factor": rate.trend_factor,
    }
    rounded = {
        name: number if number is None else round(number, _DIGITS)
        for name, number in numbers.items()
    }
    return {"basis": rate.basis.value, "days": rate.days} | rounded


def _untrainable(one: Untrainable) -> dict[str, Any]:
    return vars(one).copy()


def _told(ranking: Ranking, needs: list[Facts]) -> NeedsRanked:
    ranked = [need for need in needs if need["rank"] is not None]
    return NeedsRanked(
        occurred_at=ranking.ranked_at,
        ranking_id=ranking.ranking_id,
        period_start=ranking.period_start,
        period_end=ranking.period_end,
        needs=[
            RankedNeed(
                unit_id=need["unit_id"],
                competency=need["competency"],
                score=need["score"],
                complaints=need["complaints"],
            )
            for need in ranked[:MOST_TOLD]
        ],
    )
