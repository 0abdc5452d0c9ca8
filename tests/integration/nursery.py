"""`lontar` in a fork of a process that has loaded all commands: loading is longer than most tests.

Each run is a process of its own, with arguments, settings and output of its own, as if it had been
started anew. `python -m tests.integration.nursery` is the process that forks.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

REPOSITORY = Path(__file__).parents[2]


def run(arguments: Sequence[str], environment: dict[str, str]) -> tuple[int, bytes, bytes]:
    """Exit code, stdout and stderr of one run."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        order = {
            "arguments": list(arguments),
            "environment": environment,
            "out": str(out),
            "err": str(err),
        }
        nursery = _nursery()
        nursery.stdin.write(json.dumps(order).encode() + b"\n")
        nursery.stdin.flush()
        code = int(nursery.stdout.readline())
        return code, out.read_bytes(), err.read_bytes()


@cache
def _nursery() -> subprocess.Popen[bytes]:
    """One for each test run; it ends with its standard input."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.nursery"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(_end, started)
    return started


def _end(nursery: subprocess.Popen[bytes]) -> None:
    nursery.stdin.close()
    nursery.wait()
    nursery.stdout.close()


def _serve() -> None:
    from services.lontar import COMMANDS

    for place in COMMANDS.values():
        import_module(place.partition(":")[0])
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            _be_lontar(json.loads(line))
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _be_lontar(order: dict[str, object]) -> NoReturn:
    for number, target in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(str(target), flags, 0o600), number)
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    time.tzset()
    sys.argv = ["lontar", *order["arguments"]]  # type: ignore[misc]
    code: object = 0
    try:
        import_module("services.lontar").main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
