"""The service processes of one implementation: started, watched, stopped by their id."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

START_LIMIT = 30  # seconds
STOP_LIMIT = 20  # seconds
LOGS = Path("var/bench/logs")


class ServiceFailed(Exception):
    """A service ended, or did not become ready; says what it wrote last."""


class Service:
    """One process, with its output in a file."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ):
        self.name = name
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                # should we be killed ourselves, it goes too
                ["setpriv", "--pdeathsig=KILL", "--", sys.executable, *command],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the services
            )
        self._started = started
        self.ready_seconds = 0.0

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Return when it has written `<name> ready`. Raises ServiceFailed."""
        while f"{self.name} ready" not in self._log.read_text(errors="replace"):
            self.check()
            if time.monotonic() > self._started + START_LIMIT:
                raise ServiceFailed(
                    f"{self.name} is not ready after {START_LIMIT} s\n{self._end()}"
                )
            time.sleep(0.02)
        self.ready_seconds = time.monotonic() - self._started

    def check(self) -> None:
        """Raises ServiceFailed if it has ended."""
        if self._process.poll() is not None:
            raise ServiceFailed(f"{self.name} ended ({self._process.returncode})\n{self._end()}")

    def stop(self) -> None:
        """SIGTERM, and SIGKILL for one that does not listen."""
        self._process.terminate()
        try:
            self._process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            print(f"{self.name} did not stop within {STOP_LIMIT} s", file=sys.stderr)
            self._process.kill()
            self._process.wait()

    def _end(self) -> str:
        return self._log.read_text(errors="replace")[-2000:]


@contextmanager
def running(services: Sequence[Service]) -> Iterator[Sequence[Service]]:
    """Ready services, which end with the block."""
    try:
        for service in services:
            service.wait_until_ready()
        yield services
    finally:
        for service in services:
            service.stop()
