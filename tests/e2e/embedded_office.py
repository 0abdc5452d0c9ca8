"""`python -m tests.e2e.embedded_office PLAN`: an office inside the embedded process.

Nobody can call that process from outside: so the calls of PLAN (JSON lines: service, method and
arguments with a `request_id`) are made inside, in order, and their answers printed as JSON. A
plan that was interrupted is made from its beginning again.
"""

import shared.launcher.green  # noqa: F401, I001  (first of all)

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nameko.standalone.rpc import ServiceRpcProxy

from services.parts import PARTS
from shared.events.hr import EmployeeChanged
from shared.launcher import memory_rpc
from shared.launcher.process import Process, embedded
from shared.messaging.outbox import post
from shared.settings import read_settings

_CALL_SECONDS = 90


def tell_hr(process: Process, people: list[dict[str, Any]]) -> None:
    """As an import does it: through enrolment's outbox."""
    now = datetime.now(UTC)
    with process.wiring.databases["enrolment"].transaction() as session:
        for person in people:
            told = EmployeeChanged(occurred_at=now, changed_at=now, **person)
            post(session, told, sequence=1, source="/lontar/import")


def main(plan: Path) -> None:
    process = embedded(PARTS, read_settings())
    process.start()
    print("office ready", flush=True)  # noqa: T201
    config = {"AMQP_URI": memory_rpc.URI}
    for line in plan.read_text().splitlines():
        step = json.loads(line)
        if "people" in step:
            tell_hr(process, step["people"])
            answer = None
        else:
            with ServiceRpcProxy(step["service"], config, timeout=_CALL_SECONDS) as proxy:
                answer = getattr(proxy, step["method"])(**step["arguments"])
        print(json.dumps({"answer": answer}), flush=True)  # noqa: T201
    while True:
        time.sleep(1)


main(Path(sys.argv[1]))
