"""Calls about which evaluations a completion asks for."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from services.evaluation.domain import policy
from services.evaluation.schemas import policies as schemas
from services.evaluation.storage.instruments import Instruments
from services.evaluation.storage.policies import Policies
from shared.ids import new_id
from shared.service import Service, command, query


class PolicyCalls(Service):
    """Calls about which evaluations a completion asks for."""

    @command(schemas.SavePolicy)
    def save_policy(self, request: Any, session: Session) -> dict[str, Any]:
        """Add a policy, or a new version of one; schedules that exist keep the old version.

        It decides about what is recorded from now on, or about completions from the day
        `effective_from` on; for earlier ones the version before it goes on.
        Raises NotFound (policy, instrument), ValidationError.
        """
        policies = Policies(session)
        version = policies.newest_version(request.policy_id) + 1 if request.policy_id else 1
        described = schemas.policy_from(request, request.policy_id or new_id())
        saved = replace(described, version=version)
        policy.check(saved)
        for item in saved.items:
            if item.instrument_id:
                Instruments(session).get(item.instrument_id)
        policies.save(saved, at=self.clock.now())
        return {"policy_id": saved.policy_id}

    @query(schemas.ListPolicies)
    def list_policies(self, request: Any, session: Session) -> dict[str, Any]:
        """Every version of every policy, the newest first; last the built-in ones."""
        saved = Policies(session).all_versions()
        found = [*saved, *policy.BUILT_IN.values()]
        return {"items": [schemas.policy_view(one) for one in found], "next": None}
