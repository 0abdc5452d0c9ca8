"""The table that people read, and the JSON that programs read."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.chain import Load

RATIOS = (("c", "a"), ("c", "b"), ("b", "a"))


def document(load: Load, figures: dict[str, dict]) -> dict:
    """Everything of one run."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "clock": "PostgreSQL commit times, one server",
        "load": vars(load),
        "implementations": figures,
        "ratios": ratios(figures),
    }


def ratios(figures: dict[str, dict]) -> dict[str, float]:
    """Completions a second of one implementation over another's, unitless."""

    def rate(key: str) -> float:
        return figures[key]["backlog"]["completions_per_s"]

    return {
        f"{over}/{under}": round(rate(over) / rate(under), 2)
        for over, under in RATIOS
        if over in figures and under in figures
    }


def write(report: dict, *paths: Path) -> None:
    """The same JSON in each place."""
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report, indent=2) + "\n")


def show(report: dict) -> None:
    """The table on stdout."""
    table = Table(title="completion → five evaluations → two messages, everything durable")
    table.add_column("")
    for name in ("completions/s", "cpu ms", "p50 ms", "p99 ms", "at /s", "call p99 ms"):
        table.add_column(name, justify="right")
    for name in ("MB resident (peak)", "ready s"):
        table.add_column(name)
    for key, figures in report["implementations"].items():
        table.add_row(f"({key}) {figures['title']}", *_speed(figures), *_processes(figures))
    console = Console(width=None if os.isatty(1) else 140)
    console.print(table)
    console.print("ratios: ", " ".join(f"{name} = {x:g}" for name, x in report["ratios"].items()))


def _speed(figures: dict) -> list[str]:
    backlog, paced = figures["backlog"], figures["paced"]
    return [
        f"{backlog['completions_per_s']:,.0f}",
        f"{backlog['processor_ms_per_completion']:.2f}",
        f"{paced['p50_ms']:.0f}",
        f"{paced['p99_ms']:.0f}",
        f"{paced['completions_per_s']:,.0f}",
        f"{paced['call']['p99_ms']:.0f}",
    ]


def _processes(figures: dict) -> list[str]:
    processes = figures["processes"].items()
    return [
        "\n".join(f"{name} {it['rss_mb']:.0f} ({it['peak_mb']:.0f})" for name, it in processes),
        "\n".join(f"{it['ready_s']:.1f}" for _, it in processes),
    ]
