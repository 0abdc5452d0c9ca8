"""Entries of calendars, as mails carry them."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from demo.office import Stuck

_CALENDAR = "text/calendar"
_SHOWN = ("UID", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "RRULE", "RDATE", "LOCATION", "STATUS")


@dataclass(frozen=True)
class Entry:
    """What a mail asks of a calendar. lines: of the event, unfolded (RFC 5545)."""

    method: str
    lines: tuple[str, ...]

    @property
    def uid(self) -> str:
        return self.value("UID")

    @property
    def sequence(self) -> int:
        return int(self.value("SEQUENCE"))

    def value(self, name: str) -> str:
        """Raises Stuck."""
        for line in self.lines:
            key, _, value = line.partition(":")
            if key.split(";")[0] == name:
                return value
        raise Stuck(f"the entry of a calendar has no {name}")

    def excerpt(self) -> str:
        """What a person would look for."""
        kept = [one for one in self.lines if one.startswith(_SHOWN)]
        return "\n".join([f"METHOD:{self.method}", *kept])


def entry_in(mail: Message) -> Entry | None:
    """None: the mail carries none."""
    part = next((one for one in mail.walk() if one.get_content_type() == _CALENDAR), None)
    if part is None:
        return None
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    text = content.decode()
    lines = text.replace("\r\n", "\n").replace("\n ", "").splitlines()
    [method] = [one.removeprefix("METHOD:") for one in lines if one.startswith("METHOD:")]
    return Entry(method, tuple(_first_event(lines)))


def _first_event(lines: list[str]) -> Iterator[str]:
    for line in lines[lines.index("BEGIN:VEVENT") + 1 :]:
        if line == "END:VEVENT":
            return
        yield line
