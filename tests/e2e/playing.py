"""`python -m demo` as a stranger runs it, and what it left."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 900  # s
DEMO = ("-m", "demo")

CHAPTERS = (
    "The people come from the personnel system",
    "What citizens complain about",
    "The office offers a training",
    "Somebody asks for a seat",
    "A class is nominated",
    "The calendar: an invitation, its update, and a cancellation",
    "A small class: more approvals than seats",
    "Somebody experienced takes the test instead",
    "An approval that would empty a counter",
    "The question is fixed before the training begins",
    "The training ends",
    "Certificate and learning hours",
    "Where the money is",
    "Everybody reads it in their own language",
    "The reaction form is answered",
    "One completion was an error",
    "Some days later",
    "A reminder that was not sent",
    "Three months later",
    "The messages of a day come as one mail",
    "The figures of the queue machines arrive",
    "Six months later",
    "The verdicts, beside the truth",
    "Those who doubt are told what is known",
    "Today: what waits for somebody",
    "What was checked",
)

OF_TWELVE_UNITS = {
    "The question is fixed before the training begins",
    "The figures of the queue machines arrive",
    "The verdicts, beside the truth",
    "Those who doubt are told what is known",
}
"""Chapters that a small office does not have."""

HEADER = "employee_id,name,unit_id,position,supervisor_id,email,employment,active\n"
SMALL_OFFICE = HEADER + "".join(
    f"K{n},Pegawai Ke-{n},KANTOR,Staf,{'K0' if n else ''},,PPPK,true\n" for n in range(7)
)


@dataclass(frozen=True)
class Played:
    """What one run of the demo left."""

    code: int
    said: str
    complained: str
    data_dir: Path

    def count(self, service: str, what: str) -> int:
        """How many rows; what: a table, and `where ...`."""
        with closing(sqlite3.connect(self.data_dir / f"{service}.db")) as connection:
            return connection.execute(f"select count(*) from {what}").fetchone()[0]

    @property
    def mails(self) -> list[Path]:
        return list((self.data_dir / "mail").glob("*.eml"))


def play(data_dir: Path, *arguments: str, **settings: str) -> Played:
    """Run it to its end."""
    with started(data_dir, *arguments, **settings) as demo:
        code = demo.wait(PATIENCE)
    said, complained = (output(data_dir, name).read_text() for name in ("out", "err"))
    return Played(code, said, complained, data_dir)


def started(data_dir: Path, *arguments: str, **settings: str) -> subprocess.Popen:
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(REPOSITORY),
        "DATA_DIR": str(data_dir),
        "COLUMNS": "80",
        **settings,
    }
    with output(data_dir, "out").open("w") as out, output(data_dir, "err").open("w") as err:
        command = [sys.executable, *(arguments or DEMO)]
        return subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=out, stderr=err)


def output(data_dir: Path, name: str) -> Path:
    return data_dir.with_suffix(f".{name}")


def wait_until_it_says(data_dir: Path, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while words not in output(data_dir, "out").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def opened(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesParser(policy=policy.default).parse(file)
