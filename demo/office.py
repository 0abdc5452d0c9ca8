"""The running services as an office uses them: through their RPC, and in no other way.

Only what no call tells is looked up in the databases: what waits in the outboxes, what was taken
in, held or parked, which evaluations are about to change, and how many mails went or were held.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from nameko.exceptions import RemoteError
from nameko.standalone.rpc import ClusterRpcProxy
from sqlalchemy import Select, Table, func, select

from shared.launcher import memory_rpc
from shared.launcher.process import Process

_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.05
_PAGE = 500

Item = dict[str, Any]


class Refused(Exception):
    """A service said no: the kind of refusal, and its words line by line."""

    def __init__(self, kind: str, words: str):
        self.lines = [f"{kind}: {words}"]
        if kind == "ValidationError":
            said = json.loads(words)
            by_field = [f"{key}: {', '.join(why)}" for key, why in said["fields"].items()]
            self.lines = [f"{kind}: {said['message']}", *(f"  {line}" for line in by_field)]
        super().__init__("; ".join(line.strip() for line in self.lines))


class Stuck(Exception):
    """Something that must happen did not happen; the text says what."""


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
            raise Refused(error.exc_type, str(error.value)) from None

    def refusal(self, service: str, method: str, **arguments: Any) -> list[str]:
        """The words of a refusal. Raises Stuck if the call goes through."""
        try:
            self.call(service, method, **arguments)
        except Refused as refused:
            return refused.lines
        raise Stuck(f"{service}.{method} should have been refused and was not")

    def items(self, service: str, method: str, **arguments: Any) -> list[Item]:
        """All items of a list."""
        found: list[Item] = []
        after = None
        while True:
            page = self.call(service, method, limit=_PAGE, after=after, **arguments)
            found += page["items"]
            if (after := page["next"]) is None:
                return found

    def evaluations(self, enrolment_ids: Iterable[str]) -> list[Item]:
        """The evaluations of these enrolments."""
        return [
            item
            for one in enrolment_ids
            for item in self.items("evaluation", "list_evaluations", enrolment_id=one)
        ]

    def messages(self, employee_ids: Iterable[str]) -> list[Item]:
        """The messages to these people, each person's newest first."""
        return [
            item
            for one in employee_ids
            for item in self.items("notification", "list_notifications", employee_id=one)
        ]

    def newest_messages(self, employee_id: str, count: int) -> list[Item]:
        """So many of a person's messages, the newest first."""
        found: list[Item] = self.call(
            "notification",
            "list_notifications",
            employee_id=employee_id,
            limit=min(count, _PAGE),
        )["items"]
        return found

    def wait_for(self, what: str, condition: Callable[[], bool]) -> None:
        """Look until it is so. Raises Stuck."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise Stuck(f"within {_PATIENCE_SECONDS:.0f} s this did not happen: {what}")
            time.sleep(_LOOK_SECONDS)

    def count(self, service: str, wanted: Select[int]) -> int:
        """A number from a service's database."""
        with self.process.wiring.databases[service].reading() as session:
            return session.scalar(wanted) or 0

    def rows(self, table: Table) -> Counter[str]:
        """Rows of one of the road's tables, by service."""
        counts: Counter[str] = Counter()
        for name, database in self.process.wiring.databases.items():
            with database.reading() as session:
                counts[name] = session.scalar(select(func.count()).select_from(table)) or 0
        return counts
