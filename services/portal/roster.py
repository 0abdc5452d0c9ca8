"""Who is who: asked of enrolment, remembered for a while, and longer while it is away."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.portal.calling import Away, Caller, Refused

_FRESH_SECONDS = 30
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
        self._names: OrderedDict[str, dict[str, Any]] = OrderedDict()

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
        _keep(self._people, employee_id, (time.monotonic(), found))
        return found

    async def find(self, employee_ids: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """As `list_employees` shows them, by id; who cannot be asked for is named by the id."""
        wanted = {one for one in employee_ids if one}
        missing = sorted(wanted - self._names.keys())
        for first in range(0, len(missing), _AT_ONCE):
            for one in await self._list(missing[first : first + _AT_ONCE]):
                _keep(self._names, one["employee_id"], one)
        unknown = {"position": "", "unit_id": "", "roles": []}
        return {
            one: self._names.get(one, unknown | {"employee_id": one, "name": one}) for one in wanted
        }

    async def _list(self, employee_ids: list[str]) -> list[dict[str, Any]]:
        try:
            answer = await self._caller.call(
                "enrolment",
                "list_employees",
                {"employee_ids": employee_ids, "limit": len(employee_ids)},
            )
        except (Away, Refused):
            return []
        found: list[dict[str, Any]] = answer["items"]
        return found

    async def _ask(self, employee_id: str) -> Person | None:
        try:
            told, led = await asyncio.gather(
                self._caller.call("enrolment", "get_employee", {"employee_id": employee_id}),
                self._caller.call(
                    "enrolment",
                    "list_employees",
                    {"supervisor_id": employee_id, "active": True, "limit": 1},
                ),
            )
        except Refused:
            return None
        return Person(
            employee_id=employee_id,
            name=told["name"],
            unit_id=told["unit_id"],
            position=told["position"],
            active=told["active"],
            officer=told["active"] and "officer" in told["roles"],
            leads=bool(led["items"]),
        )


def _keep(known: OrderedDict[str, Any], key: str, value: Any) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > _MOST_KNOWN:
        known.popitem(last=False)
