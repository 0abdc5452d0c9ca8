"""The policies that offices saved, version by version."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.evaluation.domain.policy import (
    Moment,
    Policy,
    PolicyItem,
    Programme,
    Respondent,
    in_force,
    most_specific,
)
from services.evaluation.storage.tables import PolicyVersionRow
from shared.errors import NotFound

_CACHE = "policies"


class Policies:
    """All policies, read once in a transaction: a batch of completions asks again and again."""

    def __init__(self, session: Session):
        self._session = session

    def most_specific_for(self, programme: Programme, day: date) -> Policy:
        """The policy for a programme on a day; the built-in one where none was saved."""
        return most_specific(self._in_force(day), programme)

    def newest_version(self, policy_id: str) -> int:
        """Raises NotFound."""
        row = PolicyVersionRow
        newest = self._session.scalar(
            select(func.max(row.version)).where(row.policy_id == policy_id)
        )
        if newest is None:
            raise NotFound("policy", policy_id)
        return int(newest)

    def save(self, policy: Policy, at: datetime) -> None:
        """Add a version of a policy."""
        self._session.add(
            PolicyVersionRow(
                policy_id=policy.policy_id,
                version=policy.version,
                programme_id=policy.programme_id,
                programme_kind=policy.programme_kind,
                min_learning_hours=policy.min_learning_hours,
                closes_after_days=policy.closes_after_days,
                effective_from=policy.effective_from,
                items=[asdict(item) for item in policy.items],
                saved_at=at,
            )
        )

    def all_versions(self) -> list[Policy]:
        """The one saved last first."""
        row = PolicyVersionRow
        newest_first = select(row).order_by(
            row.saved_at.desc(), row.policy_id.desc(), row.version.desc()
        )
        return [_policy(each) for each in self._session.scalars(newest_first)]

    def _in_force(self, day: date) -> list[Policy]:
        """The newest first."""
        cache: dict[date | None, list[Policy]] = self._session.info.setdefault(_CACHE, {})
        if None not in cache:
            cache[None] = self.all_versions()
        if day not in cache:
            cache[day] = in_force(cache[None], day)
        return cache[day]


def _policy(row: PolicyVersionRow) -> Policy:
    return Policy(
        policy_id=row.policy_id,
        version=row.version,
        programme_id=row.programme_id,
        programme_kind=row.programme_kind,
        min_learning_hours=row.min_learning_hours,
        closes_after_days=row.closes_after_days,
        effective_from=row.effective_from,
        items=tuple(_item(item) for item in row.items),
    )


def _item(stored: dict[str, Any]) -> PolicyItem:
    """Items that were stored before there could be several reminder points have a number."""
    reminders = stored["remind_before_days"]
    if isinstance(reminders, int):
        reminders = [reminders] if reminders else []
    return PolicyItem(
        **{
            **stored,
            "respondent": Respondent(stored["respondent"]),
            "at": Moment(stored["at"]),
            "remind_before_days": tuple(reminders),
        }
    )
