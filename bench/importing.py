"""Measure how long a roster takes from a file to the outbox: python -m bench.importing.

Each format is imported by the operators' command into an empty enrolment database on a private
PostgreSQL, and then once more, which must change nothing.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from bench.servers import execute
from services.enrolment.part import PART
from shared.database import Database
from shared.migrations import migrate
from tests.servers import PostgreSQL, create_database

HEADER = [
    "employee_id",
    "name",
    "unit_id",
    "position",
    "supervisor_id",
    "email",
    "employment",
    "active",
    "nip",
    "appointed_on",
    "grade",
]
UNITS = 400
LIMIT_SECONDS = 60  # for 100,000 rows


@dataclass(frozen=True)
class Run:
    """One run of the command. said: its last line."""

    seconds: float
    peak_mb: float
    said: str


def main() -> int:
    """Run and print; 1 when a second run changes something, or the first takes too long."""
    options = _options()
    good = True
    with PostgreSQL() as server, tempfile.TemporaryDirectory() as folder:
        for form, write in (("csv", _write_csv), ("xlsx", _write_xlsx)):
            file = Path(folder) / f"roster.{form}"
            write(file, options.employees)
            good &= _measure(server.url, file, options.employees)
    return 0 if good else 1


def _measure(server_url: str, file: Path, employees: int) -> bool:
    url = create_database(server_url, f"enrolment_{file.suffix[1:]}")
    _migrate(url)
    first, again = (_import(url, file) for _ in range(2))
    published = execute(url, "select count(*) from outbox")[0][0]
    for run in (first, again):
        print(f"{run.said}: {run.seconds:.1f} s, {run.peak_mb:.0f} MB at its peak")
    unchanged = again.said.endswith(f"0 published, {employees} unchanged")
    in_time = first.seconds < LIMIT_SECONDS * max(1, employees / 100_000)
    return bool(unchanged and in_time and published == employees)


def _import(url: str, file: Path) -> Run:
    """By the command, in a process of its own, which tells its memory when it ends."""
    began = time.monotonic()
    command = [sys.executable, "-c", "from services.lontar import main; main()"]
    process = subprocess.Popen(
        [*command, "import", "roster", str(file)],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.read().strip()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the import ended with {process.returncode}")
    return Run(time.monotonic() - began, used.ru_maxrss / 1024, said)


def _migrate(url: str) -> None:
    database = Database(url.replace("postgresql://", "postgresql+psycopg2://"))
    migrate(database, PART.migrations)
    database.close()


def _people(number: int) -> Iterator[list[str]]:
    for each in range(number):
        born, appointed = f"19{60 + each % 35}0{each % 9 + 1}12", f"20{each % 20:02}0{each % 9 + 1}"
        yield [
            f"P{each:06}",
            f"Pegawai Nomor {each}",
            f"UNIT-{each % UNITS:03}",
            "Pengelola Layanan",
            f"P{each % 2000:06}" if each >= 2000 else "",
            f"pegawai{each}@contoh.invalid",
            "PNS",
            "true",
            f"{born}{appointed}{each % 2 + 1}{each % 1000:03}",
            f"{appointed[:4]}-{appointed[4:]}-01",
            "III/b",
        ]


def _write_csv(file: Path, number: int) -> None:
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(_people(number))


def _write_xlsx(file: Path, number: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("roster")
    sheet.append(HEADER)
    for row in _people(number):
        sheet.append(row)
    book.save(file)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--employees", type=int, default=100_000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
