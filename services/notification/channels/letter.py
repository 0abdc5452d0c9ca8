"""A mail as RFC 5322 has it. The same message always gives the same bytes."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notification.channels.channel import Invitation, Mail
from services.notification.domain.message import is_address, legible
from shared.settings import BadSetting

_LONGEST_NAME = 80
_LONGEST_SUBJECT = 160


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

    def write(self, mail: Mail) -> EmailMessage:
        """Text with an HTML alternative, and what the reader's calendar is to learn."""
        letter = EmailMessage(policy=SMTP)
        letter["From"] = _mailbox(self._name, self.address)
        letter["To"] = _mailbox(mail.name, mail.address)
        letter["Subject"] = _short(mail.subject, _LONGEST_SUBJECT)
        letter["Date"] = format_datetime(mail.created_at)
        letter["Message-ID"] = f"<{mail.notification_id}@{self._domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        if mail.unsubscribe:
            letter["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
            if mail.unsubscribe.startswith("https://"):  # the only way that RFC 8058 allows
                letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter.set_content(mail.text)
        letter.make_alternative(boundary=f"=_{mail.notification_id}")
        letter.add_alternative(mail.html, subtype="html")
        if mail.invitation:
            _enclose(letter, mail.invitation, mail.notification_id)
        letter["Content-Language"] = mail.language
        return letter


def _enclose(letter: EmailMessage, invitation: Invitation, notification_id: str) -> None:
    """As an alternative, which calendars act on, and as a file for those that do not."""
    method = {"method": invitation.method}
    letter.add_alternative(invitation.text, subtype="calendar", params=method)
    letter.make_mixed(boundary=f"=-{notification_id}")
    letter.add_attachment(
        invitation.text, subtype="calendar", params=method, filename="invitation.ics"
    )


def _mailbox(name: str, address: str) -> Address:
    return Address(display_name=_short(name, _LONGEST_NAME), addr_spec=address)


def _short(text: str, longest: int) -> str:
    """Headers are one line of bounded length, whatever people are called."""
    line = legible(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
