"""Who is who: asked of enrolment, remembered for a while, and longer while it is away."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.portal.calling import Away, Caller, Refused

_FRESH_SECONDS = 30
"""Of what somebody may do."""

_RECENT_SECONDS = 300
"""Of how somebody is called."""

_MOST_KNOWN = 20_000
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Person:
    """An employee, as far as pages need to know. leads: whether anybody reports to them."""

    employee_id: str
    name: str
    unit_id: str
    position: str = ""
    active: bool = True
    officer: bool = False
    leads: bool = False


class Roster:
    """What enrolment says of people."""

    def __init__(self, caller: Caller):
        self._caller = caller
        self._people: OrderedDict[str, tuple[float, Person]] = OrderedDict()
        self._shown: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()

    async def person(self, employee_id: str) -> Person | None:
        """None where nobody has this id. Raises Away where enrolment is, and was never asked."""
        asked_at, known = self._people.get(employee_id, (0.0, None))
        if known and time.monotonic() - asked_at < _FRESH_SECONDS:
            return known
        try:
            found = await self._ask(employee_id)
        except Away:
            if known is None:
                raise
            return known
        if found is None:
            self._people.pop(employee_id, None)
            return None
        _keep(self._people, employee_id, found)
        return found

    async def find(self, employee_ids: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """As `list_employees` shows them, by id; who cannot be asked for is named by the id."""
        wanted = {one for one in employee_ids if one}
        missing = sorted(one for one in wanted if not self._is_recent(one))
        for first in range(0, len(missing), _AT_ONCE):
            some = missing[first : first + _AT_ONCE]
            try:
                found = await self._list(employee_ids=some, limit=len(some))
            except (Away, Refused):
                break
            for one in found:
                _keep(self._shown, one["employee_id"], one)
        return {one: self._shown[one][1] if one in self._shown else _a_mere(one) for one in wanted}

    def _is_recent(self, employee_id: str) -> bool:
        """Whether what is known for showing it was asked for not long ago."""
        asked_at, known = self._shown.get(employee_id, (0.0, None))
        return known is not None and time.monotonic() - asked_at < _RECENT_SECONDS

    async def _list(self, **wanted: Any) -> list[dict[str, Any]]:
        answer = await self._caller.call("enrolment", "list_employees", wanted)
        found: list[dict[str, Any]] = answer["items"]
        return found

    async def _ask(self, employee_id: str) -> Person | None:
        try:
            found, led = await asyncio.gather(
                self._list(employee_ids=[employee_id], limit=1),
                self._list(supervisor_id=employee_id, active=True, limit=1),
            )
        except Refused:
            return None
        if not found:
            return None
        [told] = found
        return Person(
            employee_id=employee_id,
            name=told["name"],
            unit_id=told["unit_id"],
            position=told["position"],
            active=told["active"],
            officer=told["active"] and "officer" in told["roles"],
            leads=bool(led),
        )


def _a_mere(employee_id: str) -> dict[str, Any]:
    """Somebody of whom only the id is known."""
    unknown = {"position": "", "unit_id": "", "roles": []}
    return unknown | {"employee_id": employee_id, "name": employee_id}


def _keep(known: OrderedDict[str, tuple[float, Any]], key: str, value: Any) -> None:
    known[key] = (time.monotonic(), value)
    known.move_to_end(key)
    if len(known) > _MOST_KNOWN:
        known.popitem(last=False)
