"""Calls about training needs: their rules, their ranking, and the complaints behind it."""

from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain.need_rule import ALWAYS
from services.evaluation.ranking_needs import rank_needs, span
from services.evaluation.schemas import needs as schemas
from services.evaluation.schemas.complaints import complaint_item
from services.evaluation.storage.competency_gaps import CompetencyGaps
from services.evaluation.storage.need_rules import NeedRules
from services.evaluation.storage.rankings import Rankings
from shared.errors import ValidationError
from shared.service import Service, command, query
from shared.service.requests import page
from shared.working_calendar import WorkingCalendar

_SHOWN_AT_ONCE = 500


class NeedCalls(Service):
    """Calls about training needs: their rules, their ranking, and the complaints behind it."""

    calendar: WorkingCalendar

    @command(schemas.SaveNeedRule)
    def save_need_rule(self, request: Any, session: Session) -> dict[str, Any]:
        """Say which competency would prevent which complaints, and how much training can cure."""
        rule = schemas.rule_from(request)
        return schemas.rule_item(NeedRules(session).save(rule, self.clock.now()), rule)

    @query(schemas.ListNeedRules)
    def list_need_rules(self, request: Any, session: Session) -> dict[str, Any]:
        """All rules, also those that hold no more, by id."""
        found = NeedRules(session).page(request.after, request.limit + 1)
        page = found[: request.limit]
        return {
            "items": [schemas.rule_item(*one) for one in page],
            "next": page[-1][0] if len(found) > len(page) else None,
        }

    @command(schemas.SaveNeedMinimum)
    def save_need_minimum(self, request: Any, session: Session) -> dict[str, Any]:
        """From a day on, so many complaints are needed for a rank (5 until somebody decides)."""
        day = request.effective_from or ALWAYS
        NeedRules(session).decide_minimum(request.min_complaints, day, self.clock.now())
        return {"min_complaints": request.min_complaints}

    @command(schemas.SaveCompetencyGaps)
    def save_competency_gaps(self, request: Any, session: Session) -> dict[str, Any]:
        """Keep what units or employees lack, as it was assessed; the latest assessment counts.

        Raises ValidationError (by row): unknown unit or employee, a day in the future.
        """
        now = self.clock.now()
        gaps, found = [schemas.gap_from(row) for row in request.rows], CompetencyGaps(session)
        unknown, today = found.unknown(gaps), self.calendar.day_of(now)
        reasons: dict[str, list[str]] = {}
        for number, gap in enumerate(gaps):
            if (gap.about, gap.subject_id) in unknown:
                reason = f"there is no {gap.about} {gap.subject_id!r}"
                reasons[f"rows.{number}.{gap.about}_id"] = [reason]
            if gap.assessed_on > today:
                reasons[f"rows.{number}.assessed_on"] = ["lies in the future"]
        if reasons:
            raise ValidationError("the gaps are not valid", reasons)
        found.save(gaps, now)
        return {"saved": len(gaps)}

    @command(schemas.RankNeeds)
    def rank_needs(self, request: Any, session: Session) -> dict[str, Any]:
        """Rank which unit needs which competency, by the complaints of a period; and tell.

        The same data give the same ranking. Raises ValidationError.
        """
        now = self.clock.now()
        if request.period_start > self.calendar.day_of(now):
            reason = {"period_start": ["lies in the future: there are no complaints yet"]}
            raise ValidationError("the period is not valid", reason)
        ranking = rank_needs(
            session,
            request.period_start,
            request.period_end,
            self.calendar,
            now,
            request.ranked_by,
        )
        found = Rankings(session).needs(ranking.ranking_id, 0, _SHOWN_AT_ONCE + 1)
        page = found[:_SHOWN_AT_ONCE]
        after = str(page[-1][0]) if len(found) > len(page) else None
        return schemas.ranking_view(ranking, [facts for _, facts in page], after)

    @query(schemas.ListRankedNeeds)
    def list_ranked_needs(self, request: Any, session: Session) -> dict[str, Any]:
        """The needs of a ranking, in its order. Raises NotFound."""
        rankings = Rankings(session)
        rankings.get(request.ranking_id)
        found = rankings.needs(request.ranking_id, int(request.after or 0), request.limit + 1)
        page = found[: request.limit]
        return {
            "items": [facts for _, facts in page],
            "next": str(page[-1][0]) if len(found) > len(page) else None,
        }

    @query(schemas.ListNeedComplaints)
    def list_need_complaints(self, request: Any, session: Session) -> dict[str, Any]:
        """The complaints behind one need, by id. Raises NotFound (ranking, need)."""
        rankings = Rankings(session)
        ranking = rankings.get(request.ranking_id)
        need = rankings.need(request.ranking_id, request.unit_id, request.competency)
        within = span(ranking.period_start, ranking.period_end, self.calendar.zone)
        found = rankings.complaints(ranking, need, within, request.after, request.limit + 1)
        items = [complaint_item(one) for one in found]
        return page(items, request.limit, "complaint_id")
