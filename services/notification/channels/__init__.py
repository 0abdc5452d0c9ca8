"""How messages leave: everything that speaks to the outside. Never inside a transaction."""

from services.notification.channels.channel import Channel, Invitation, Mail
from services.notification.channels.chat import Chat, ChatFile
from services.notification.channels.email import Email
from services.notification.channels.mail_file import MailFile
from services.notification.channels.redirected import Redirected
from shared.settings import Settings

__all__ = ["Channel", "Invitation", "Mail", "chat_channel", "mail_channel"]

_REDIRECT = "redirect:"


def mail_channel(settings: Settings) -> Channel:
    """What MAIL_MODE asks for. Raises BadSetting for a malformed SMTP_URL or MAIL_FROM."""
    if settings.mail_mode == "file":
        return MailFile(settings.data_dir / "mail", settings.mail_from)
    email = Email(str(settings.smtp_url), settings.mail_from)
    if settings.mail_mode.startswith(_REDIRECT):
        return Redirected(email, settings.mail_mode.removeprefix(_REDIRECT))
    return email


def chat_channel(settings: Settings) -> Channel:
    """It leaves only where mails do; else it is a file."""
    return Chat() if settings.mail_mode == "live" else ChatFile(settings.data_dir / "chat")
