"""Where somebody is reached by chat: an Apprise URL of a service that is named here.

The host of these services is theirs and not a part of the URL: so nobody can make us speak to
machines of our own network.
"""

from shared.errors import ValidationError

SERVICES = {
    "tgram": "Telegram",
    "whatsapp": "WhatsApp Business",
    "slack": "Slack",
    "discord": "Discord",
    "gchat": "Google Chat",
    "wxteams": "Webex",
}
"""By the scheme of the URL."""

_LONGEST = 1000


def service_of(url: str) -> str:
    """Its name. Raises ValidationError."""
    scheme, separator, rest = url.partition("://")
    name = SERVICES.get(scheme.lower())
    if name is None or not separator or not rest:
        known = ", ".join(f"{one}:// ({name})" for one, name in SERVICES.items())
        raise _refusal(f"must be an Apprise URL of one of these services: {known}")
    if len(url) > _LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise _refusal(f"must be printable ASCII of at most {_LONGEST} characters")
    return name


def _refusal(reason: str) -> ValidationError:
    return ValidationError("the arguments are not valid", {"url": [reason]})
