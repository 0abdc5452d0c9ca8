"""`python -m tests.integration.portal.calling_process URI`: the portal's caller, told by lines.

A line is JSON: {calls: [[service, method, arguments], …]}, made at once, or {cut: true}: the
connections break. Each answer is a line: what came of them.
"""

import asyncio
import json
import socket
import sys
from typing import Any

from services.portal.calling import Away, BrokerCaller, Refused
from shared.launcher.logs import configure_logs


async def _outcome(caller: BrokerCaller, call: list[Any]) -> dict[str, Any]:
    try:
        return {"result": await caller.call(*call)}
    except Refused as refused:
        return {"refused": refused.kind, "reason": refused.reason, "fields": refused.fields}
    except Away as away:
        return {"away": away.service}


def _cut(caller: BrokerCaller) -> None:
    for connection in (caller._asking._connection, caller._answers._connection):
        connection.connection.transport.sock.shutdown(socket.SHUT_RDWR)


async def main(uri: str) -> None:
    caller = BrokerCaller(uri, timeout=5)
    await caller.begin()
    print("ready", flush=True)  # noqa: T201
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        told = json.loads(line)
        if told.get("cut"):
            _cut(caller)
            outcomes = []
        else:
            outcomes = await asyncio.gather(*(_outcome(caller, one) for one in told["calls"]))
        print(json.dumps(outcomes), flush=True)  # noqa: T201
    await caller.end()


configure_logs("error")
asyncio.run(main(sys.argv[1]))
