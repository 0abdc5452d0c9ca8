"""What RabbitMQ and PostgreSQL have in common as servers of a test."""

import atexit
import shutil
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from signal import Signals
from typing import ClassVar, Self

from tests.servers import processes


class ServerFailed(Exception):
    """A server did not start; the message ends with what it said."""


class Server(ABC):
    """A server of our own on the loopback interface, with its data in a temporary folder.

    It keeps its address and its data from the first start() until close(). It ends with us,
    however we end; a test in a thread of its own must not start it, as it ends with the thread.
    """

    patience: ClassVar[float] = 60  # s until it must answer, or have stopped
    stop_signal: ClassVar[Signals]  # finish in good order

    def __init__(self) -> None:
        self.directory: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def _prepare(self, directory: Path) -> None:
        """Make what the first start needs."""

    @abstractmethod
    def _spawn(self, directory: Path) -> subprocess.Popen[bytes]: ...

    @abstractmethod
    def _answers(self) -> bool:
        """Does a client get through?"""

    @property
    def pid(self) -> int:
        """The id of the server's first process."""
        assert self._process, "the server does not run"
        return self._process.pid

    def start(self) -> Self:
        """Start, and return when it answers. Raises NotInstalled, ServerFailed."""
        assert not self._process, "the server runs"
        try:
            if not self.directory:
                self._make_directory()
            self._process = self._spawn(self.directory)
            self._wait_until_it_answers()
        except BaseException:
            self.close()
            raise
        return self

    def stop(self) -> None:
        """End in good order; start() finds the data again. Does nothing when it does not run."""
        if not self._process:
            return
        family = processes.tree(self.pid)
        self._process.send_signal(self.stop_signal)
        try:
            self._process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            self._process = None
            processes.wait_until_gone(family)

    def kill(self) -> None:
        """End every process of the server at once (SIGKILL), as a power cut would."""
        processes.kill_tree(self.pid)
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        """Stop in good order and start again, with the same address and data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop and delete the data."""
        self.stop()
        if self.directory:
            shutil.rmtree(self.directory)
            self.directory = None
            atexit.unregister(self.close)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_failure: object) -> None:
        self.close()

    def _make_directory(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix=f"{type(self).__name__.lower()}-"))
        atexit.register(self.close)
        self._prepare(self.directory)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + self.patience
        while not self._answers():
            ended = self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                said = (self.directory / "output").read_text(errors="replace")
                raise ServerFailed(f"{type(self).__name__} does not start:\n{said[-2000:]}")
            time.sleep(0.05)
