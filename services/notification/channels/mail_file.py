"""MAIL_MODE=file: mails as .eml files, so that a trial mails nobody."""

import os
from datetime import UTC
from pathlib import Path

from services.notification.channels.channel import Mail
from services.notification.channels.letter import Sender
from services.notification.domain.delivery import Attempt, Outcome


class MailFile:
    """Files sort by time; the same message is the same file, however often it is written."""

    name = "email"
    batch = 100
    repeatable = True

    def __init__(self, directory: Path, mail_from: str):
        self._directory = directory
        self._sender = Sender(mail_from)

    def send(self, mail: Mail) -> Attempt:
        try:
            letter = self._sender.write(mail)
        except (ValueError, UnicodeError) as error:
            return Attempt(Outcome.REFUSED, f"cannot be written as a mail: {error}")
        name = f"{mail.created_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{mail.notification_id}"
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            unfinished = self._directory / f".{name}"
            unfinished.write_bytes(letter)
            os.replace(unfinished, self._directory / f"{name}.eml")
        except OSError as error:
            return Attempt(Outcome.UNREACHABLE, f"{self._directory}: {error.strerror}")
        return Attempt(Outcome.SENT)

    def close(self) -> None:
        """Nothing is kept open."""
