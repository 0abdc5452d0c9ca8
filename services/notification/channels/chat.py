"""Chat through Apprise, and the file that takes its place in a trial."""

import logging
import os
from pathlib import Path

from services.notification.channels.channel import Mail
from services.notification.domain.delivery import Attempt, Outcome


class Chat:
    """One message at a time; each says whether the service took it, and no more than that."""

    name = "chat"
    batch = 1
    repeatable = False

    def send(self, mail: Mail) -> Attempt:
        from apprise import Apprise  # heavy, and most offices do not chat

        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would tell of addresses
        notifier = Apprise()
        if not notifier.add(mail.address):
            return Attempt(Outcome.REFUSED, "the chat address is not understood")
        try:
            taken = notifier.notify(title=mail.subject, body=mail.text, body_format="text")
        except TypeError:
            return Attempt(Outcome.REFUSED, "there is nothing to say")
        if taken:
            return Attempt(Outcome.SENT)
        return Attempt(Outcome.DEFERRED, "the chat service did not take it")

    def close(self) -> None:
        """Nothing is kept open."""


class ChatFile:
    """Unless MAIL_MODE is live: messages as .txt files, so that a trial writes to nobody."""

    name = "chat"
    batch = 100
    repeatable = True

    def __init__(self, directory: Path):
        self._directory = directory

    def send(self, mail: Mail) -> Attempt:
        """The same message is the same file; it does not name the address."""
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            unfinished = self._directory / f".{mail.notification_id}"
            unfinished.write_text(f"{mail.subject}\n\n{mail.text}", "utf-8")
            os.replace(unfinished, self._directory / f"{mail.notification_id}.txt")
        except OSError as error:
            return Attempt(Outcome.UNREACHABLE, f"{self._directory}: {error.strerror}")
        return Attempt(Outcome.SENT)

    def close(self) -> None:
        """Nothing is kept open."""
