"""Calls to an embedded installation, through the socket file beside its data."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.portal.calling.caller import Away, answer_of
from shared.launcher.socket_files import DOOR, short_address

_AT_ONCE = 10
_LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one answer."""

_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class DoorCaller:
    """timeout: seconds that a call may take, where the caller says no other number."""

    def __init__(self, data_dir: Path, timeout: float):
        self._path = data_dir / DOOR
        self._timeout = timeout
        self._idle: list[_Line] = []

    async def begin(self) -> None:
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def end(self) -> None:
        for _, writer in self._idle:
            writer.close()

    async def call(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        seconds: float | None = None,
    ) -> Any:
        asked = {"service": service, "method": method, "arguments": dict(arguments)}
        try:
            async with asyncio.timeout(seconds or self._timeout), self._free:
                said = await self._ask(json.dumps(asked).encode() + b"\n")
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            raise Away(service) from None
        return answer_of(service, method, said)

    async def _ask(self, question: bytes) -> dict[str, Any]:
        """A line that was cut while it was idle is made again once: commands may be repeated."""
        reused = bool(self._idle)
        try:
            return await self._ask_on(self._idle.pop() if reused else await self._dial(), question)
        except (OSError, asyncio.IncompleteReadError):
            if not reused:
                raise
        self._idle.clear()
        return await self._ask_on(await self._dial(), question)

    async def _ask_on(self, line: _Line, question: bytes) -> dict[str, Any]:
        reader, writer = line
        try:
            writer.write(question)
            await writer.drain()
            said: dict[str, Any] = json.loads(await reader.readuntil(b"\n"))
        except BaseException:  # an answer that nobody waits for must not answer the next one
            writer.close()
            raise
        self._idle.append(line)
        return said

    async def _dial(self) -> _Line:
        with short_address(self._path) as address:
            return await asyncio.open_unix_connection(address, limit=_LONGEST_LINE)
