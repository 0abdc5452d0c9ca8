"""A mail server in a process of its own, which does as it is told."""

import json
import subprocess
import sys
import time
from pathlib import Path
from smtplib import SMTP
from typing import Any

_PROGRAM = Path(__file__).with_name("misbehaving_smtp.py")
_PATIENCE = 30  # s


class MailServer:
    """Its mood decides about each recipient; what it took is in a file, a line a mail."""

    def __init__(self, directory: Path, port: int):
        self._mood = directory / "mood.json"
        self._taken = directory / "taken.jsonl"
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"smtp://127.0.0.1:{port}"
        self.mood()

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()

    def start(self) -> None:
        command = [sys.executable, _PROGRAM, self._port, self._mood, self._taken]
        self._process = subprocess.Popen([str(word) for word in command])
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert time.monotonic() < deadline, "the mail server does not start"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def mood(self, **moods: str) -> None:
        """What happens to mails for a recipient's local part; see misbehaving_smtp.py."""
        self._mood.write_text(json.dumps(moods))

    def taken(self) -> list[dict[str, str]]:
        """{to, message_id, subject} of every mail that the server vouched for."""
        lines = self._taken.read_text().splitlines() if self._taken.exists() else []
        return [json.loads(line) for line in lines]

    def _answers(self) -> bool:
        try:
            SMTP("127.0.0.1", self._port, timeout=1).quit()
        except OSError:
            return False
        return True
