"""The roster as two CSV files."""

import csv
from pathlib import Path

from demo.roster.generate import Roster, Row


def write(roster: Roster, folder: Path) -> list[Path]:
    """Write units.csv and roster.csv, in place of older ones; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"units.csv": roster.units, "roster.csv": roster.employees}
    return [_write_rows(rows, folder / name) for name, rows in contents.items()]


def _write_rows(rows: list[Row], path: Path) -> Path:
    # Fixed encoding and line ends: the same seed gives the same bytes on every machine
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path
