"""A statistic in a process of its own: it may take memory and time, and never holds a service up.

Plain `subprocess`, which eventlet replaces by its green one where it has patched the process; so
the hub goes on while the child computes. Through files, because eventlet's `communicate` raises
another TimeoutExpired than the one that can be caught.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

CHECKOUT = Path(__file__).parents[3]
SECONDS = 60.0
# Many small systems gain nothing from more threads, and each takes memory.
ONE_THREAD = ("env", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1")
MEMORY_MB = 4096  # of address space, which the libraries alone take 1 GB of


class Failed(Exception):
    """The statistic refused its data or broke; the text says why."""


class TimedOut(Failed):
    """It took longer than it was given, and was ended."""


def run(
    function: str,
    given: Mapping[str, Any],
    *,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Any:
    """What a function of `functions.FUNCTIONS` finds, computed in a process of its own.

    given     its argument, JSON-able
    seconds   from start to answer, the start of the process (about 2 s) included

    Raises TimedOut, or Failed with the reason. Leaves no process behind, whatever happens.
    """
    asked = {"function": function, "given": given, "memory_mb": memory_mb}
    with TemporaryFile() as question, TemporaryFile() as answer, TemporaryFile() as trouble:
        question.write(json.dumps(asked).encode())
        question.seek(0)
        child = subprocess.Popen(
            [*ONE_THREAD, sys.executable, "-m", "services.evaluation.analysis"],
            stdin=question,
            stdout=answer,
            stderr=trouble,
            cwd=CHECKOUT,
        )
        try:
            code = child.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise TimedOut(f"{function} took longer than {seconds:g} s") from None
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        return _read(function, code, _content(answer), _content(trouble))


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _read(function: str, code: int, out: bytes, err: bytes) -> Any:
    try:
        answer = json.loads(out)
    except ValueError:
        lines = err.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines else f"ended with code {code}"
        raise Failed(f"{function}: {reason}") from None
    if "refused" in answer:
        raise Failed(f"{function}: {answer['refused']}")
    return answer["found"]
