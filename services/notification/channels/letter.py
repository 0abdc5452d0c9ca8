"""A mail as RFC 5322 has it. The same message always gives the same bytes.

Made of the parts of email.mime: the newer EmailMessage parses every header it is given, which took
half of the time that a mail takes.
"""

import binascii
from email.charset import SHORTEST, Charset
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr

from services.notification.channels.channel import Invitation, Mail
from services.notification.domain.message import is_address, legible
from shared.settings import BadSetting

_LONGEST_NAME = 80
_LONGEST_SUBJECT = 160
_LONGEST_LINE = 998
_POLICY = compat32.clone(linesep="\r\n", max_line_length=None)
"""Addresses of pages are not broken, not even behind the name of their header."""

_UTF8 = Charset("utf-8")
_UTF8.header_encoding = SHORTEST  # whatever others in this process have made of it


class Sender:
    """From whom mails come: MAIL_FROM, an address with or without a name."""

    def __init__(self, mail_from: str):
        """Raises BadSetting."""
        name, address = parseaddr(mail_from)
        if not is_address(address):
            raise BadSetting(f"MAIL_FROM must be an address, not {mail_from!r}")
        self.address = address
        self._name = name or "Lontar"
        self._domain = address.rpartition("@")[2]

    def write(self, mail: Mail) -> bytes:
        """Text with an HTML alternative, and what the reader's calendar is to learn."""
        kinds = [_part(mail.text, "plain"), _part(mail.html, "html")]
        if mail.invitation:
            kinds.append(_calendar(mail.invitation))
        letter = _together("alternative", f"=_{mail.notification_id}", kinds)
        if mail.invitation:
            file = _calendar(mail.invitation)
            file.add_header("Content-Disposition", "attachment", filename="invitation.ics")
            letter = _together("mixed", f"=-{mail.notification_id}", [letter, file])
        self._address(letter, mail)
        return letter.as_bytes()

    def _address(self, letter: Message, mail: Mail) -> None:
        letter["From"] = _mailbox("From", self._name, self.address)
        letter["To"] = _mailbox("To", mail.name, mail.address)
        letter["Subject"] = _words("Subject", _short(mail.subject, _LONGEST_SUBJECT))
        letter["Date"] = format_datetime(mail.created_at)
        letter["Message-ID"] = f"<{mail.notification_id}@{self._domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["Content-Language"] = mail.language
        if mail.unsubscribe:
            letter["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            if mail.unsubscribe.startswith("https://"):  # the only way that RFC 8058 allows
                letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _together(kind: str, boundary: str, parts: list[Message]) -> Message:
    return MIMEMultipart(kind, boundary, parts, policy=_POLICY)


def _calendar(invitation: Invitation) -> Message:
    """As an alternative calendars act on it, as a file it is for those that do not."""
    return _part(invitation.text, "calendar", method=invitation.method)


def _part(text: str, subtype: str, **parameters: str) -> Message:
    """As it stands where every server can carry that, else quoted-printable."""
    part = MIMENonMultipart("text", subtype, policy=_POLICY, charset="utf-8", **parameters)
    if text.isascii() and max(map(len, text.splitlines()), default=0) <= _LONGEST_LINE:
        part["Content-Transfer-Encoding"] = "7bit"
        part.set_payload(text)
    else:
        part["Content-Transfer-Encoding"] = "quoted-printable"
        part.set_payload(binascii.b2a_qp(text.encode()).decode("ascii"))
    return part


def _mailbox(header: str, name: str, address: str) -> str:
    short = _short(name, _LONGEST_NAME)
    if _is_plain(short):
        return formataddr((short, address))
    words = Header(short, _UTF8, header_name=header)
    words.append(f"<{address}>", "us-ascii")
    return words.encode()


def _words(header: str, text: str) -> str:
    return text if _is_plain(text) else Header(text, _UTF8, header_name=header).encode()


def _is_plain(text: str) -> bool:
    """Whether a reader's program shows it as it stands. `=?` begins an encoded word."""
    return text.isascii() and "=?" not in text


def _short(text: str, longest: int) -> str:
    """Headers are one line of bounded length, whatever people are called."""
    line = legible(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
