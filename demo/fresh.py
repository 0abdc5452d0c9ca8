"""A data directory to begin with; data that the demo did not make are left alone.

The marker says that the databases in a directory are the demo's, and how far they had got when
it ended: where somebody went on working with them since, they are no longer the demo's alone.
"""

import fcntl
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import chain
from pathlib import Path

MARKER = "demo.json"
MAIL, FILES, CERTIFICATES = "mail", "demo", "certificates"
"""Folders that a demo fills: mails and certificates are cleared, the roster is written over."""

_OF_A_DATABASE = ("", "-wal", "-shm", "-journal", ".relay")
_NOTE = {"made_by": "python -m demo", "meaning": "the next demo replaces the data beside this"}
_PROGRESS = (
    "select coalesce((select seq from sqlite_sequence where name = 'outbox'), 0)"
    " + (select count(*) from answered_request)"
)
"""Events ever published and calls answered: every change makes it greater."""


class NotOurs(Exception):
    """The data directory holds something the demo must not replace; one line says what."""


def clear(data_dir: Path, services: Sequence[str]) -> None:
    """Remove what an earlier demo left, and mark the directory as the demo's. Raises NotOurs."""
    data_dir.mkdir(parents=True, exist_ok=True)
    _nobody_runs_on(data_dir)
    if (data_dir / MARKER).exists():
        _nobody_went_on(data_dir, services)
        _remove_earlier(data_dir, services)
    else:
        names = [MAIL, FILES, CERTIFICATES, *(f"{name}.db" for name in services)]
        if found := [name for name in names if (data_dir / name).exists()]:
            raise _left_alone(data_dir, f"holds what no demo made ({', '.join(found)})")
    _write_note(data_dir, _NOTE)


def finish(data_dir: Path, services: Sequence[str]) -> None:
    """Note how far the data have got, at the end of a demo."""
    _write_note(data_dir, {**_NOTE, "progress": _progress(data_dir, services)})


def _nobody_went_on(data_dir: Path, services: Sequence[str]) -> None:
    """A demo that was broken off left no progress: its data are its own."""
    noted = json.loads((data_dir / MARKER).read_text(encoding="utf-8")).get("progress", {})
    for name, now in _progress(data_dir, services).items():
        if now > noted.get(name, now):
            raise _left_alone(data_dir, f"was worked with since the last demo ({name})")


def _progress(data_dir: Path, services: Sequence[str]) -> dict[str, int]:
    progress = {}
    for name in services:
        path = data_dir / f"{name}.db"
        if path.exists():
            with closing(sqlite3.connect(path)) as connection:
                try:
                    progress[name] = connection.execute(_PROGRESS).fetchone()[0]
                except sqlite3.DatabaseError:
                    progress[name] = 0  # broken off while it was being made
    return progress


def _remove_earlier(data_dir: Path, services: Sequence[str]) -> None:
    for name in services:
        for suffix in _OF_A_DATABASE:
            (data_dir / f"{name}.db{suffix}").unlink(missing_ok=True)
    made = (data_dir / MAIL).glob("*.eml"), (data_dir / CERTIFICATES).glob("*.pdf")
    for path in chain.from_iterable(made):
        path.unlink()


def _nobody_runs_on(data_dir: Path) -> None:
    with open(data_dir / "lontar.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NotOurs(f"another Lontar is running on {data_dir}: stop it first") from error


def _left_alone(data_dir: Path, why: str) -> NotOurs:
    return NotOurs(
        f"{data_dir} {why}; it stays as it is: set DATA_DIR to another directory for the demo"
    )


def _write_note(data_dir: Path, note: dict[str, object]) -> None:
    (data_dir / MARKER).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
