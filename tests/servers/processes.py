"""Starting, finding and ending processes by their id."""

import os
import subprocess
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL, SIGSTOP, Signals

_PATIENCE = 30  # s


def spawn(
    command: list[str],
    *,
    directory: Path,
    environment: dict[str, str],
    when_we_die: Signals,
    user: str | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, so that Ctrl-C does not reach it.

    when_we_die   the signal that ends it should this process, or the thread that calls, end first
    user          whose rights it runs with; None: ours

    Its output goes to the file "output" in its directory.
    """
    with (directory / "output").open("ab") as output:
        return subprocess.Popen(
            ["setpriv", f"--pdeathsig={when_we_die.name[3:]}", *as_user(user), "--", *command],
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def as_user(user: str | None) -> list[str]:
    """The options that make setpriv change to a user and his groups."""
    return [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []


def kill_tree(pid: int) -> None:
    """End a process and all its descendants at once, and return when they are gone."""
    with suppress(ProcessLookupError):
        os.kill(pid, SIGSTOP)  # it starts no more children while we look
    family = tree(pid)
    for member in family:
        with suppress(ProcessLookupError):
            os.kill(member, SIGKILL)
    wait_until_gone(family)


def tree(pid: int) -> list[int]:
    """A process and all its descendants, the eldest first."""
    children = defaultdict(list)
    for child, (parent, _state) in _processes().items():
        children[parent].append(child)
    family = [pid]
    for member in family:
        family.extend(children[member])
    return family


def wait_until_gone(pids: list[int]) -> None:
    """Wait for the end of processes. Raises TimeoutError after ten seconds."""
    deadline = time.monotonic() + _PATIENCE
    while left := running(pids):
        if time.monotonic() > deadline:
            raise TimeoutError(f"processes {left} do not end")
        time.sleep(0.01)


def running(pids: list[int]) -> list[int]:
    """Those of the processes that have not ended; a zombie has."""
    states = {pid: state for pid, (_parent, state) in _processes().items()}
    return [pid for pid in pids if states.get(pid, "Z") not in "ZX"]


def _processes() -> dict[int, tuple[int, str]]:
    """All processes: the id of the parent, and the letter of the state."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            # "17 (a name (any)) S 1 ...": only what follows the last bracket has a fixed place.
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            found[int(stat.parent.name)] = (int(parent), state)
    return found
