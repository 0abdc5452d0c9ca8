"""MAIL_MODE=live: the only SMTP.

SMTP_URL is smtp://[user:password@]host[:port] or smtps://…; over smtp:// STARTTLS is used
where the server offers it, and required before a password is sent. `?starttls=never` leaves
it out.
"""

import smtplib
import ssl
from urllib.parse import parse_qs, unquote, urlsplit

from services.notification.channels.channel import Mail
from services.notification.channels.letter import Sender
from services.notification.domain.delivery import Attempt, Outcome
from services.notification.domain.message import legible
from shared.settings import BadSetting

_TIMEOUT_SECONDS = 10
_CLOSING = 421


Answer = tuple[int, bytes]
"""Of the server: code and words."""


class _Unreachable(Exception):
    """The server is away, or will not talk to us at all."""


class Server:
    """Where SMTP_URL points, and how to get in."""

    def __init__(self, url: str):
        """Raises BadSetting."""
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError as error:
            raise BadSetting(f"SMTP_URL: {error}") from error
        if not parts.hostname:
            raise BadSetting("SMTP_URL names no host")
        self._host = parts.hostname
        self._tls = parts.scheme == "smtps"
        self._port = port or (465 if self._tls else 587 if parts.username else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._starttls = parse_qs(parts.query).get("starttls") != ["never"]

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready for mails. Raises _Unreachable."""
        client = None
        try:
            client = self._open()
            self._get_in(client)
        except (OSError, smtplib.SMTPException) as error:
            if client is not None:
                client.close()
            raise _Unreachable(f"{self._host}:{self._port}: {_words(error)}") from error
        return client

    def _open(self) -> smtplib.SMTP:
        if not self._tls:
            return smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT_SECONDS)
        return smtplib.SMTP_SSL(
            self._host,
            self._port,
            timeout=_TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )

    def _get_in(self, client: smtplib.SMTP) -> None:
        client.ehlo_or_helo_if_needed()
        if not self._tls and self._starttls:
            if client.has_extn("starttls"):
                client.starttls(context=ssl.create_default_context())
                client.ehlo()
            elif self._user:
                raise smtplib.SMTPException("offers no STARTTLS to protect the password")
        if self._user:
            client.login(self._user, self._password)


class Email:
    """SMTP, one message at a time over a connection that is kept.

    Claiming costs more than a mail does, so some are claimed together.
    """

    name = "email"
    batch = 20
    repeatable = False

    def __init__(self, url: str, mail_from: str):
        self._server = Server(url)
        self._sender = Sender(mail_from)
        self._client: smtplib.SMTP | None = None

    def send(self, mail: Mail) -> Attempt:
        try:
            letter = self._sender.write(mail)
        except (ValueError, UnicodeError) as error:
            return Attempt(Outcome.REFUSED, f"cannot be written as a mail: {error}")
        try:
            client, answer = self._begin()
        except _Unreachable as error:
            return Attempt(Outcome.UNREACHABLE, str(error))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Attempt(Outcome.DEFERRED, _words(error))
        attempt = self._hand_over(client, answer, mail.address, letter)
        if attempt.outcome is not Outcome.SENT:
            self.close()
        return attempt

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.quit()
            except (OSError, smtplib.SMTPException):
                client.close()

    def _begin(self) -> tuple[smtplib.SMTP, Answer]:
        """A connection that has heard our sender, and what the server says to it.

        Whether a kept connection still lives is told by the same command, which costs no further
        way to the server. Raises _Unreachable, OSError, SMTPException.
        """
        if self._client is not None:
            try:
                answer = self._client.mail(self._sender.address)
                if answer[0] != _CLOSING:
                    return self._client, answer
            except (OSError, smtplib.SMTPException):
                pass  # it was cut while it rested: nothing is lost
            self.close()
        self._client = self._server.connect()
        return self._client, self._client.mail(self._sender.address)

    def _hand_over(
        self, client: smtplib.SMTP, answer: Answer, address: str, letter: bytes
    ) -> Attempt:
        """Recipient, content. Only a break after the content leaves a doubt.

        answer   to our sender
        """
        try:
            if answer[0] >= 400:
                return Attempt(Outcome.UNREACHABLE, f"refuses our sender: {_answer(*answer)}")
            code, words = client.rcpt(address)
            if code >= 400:
                return _refused(code, words)
        except (OSError, smtplib.SMTPException) as error:
            return Attempt(Outcome.DEFERRED, _words(error))
        try:
            code, words = client.data(letter)
            return Attempt(Outcome.SENT) if code < 400 else _refused(code, words)
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            return Attempt(Outcome.IN_DOUBT, _words(error))


def _refused(code: int, words: bytes | str) -> Attempt:
    """4xx: not now; 5xx: never; 421: the server is going away."""
    if code == _CLOSING:
        return Attempt(Outcome.UNREACHABLE, _answer(code, words))
    return Attempt(Outcome.DEFERRED if code < 500 else Outcome.REFUSED, _answer(code, words))


def _answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return legible(f"{code} {text}")[:500]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return legible(f"{type(error).__name__}: {error}")[:500]
