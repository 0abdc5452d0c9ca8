"""The policies that offices saved."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.evaluation.domain.policy import Moment, Policy, PolicyItem, Respondent, most_specific
from services.evaluation.storage.tables import PolicyRow
from shared.errors import NotFound
from shared.events.enrolment import TrainingCompleted

_CACHE = "policies"


class Policies:
    """All policies, read once in a transaction: a batch of completions asks again and again."""

    def __init__(self, session: Session):
        self._session = session

    def most_specific_for(self, completed: TrainingCompleted) -> Policy:
        """The policy that decides about a completion; the built-in one where none was saved."""
        return most_specific(self._all(), completed)

    def must_exist(self, policy_id: str) -> None:
        """Raises NotFound."""
        if self._session.get(PolicyRow, policy_id) is None:
            raise NotFound("policy", policy_id)

    def save(self, policy: Policy, at: datetime) -> None:
        """Add a policy, or replace the one with its id."""
        self._session.merge(
            PolicyRow(
                policy_id=policy.policy_id,
                programme_id=policy.programme_id,
                programme_kind=policy.programme_kind,
                min_learning_hours=policy.min_learning_hours,
                items=[asdict(item) for item in policy.items],
                saved_at=at,
            )
        )

    def _all(self) -> list[Policy]:
        """The newest first."""
        info = self._session.info
        if _CACHE not in info:
            newest_first = select(PolicyRow).order_by(
                PolicyRow.saved_at.desc(), PolicyRow.policy_id.desc()
            )
            info[_CACHE] = [_policy(row) for row in self._session.scalars(newest_first)]
        policies: list[Policy] = info[_CACHE]
        return policies


def _policy(row: PolicyRow) -> Policy:
    return Policy(
        policy_id=row.policy_id,
        programme_id=row.programme_id,
        programme_kind=row.programme_kind,
        min_learning_hours=row.min_learning_hours,
        items=tuple(
            PolicyItem(
                **{
                    **item,
                    "respondent": Respondent(item["respondent"]),
                    "at": Moment(item["at"]),
                }
            )
            for item in row.items
        ),
    )
