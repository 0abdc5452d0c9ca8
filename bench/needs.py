"""Rank the needs of a million complaints, on each kind of database: python -m bench.needs.

The tables are filled by SQL: as many complaints in the period before, so that there is a trend.
The service's own call ranks them, in a process of its own, whose time and memory count.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import text

from services.evaluation.part import PART
from services.evaluation.service import EvaluationService
from shared.clock import TravellingClock
from shared.database import Database
from shared.migrations import migrate
from shared.office_calendar import office_calendar
from tests.servers import PostgreSQL, create_database

MOST_SECONDS, MOST_MB = 30.0, 500.0
UNITS, CATEGORIES, COMPETENCIES, DAYS = 500, 40, 20, 91
PERIOD = {"period_start": "2026-08-01", "period_end": "2026-10-30"}  # 91 days
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)

_NUMBERS = {
    "sqlite": "with recursive numbers(i) as (select 0 union all select i + 1 from numbers "
    "where i + 1 < :many) ",
    "postgresql": "with numbers as (select i from "
    "generate_series(cast(0 as bigint), :many - 1) as numbers(i)) ",
}
_DAY = {
    "sqlite": "datetime(julianday('2026-10-30 04:00:00') - {days})",
    "postgresql": "timestamptz '2026-10-30 04:00:00+00' - ({days}) * interval '1 day'",
}
_DATE = {
    "sqlite": "date(julianday('2026-10-30') - {days})",
    "postgresql": "date '2026-10-30' - cast({days} as integer)",
}
_COMPLAINTS = (
    "insert into complaint (complaint_id, unit_id, told_unit_id, category, received_at, source, "
    "text, changed_at, recorded_at) {numbers} select 'T' || i, u, u, 'category ' || "
    "(i * 7919 % {categories}), {received}, 'channel', 'Menunggu dua jam di loket.', {received}, "
    "{received} from (select i, 'U' || (i * 31 % {units} * (i % 13) % {units}) as u from numbers) "
    "as made"
)
_SERVICES = (
    "insert into service_measure (metric, unit_id, day, statistic, value, n, changed_at) {numbers} "
    "select 'services_count', 'U' || (i % {units}), {day}, 'count', 50 + i % 200, 50 + i % 200, "
    "{received} from numbers"
)
_UNITS = (
    "insert into unit (unit_id, name, changed_at) {numbers} select 'U' || i, 'Unit ' || i, "
    "{received} from numbers"
)


def fill(database: Database, complaints: int) -> None:
    """Half a year of complaints and services of all units."""
    kind = "sqlite" if database.is_sqlite else "postgresql"
    spread = {"units": UNITS, "categories": CATEGORIES, "numbers": _NUMBERS[kind]}
    with database.transaction() as session:
        for statement, many, days in (
            (_UNITS, UNITS, "0"),
            (_SERVICES, UNITS * 2 * DAYS, f"(i / {UNITS})"),
            (_COMPLAINTS, 2 * complaints, f"(i % {2 * DAYS})"),
        ):
            made = statement.format(
                received=_DAY[kind].format(days=days), day=_DATE[kind].format(days=days), **spread
            )
            session.execute(text(made), {"many": many})
    with database.engine.connect() as connection:
        connection.exec_driver_sql("analyze")
        connection.commit()


def service_on(database: Database) -> EvaluationService:
    """As a process would run it, without a bus."""
    service = EvaluationService()
    service.database, service.clock = database, TravellingClock(NOW)
    service.calendar = office_calendar(ZoneInfo("Asia/Makassar"), None)
    service.correlation_id = None
    return service


def rank(url: str) -> None:
    """In the process that is measured: rank, and print the figures as JSON."""
    service = service_on(Database(url))
    for number in range(CATEGORIES):
        service.save_need_rule(
            category=f"category {number}",
            competency=f"competency {number % COMPETENCIES}",
            trainable_share=0.5,
            severity=1 + number % 5,
        )
    began = time.monotonic()
    answer = service.rank_needs(**PERIOD)
    took = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    last = service.list_ranked_needs(ranking_id=answer["ranking_id"], after=answer["next"], limit=1)
    print(
        json.dumps(
            {
                "complaints": answer["complaints"],
                "seconds": round(took, 2),
                "peak_mb": round(peak, 1),
                "first": answer["needs"][0]["sentence"]["en"],
                "goes_on": bool(last["items"]),
            }
        )
    )


def measured(name: str, url: str, complaints: int) -> bool:
    """Fill a fresh database, rank, print. Whether the figures are good enough."""
    database = Database(url)
    migrate(database, PART.migrations)
    fill(database, complaints)
    database.close()
    command = [sys.executable, "-m", "bench.needs", "--rank", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    print(f"{name}: {figures}", flush=True)
    return figures["seconds"] < MOST_SECONDS and figures["peak_mb"] < MOST_MB


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.needs", description=__doc__)
    parser.add_argument("--complaints", type=int, default=1_000_000, help="in the ranked period")
    parser.add_argument("--rank", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rank:
        rank(options.rank)
        return 0
    good = [_on_sqlite(options.complaints), _on_postgresql(options.complaints)]
    return 0 if all(good) else 1


def _on_sqlite(complaints: int) -> bool:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'evaluation.db'}"
        return measured("SQLite", url, complaints)


def _on_postgresql(complaints: int) -> bool:
    with PostgreSQL() as server:
        url = create_database(server.url, "bench_needs")
        return measured(
            "PostgreSQL", url.replace("postgresql://", "postgresql+psycopg2://"), complaints
        )


if __name__ == "__main__":
    sys.exit(main())
