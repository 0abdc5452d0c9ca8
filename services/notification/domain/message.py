"""A message: who is told what. Its words are made when it is read or sent."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notification.domain.preferences import DEFAULT, Preferences

LANGUAGES = ("id", "en")
ERASED = "erased"
"""The template of messages whose contents were taken away."""

TEST = "template.test"
"""What a message is about that an officer sends to see how a template arrives. No event is."""

_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[0-9A-Za-z.\-]+")
_LONGEST_ADDRESS = 254
_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@dataclass(frozen=True, kw_only=True)
class _Told:
    """about     name of the event
    data      what the template is told
    matters   what it is true of, see matters.py; none: it stays true
    """

    employee_id: str
    about: str
    template: str
    template_version: int
    data: dict[str, Any]
    matters: tuple[str, ...] = ()

    @property
    def learner_id(self) -> str:
        """Whose learning it is about: the reader's own unless the data name somebody else."""
        return str(self.data.get("learner_id") or self.employee_id)

    @property
    def written_in(self) -> str | None:
        """The language of a test, whatever its reader reads; None: the reader's."""
        return self.data.get("written_in") if self.about == TEST else None

    @property
    def mentions(self) -> set[str]:
        """Everyone whose name is needed to write it."""
        return {self.employee_id, self.learner_id}


@dataclass(frozen=True, kw_only=True)
class Draft(_Told):
    """What is to be said to one reader.

    subject_id  of the aggregate that the event is about
    once_key    a second draft with the same key is the same message
    weight      of several events that tell of one moment under one key, the weightiest is told;
                None: no other event has this key
    rests       how long a mail waits for a weightier event of the same moment
    """

    subject_id: str
    once_key: str
    weight: int | None = None
    rests: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Message(_Told):
    """A draft that was stored."""

    notification_id: str
    created_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """How somebody is reached.

    language   chosen by the person, else by HR; None: not said
    wishes     how they want to be written to
    chat       where chat reaches them; see chat.py
    erased     their data were taken away, and HR has not told of them anew
    """

    employee_id: str
    name: str
    email: str | None
    language: str | None
    active: bool
    wishes: Preferences = DEFAULT
    chat: str | None = None
    erased: bool = False

    @property
    def takes_mail(self) -> bool:
        """In service, and with an address to which a mail can be sent."""
        return self.active and is_address(self.email)


def is_address(email: str | None) -> bool:
    """Whether this can be the recipient of a mail."""
    if not email or len(email) > _LONGEST_ADDRESS or not email.isascii():
        return False
    return _ADDRESS.fullmatch(email) is not None


def known_language(wish: str | None) -> str | None:
    """The language of a wish such as `id-ID`; None where we do not write it."""
    language = re.split(r"[-_.@]", (wish or "").strip().lower())[0]
    return language if language in LANGUAGES else None


def legible(text: str) -> str:
    """One line without control characters, nor those that turn the text around them around."""
    if text.isprintable():  # the common case
        return " ".join(text.split())
    kept = (
        " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
        for letter in text
        if letter not in _TURNS_TEXT_AROUND
    )
    return " ".join("".join(kept).split())
