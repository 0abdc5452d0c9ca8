"""An empty data directory to begin with; data that the demo did not make are left alone."""

import fcntl
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

MARKER = "demo.json"
_FOLDERS = ("mail", "demo")


class NotOurs(Exception):
    """The data directory holds something the demo must not replace; one line says what."""


def clear(data_dir: Path, services: Sequence[str]) -> None:
    """Remove what an earlier demo left, and mark the directory as the demo's. Raises NotOurs."""
    data_dir.mkdir(parents=True, exist_ok=True)
    found = [name for name in services if (data_dir / f"{name}.db").exists()]
    if found and not (data_dir / MARKER).exists():
        raise NotOurs(
            f"{data_dir} holds Lontar data that the demo did not make ({', '.join(found)}); "
            "they stay as they are: set DATA_DIR to another directory"
        )
    if (data_dir / MARKER).exists():
        _nobody_runs_on(data_dir)
        for path in _earlier_data(data_dir, services):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    note = {"made_by": "python -m demo", "meaning": "make demo may replace this directory's data"}
    (data_dir / MARKER).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def _earlier_data(data_dir: Path, services: Sequence[str]) -> list[Path]:
    databases = [path for name in services for path in data_dir.glob(f"{name}.db*")]
    return databases + [data_dir / name for name in _FOLDERS if (data_dir / name).is_dir()]


def _nobody_runs_on(data_dir: Path) -> None:
    with open(data_dir / "lontar.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NotOurs(f"another Lontar is running on {data_dir}: stop it first") from error
