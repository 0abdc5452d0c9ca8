"""Calls by which operators look after a service: how it is, and what did not go through.

Every service answers them alike. The command `lontar parked` does the same on the database itself.
"""

from typing import Any

from marshmallow import fields, validate
from nameko.extensions import DependencyProvider
from sqlalchemy.orm import Session

from shared.operating import aside
from shared.operating.listing import STATES, Wanted, newest
from shared.operating.looking_up import found
from shared.operating.telling import entry_item, entry_view, health_view
from shared.service.base import Service
from shared.service.calls import command, query
from shared.service.requests import Id, Listing, Request, Title, page
from shared.service.road import Road


class GetHealth(Request):
    pass


class ListParked(Listing):
    """state: parked, held, refused or discarded; left out: all but discarded. event: its name."""

    state = fields.String(allow_none=True, validate=validate.OneOf(STATES))
    event = fields.String(allow_none=True, validate=validate.Length(1, 255))


class GetParked(Request):
    parked_id = Id(required=True)


class RetryParked(Request):
    parked_id = Id(required=True)
    retried_by = Id(required=True)


class DiscardParked(Request):
    parked_id = Id(required=True)
    reason = Title(required=True)
    discarded_by = Id(required=True)


class _TheRoad(DependencyProvider):
    """This process's side of the road."""

    road = Road()

    def get_dependency(self, worker_ctx: Any) -> Road:
        return self.road


class OperatorCalls(Service):
    """Calls by which operators look after a service."""

    road: Road = _TheRoad()

    @query(GetHealth)
    def get_health(self, request: Any, session: Session) -> dict[str, Any]:
        """How this process and its database are; answered without the database, too."""
        return health_view(self.road, self.database, session, self.clock.now())

    @query(ListParked)
    def list_parked(self, request: Any, session: Session) -> dict[str, Any]:
        """What did not go through, the newest first. Raises ValidationError (after)."""
        wanted = Wanted(
            state=request.state,
            event=request.event,
            after=request.after,
            limit=request.limit + 1,
        )
        entries = newest(session, self.name, wanted)
        items = [entry_item(one) for one in entries]
        return page(items, request.limit, "place")

    @query(GetParked)
    def get_parked(self, request: Any, session: Session) -> dict[str, Any]:
        """Everything about one but what concerns a person. Raises NotFound."""
        wanted = request.parked_id
        return entry_view(self.name, wanted, found(session, self.name, wanted))

    @command(RetryParked)
    def retry_parked(self, request: Any, session: Session) -> dict[str, Any]:
        """Have one tried again at once, with its own event id; audited.

        Raises NotFound, Conflict (it was retried before, or overtaken).
        """
        wanted, by = request.parked_id, _actor(request.retried_by)
        aside.retry(session, self.name, wanted, self.clock.now(), by)
        return {"parked_id": wanted}

    @command(DiscardParked)
    def discard_parked(self, request: Any, session: Session) -> dict[str, Any]:
        """Give one up, but keep it under the id of the answer; audited.

        Raises NotFound, Conflict (it was discarded before).
        """
        by, reason, now = _actor(request.discarded_by), request.reason.strip(), self.clock.now()
        kept = aside.discard(session, self.name, request.parked_id, reason, now, by)
        return {"parked_id": kept}


def _actor(employee_id: str) -> str:
    """As the audit names who is no user of the machine."""
    return f"employee {employee_id}"
