"""An analyst at the command `lontar effect`, and tables of offices."""

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.lontar import main
from tests.integration.console import Answer

DID = ("--design", "did", "--outcome", "minutes", "--unit", "office", "--time", "time")


TWO = ("--design", "two-group", "--outcome", "minutes", "--treated", "trained")


WEEKS = 20
START, FROM, TO = 12, 9, 11


@dataclass
class Analyst:
    """Runs the command on a table, in this process."""

    path: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def writes(self, table: str) -> None:
        self.path.write_text(table, encoding="utf-8")

    def asks(self, *arguments: str) -> Answer:
        self.monkeypatch.setattr(sys, "argv", ["lontar", "effect", str(self.path), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = self.capsys.readouterr()
        return Answer(int(ended.value.code or 0), said.out, said.err)

    def learns(self, *arguments: str) -> dict[str, Any]:
        answer = self.asks(*arguments, "--json")
        assert (answer.code, answer.err) == (0, "")
        return json.loads(answer.out)


def an_office_table(
    write: Callable[[int], str] = str, *, treated: int = 8, comparison: int = 8, effect: float = -9
) -> str:
    """Offices by week; those trained are better by `effect` from the start on."""
    rng = np.random.default_rng(5)
    lines = ["office,time,minutes,trained"]
    for office in range(treated + comparison):
        level = rng.normal(60, 6)
        for week in range(WEEKS):
            trained = office < treated
            minutes = level + rng.normal(0, 3) + (effect if trained and week >= START else 0)
            lines.append(f"K{office:02},{write(week)},{minutes},{int(trained)}")
    return "\n".join(lines) + "\n"


def as_date(week: int) -> str:
    return (date(2025, 1, 6) + timedelta(weeks=week)).isoformat()


def as_iso_week(week: int) -> str:
    year, number, _ = (date(2024, 10, 7) + timedelta(weeks=week)).isocalendar()
    return f"{year}-W{number:02}"


def as_month(week: int) -> str:
    return f"{2024 + week // 12}-{week % 12 + 1:02}"


@contextmanager
def an_analyst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Analyst]:
    kept = signal.getsignal(signal.SIGPIPE)
    yield Analyst(tmp_path / "table.csv", monkeypatch, capsys)
    signal.signal(signal.SIGPIPE, kept)
