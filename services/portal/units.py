"""Names of units: asked of enrolment, remembered for a while, and longer while it is away."""

import asyncio
import re
import time

from services.portal.calling import Away, Caller

MOST_OFFERED = 500
"""A page that offers more is too heavy for a slow line; a unit can be typed there."""

_FRESH_SECONDS = 60
_AT_ONCE = 500
_ID_IN_CHOICE = re.compile(r".*\(([^()]+)\)")


class Units:
    """What enrolment says of them."""

    def __init__(self, caller: Caller):
        self._caller = caller
        self._names: dict[str, str] | None = None
        self._asked_at = 0.0
        self._asking = asyncio.Lock()

    async def names(self) -> dict[str, str]:
        """By id, in order of name. Raises Away where enrolment is, and was never asked."""
        async with self._asking:  # one asks for all who wait
            if self._names is None or time.monotonic() - self._asked_at > _FRESH_SECONDS:
                try:
                    self._names = await self._all()
                    self._asked_at = time.monotonic()
                except Away:
                    if self._names is None:
                        raise
        return self._names

    async def _all(self) -> dict[str, str]:
        found: dict[str, str] = {}
        after = None
        while True:
            given = {"limit": _AT_ONCE} | ({"after": after} if after else {})
            listed = await self._caller.call("enrolment", "list_units", given)
            found |= {one["unit_id"]: one["name"] for one in listed["items"]}
            if (after := listed["next"]) is None:
                return dict(sorted(found.items(), key=lambda one: one[1]))


def unit_id_of(typed: str, names: dict[str, str]) -> str:
    """Of what was chosen from a list, or typed: a name or an id."""
    chosen = _ID_IN_CHOICE.fullmatch(typed)
    if chosen and chosen[1] in names:
        return chosen[1]
    named = [unit_id for unit_id, name in names.items() if name.lower() == typed.lower()]
    return named[0] if len(named) == 1 else typed
