"""Measure every page of the portal, for every role, in a small office and a large one.

python -m bench.pages: the three services and the portal as processes of their own, on a private
RabbitMQ and PostgreSQL filled by SQL (`big_office.py`). Fifty people at once open pages in an order
of chance and read each for a while; a table says for each page how long 95 of 100 waited, and what
it weighs with its style sheet and script, the worst first.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

from bench.big_office import Size, fill
from bench.measure import processor_seconds
from bench.processes import Service, running
from bench.servers import SERVICES
from bench.stops import OPERATOR, stops_in
from bench.visits import Crowd, Seen, Stop
from services.portal.calling import BrokerCaller
from services.portal.static_files import STATIC
from shared.links import Links
from shared.seal import Seal
from tests import servers

SIZES = {600: 0.3, 100_000: 1.0}
"""Employees, and how long 95 of 100 may wait (s)."""

EXTRA_BYTES = sum((STATIC / name).stat().st_size for name in ("style.css", "drafts.js"))
"""What a page loads besides itself, once."""


def main() -> int:
    """Run and print; 1 where a page is too slow, too heavy, or no page at all."""
    options = _options()
    kept = [one for employees in options.employees for one in _measured(employees, options)]
    return 0 if all(kept) else 1


def _measured(employees: int, options: argparse.Namespace) -> list[bool]:
    size, limit = Size(employees), SIZES.get(employees, max(SIZES.values()))
    keys = {"LINK_KEY": Seal.new_key(), "PORTAL_KEY": Seal.new_key()}
    with _installed(size, keys) as (url, made, started):
        stops = stops_in(size, Links(keys["LINK_KEY"]), made)
        crowd = Crowd(url, keys["PORTAL_KEY"], options.people, options.reading)
        crowd.visit(stops, 1)  # warm: caches of templates and of the database
        began, used = time.monotonic(), _used(started)
        seen = crowd.visit(stops, options.times)
        seconds, pages = time.monotonic() - began, sum(len(one.seconds) for one in seen.values())
        used = {name: now - used[name] for name, now in _used(started).items()}
    _show(
        f"{employees:,} employees, {options.people} people, {pages / seconds:.1f} pages/s",
        seen,
        limit,
    )
    spent = (f"{name} {1000 * one / pages:.1f}" for name, one in used.items())
    print(f"processor ms for each page: {', '.join(spent)}")
    return [one.holds(limit, EXTRA_BYTES) for one in seen.values()]


@contextmanager
def _installed(
    size: Size, keys: dict[str, str]
) -> Iterator[tuple[str, dict[str, str], list[Service]]]:
    """Services that know the office and a portal before them: its address, ids, processes."""
    with (
        servers.RabbitMQ() as broker,
        servers.PostgreSQL() as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        urls = {one: servers.create_database(server.url, one) for one in SERVICES}
        processes = []
        for name, url in urls.items():
            given = {"AMQP_URI": broker.uri, "DATABASE_URL": url, "DATA_DIR": f"{folder}/{name}"}
            given |= {"HTTP_PORT": "0", "LINK_KEY": keys["LINK_KEY"]}
            command = [sys.executable, "-m", f"services.{name}", "migrate"]
            subprocess.run(command, env={**os.environ, **given}, check=True)
            processes.append((name, given))
        fill(urls, size)
        port = servers.free_port()
        portal = {"AMQP_URI": broker.uri, "PORTAL_PORT": str(port), "DATA_DIR": folder, **keys}
        portal |= {"PORTAL_OPERATORS": OPERATOR, "PORTAL_URL": f"http://127.0.0.1:{port}"}
        started = [
            Service(name, ["-m", f"services.{name}"], given, Path(folder) / f"{name}.log")
            for name, given in [*processes, ("portal", portal)]
        ]
        with running(started):
            made = asyncio.run(_made_by_calls(broker.uri))
            yield portal["PORTAL_URL"], made, started


async def _made_by_calls(amqp_uri: str) -> dict[str, str]:
    """What is easier asked for than written: a ranking, an effect study, a degree."""
    caller = BrokerCaller(amqp_uri, 60.0)
    await caller.begin()
    try:
        today = datetime.now(UTC).date()
        for number in range(12):
            rule = {"competency": f"kompetensi {number % 5}", "trainable_share": 0.6}
            await caller.call(
                "evaluation", "save_need_rule", {"category": f"antrean {number}"} | rule
            )
        period = {"period_start": str(today - timedelta(90)), "period_end": str(today)}
        ranking = await caller.call("evaluation", "rank_needs", period)
        windows = {"metric": "waiting_minutes", "before_days": 60, "after_days": 60}
        studies = [
            await caller.call("evaluation", "register_study", {"programme_id": one} | windows)
            for one in (f"P{number:04}" for number in range(30))
        ]
        id_of = {"ranking_id": ranking["ranking_id"]}
        needs = await caller.call("evaluation", "list_ranked_needs", id_of | {"limit": 1})
        need = {name: needs["items"][0][name] for name in ("unit_id", "competency")}
        asked = urlencode({"ranking": id_of["ranking_id"], "unit": need["unit_id"]})
        return {
            "ranking": ranking["ranking_id"],
            "need": f"?{asked}&{urlencode({'competency': need['competency']})}",
            "effect_id": studies[0]["study_id"],
        }
    finally:
        await caller.end()


def _used(started: list[Service]) -> dict[str, float]:
    """Processor time of each process so far (s)."""
    return {one.name: processor_seconds(one.pid) for one in started}


def _show(title: str, seen: dict[Stop, Seen], limit: float) -> None:
    table = Table(title=title)
    table.add_column("page")
    table.add_column("for")
    for name in ("p95 ms", "p50 ms", "longest", "kB", "kB sent", "styles"):
        table.add_column(name, justify="right")
    table.add_column("")
    for stop, found in sorted(seen.items(), key=lambda one: one[1].p95, reverse=True):
        table.add_row(
            stop.route,
            stop.role,
            *(f"{1000 * value:.0f}" for value in (found.p95, found.p50, found.longest)),
            f"{(found.page_bytes + EXTRA_BYTES) / 1000:.1f}",
            f"{found.sent_bytes / 1000:.1f}",
            str(found.styles),
            "" if found.holds(limit, EXTRA_BYTES) else found.wrong[0] if found.wrong else "!",
        )
    Console(width=None if os.isatty(1) else 150).print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--employees", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--people", type=int, default=50, help="at once")
    parser.add_argument("--times", type=int, default=20, help="visits of each page for each role")
    parser.add_argument("--reading", type=float, default=5.0, help="of a page, on average (s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
