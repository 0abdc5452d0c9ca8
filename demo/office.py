"""The running services as an office uses them: through their RPC, and in no other way.

Only two things are looked up in the databases, because no call tells them: whether every event
has left its outbox, and how many were held or parked.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy
from sqlalchemy import Table, func, select

from shared.launcher import memory_rpc
from shared.launcher.process import Process
from shared.messaging.tables import outbox, waiting

_PATIENCE_SECONDS = 20.0
_LOOK_SECONDS = 0.03
_PAGE = 500


class Refused(Exception):
    """A service said no; the text is the rule in its own words."""


class Stuck(Exception):
    """Something that must happen did not happen in time; the text says what."""


class Office:
    """Use as a context manager: it opens and closes the RPC connection."""

    def __init__(self, process: Process):
        self.process = process
        self.clock = process.wiring.clock
        self._proxy = ClusterRpcProxy({"AMQP_URI": memory_rpc.URI}, timeout=_PATIENCE_SECONDS)

    def __enter__(self) -> "Office":
        self._services = self._proxy.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._proxy.stop()

    def call(self, service: str, method: str, **arguments: Any) -> Any:
        """One call. Raises Refused."""
        try:
            return getattr(getattr(self._services, service), method)(**arguments)
        except RemoteError as error:
            raise Refused(f"{error.exc_type}: {error.value}") from None

    def refusal(self, service: str, method: str, **arguments: Any) -> str:
        """The words of a refusal. Raises Stuck if the call goes through."""
        try:
            self.call(service, method, **arguments)
        except Refused as refused:
            return str(refused)
        raise Stuck(f"{service}.{method} should have been refused and was not")

    def items(self, service: str, method: str, **arguments: Any) -> list[dict[str, Any]]:
        """All items of a list."""
        found: list[dict[str, Any]] = []
        after = None
        while True:
            page = self.call(service, method, limit=_PAGE, after=after, **arguments)
            found += page["items"]
            if (after := page["next"]) is None:
                return found

    def evaluations(self, enrolment_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Evaluations of these enrolments, by id."""
        lists = [
            self.items("evaluation", "list_evaluations", enrolment_id=one) for one in enrolment_ids
        ]
        return {one["evaluation_id"]: one for items in lists for one in items}

    def messages(self, employee_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Messages to these people, by id."""
        lists = [
            self.items("notification", "list_notifications", employee_id=one)
            for one in employee_ids
        ]
        return {one["notification_id"]: one for items in lists for one in items}

    def wait_for(self, what: str, condition: Callable[[], bool]) -> None:
        """Look until it is so. Raises Stuck."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise Stuck(f"this did not happen within {_PATIENCE_SECONDS:.0f} s: {what}")
            time.sleep(_LOOK_SECONDS)

    def let_it_settle(self) -> None:
        """Wait until every event has reached everyone who listens to it."""
        self.wait_for("all outboxes are empty", lambda: not sum(self.counts(outbox).values()))

    def waiting_messages(self) -> int:
        """Events that some service could not apply: held or parked."""
        return sum(self.counts(waiting).values())

    def counts(self, table: Table) -> Counter[str]:
        """Rows of one of the road's tables, by service."""
        counts: Counter[str] = Counter()
        for name, database in self.process.wiring.databases.items():
            with database.reading() as session:
                counts[name] = session.scalar(select(func.count()).select_from(table)) or 0
        return counts
