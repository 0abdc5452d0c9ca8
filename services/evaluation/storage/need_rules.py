"""The rules of training needs, as the office decided them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.need_rule import MIN_COMPLAINTS, Cause, NeedRule
from services.evaluation.storage.tables import NeedMinimumRow, NeedRuleRow
from shared.database import insert_or_update
from shared.ids import new_id


class NeedRules:
    """Rules by category, competency and first day; saving one again replaces it."""

    def __init__(self, session: Session):
        self._session = session

    def save(self, rule: NeedRule, at: datetime) -> str:
        """Add a rule, or replace the one of the same category, competency and first day."""
        category_key, competency_key = rule.key
        facts = {
            "category": rule.category,
            "competency": rule.competency,
            "trainable_share": rule.trainable_share,
            "severity": rule.severity,
            "rest_cause": rule.rest_cause.value,
            "saved_at": at,
        }
        key = {
            "category_key": category_key,
            "competency_key": competency_key,
            "effective_from": rule.effective_from,
        }
        statement = insert_or_update(self._session, NeedRuleRow)
        statement = statement.values(key | facts | {"need_rule_id": new_id()})
        saved = self._session.scalars(
            statement.on_conflict_do_update(index_elements=list(key), set_=facts).returning(
                NeedRuleRow.need_rule_id
            )
        )
        return str(saved.one())

    def page(self, after: str | None, limit: int) -> list[tuple[str, NeedRule]]:
        """(id, rule) by id, beginning after the id `after`."""
        found = select(NeedRuleRow).order_by(NeedRuleRow.need_rule_id).limit(limit)
        if after is not None:
            found = found.where(NeedRuleRow.need_rule_id > after)
        return [(row.need_rule_id, _rule(row)) for row in self._session.scalars(found)]

    def all(self) -> list[NeedRule]:
        """Also those that hold no more, or not yet."""
        return [_rule(row) for row in self._session.scalars(select(NeedRuleRow))]

    def decide_minimum(self, min_complaints: int, effective_from: date, at: datetime) -> None:
        """From a day on, so many complaints are needed for a rank."""
        facts: dict[str, Any] = {"min_complaints": min_complaints, "saved_at": at}
        statement = insert_or_update(self._session, NeedMinimumRow)
        self._session.execute(
            statement.values(facts | {"effective_from": effective_from}).on_conflict_do_update(
                index_elements=["effective_from"], set_=facts
            )
        )

    def minimum(self, day: date) -> int:
        """Complaints that a rank needs, in a period that ends on a day."""
        decided = self._session.scalar(
            select(NeedMinimumRow.min_complaints)
            .where(NeedMinimumRow.effective_from <= day)
            .order_by(NeedMinimumRow.effective_from.desc())
            .limit(1)
        )
        return MIN_COMPLAINTS if decided is None else decided


def _rule(row: NeedRuleRow) -> NeedRule:
    return NeedRule(
        category=row.category,
        competency=row.competency,
        trainable_share=row.trainable_share,
        severity=row.severity,
        rest_cause=Cause(row.rest_cause),
        effective_from=row.effective_from,
    )
