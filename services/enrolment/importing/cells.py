"""One cell: text to value. Each raises ValueError with the reason, in words for the sender."""

import re
from datetime import UTC, date, datetime

from services.enrolment.domain.people import OFFICER

LONGEST_ID = 64
LONGEST_TEXT = 10_000
LONGEST_CATEGORY = 200
MOST_PERSONS = 100_000
LANGUAGES = ("id", "en")
ROLES = (OFFICER,)
LEAVE_STATUSES = ("approved", "cancelled")

_YES, _NO = ("true", "ya", "1"), ("false", "tidak", "0")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBER = re.compile(r"[0-9]{1,9}")
_AMOUNT = re.compile(r"[0-9]{1,15}")
_DECIMAL = re.compile(r"[0-9]{1,9}([.][0-9]{1,6})?")
_SIGNED = re.compile(r"-?[0-9]{1,12}([.][0-9]{1,9})?")
_SIGNED_WHOLE = re.compile(r"-?[0-9]{1,12}")
STATISTICS = ("mean", "median", "count")
_FIRST_INSTANT = datetime(1970, 1, 2, tzinfo=UTC)


def text(cell: str) -> str:
    """At most 10,000 characters on one line."""
    if len(cell) > LONGEST_TEXT:
        raise ValueError(f"has {len(cell)} characters, at most {LONGEST_TEXT} are possible")
    if "\n" in cell or "\r" in cell:
        raise ValueError("holds a line break")
    if bad := next((one for one in cell if not one.isprintable() and not one.isspace()), None):
        raise ValueError(f"holds the invisible character U+{ord(bad):04X}")
    return cell


def paragraphs(cell: str) -> str:
    """A text of several lines, as one."""
    return text(" ".join(cell.split()))


def identifier(cell: str) -> str:
    """HR's own key."""
    if len(cell) > LONGEST_ID:
        raise ValueError(f"has {len(cell)} characters, an id has at most {LONGEST_ID}")
    return text(cell)


def category(cell: str) -> str:
    """Of a complaint, in the channel's words."""
    if len(cell) > LONGEST_CATEGORY:
        raise ValueError(f"has {len(cell)} characters, at most {LONGEST_CATEGORY} are possible")
    return text(cell)


def email(cell: str) -> str:
    """Something that can be an address; whether it is one shows when mail is sent."""
    if not _EMAIL.fullmatch(text(cell)):
        raise ValueError(f"{_shown(cell)} is not a mail address")
    return cell


def boolean(cell: str) -> bool:
    """true/false, ya/tidak, 1/0."""
    word = cell.lower()
    if word not in _YES + _NO:
        raise ValueError(f"must be true or false (ya or tidak, 1 or 0), not {_shown(cell)}")
    return word in _YES


def persons(cell: str) -> int:
    """A head count."""
    if not _NUMBER.fullmatch(cell) or int(cell) > MOST_PERSONS:
        raise ValueError(
            f"must be a whole number from 0 to {MOST_PERSONS} (persons), not {_shown(cell)}"
        )
    return int(cell)


def amount(cell: str) -> int:
    """Rupiah, or another whole number."""
    if not _AMOUNT.fullmatch(cell):
        raise ValueError(f"must be a whole number such as 1500000, not {_shown(cell)}")
    return int(cell)


def number(cell: str) -> float:
    """With a point before the decimals."""
    if not _DECIMAL.fullmatch(cell):
        raise ValueError(f"must be a number such as 20 or 7.5, not {_shown(cell)}")
    return float(cell)


def figure(cell: str) -> float:
    """A number of any sign: whether it can be is for the rules to say."""
    if not _SIGNED.fullmatch(cell):
        raise ValueError(f"must be a number such as 20 or 7.5, not {_shown(cell)}")
    return float(cell)


def whole_figure(cell: str) -> int:
    """The same without decimals."""
    if not _SIGNED_WHOLE.fullmatch(cell):
        raise ValueError(f"must be a whole number such as 118, not {_shown(cell)}")
    return int(cell)


def statistic(cell: str) -> str:
    """How a day became one figure."""
    if cell.lower() not in STATISTICS:
        raise ValueError(f"must be {', '.join(STATISTICS)}, not {_shown(cell)}")
    return cell.lower()


def several(cell: str) -> list[str]:
    """Separated by `;`."""
    return [one.strip() for one in text(cell).split(";") if one.strip()]


def persons_by_position(cell: str) -> dict[str, int]:
    """`Operator=2;Dokter=1`; the last `=` counts, so a position may hold one."""
    counts: dict[str, int] = {}
    for part in filter(None, (one.strip() for one in text(cell).split(";"))):
        position, sign, count = (one.strip() for one in part.rpartition("="))
        if not sign or not position:
            raise ValueError(f"must look like Position=2;Other=1, not {_shown(part)}")
        if position in counts:
            raise ValueError(f"names {_shown(position)} twice")
        counts[position] = persons(count)
    return counts


def roles(cell: str) -> list[str]:
    """Separated by `;` or blanks; an unknown one is probably a slip of the pen."""
    found = list(dict.fromkeys(cell.lower().replace(";", " ").split()))
    for role in found:
        if role not in ROLES:
            raise ValueError(f"unknown role {_shown(role)}; there is: {', '.join(ROLES)}")
    return found


def language(cell: str) -> str:
    """Of messages to the person."""
    if cell.lower() not in LANGUAGES:
        raise ValueError(f"must be {' or '.join(LANGUAGES)}, not {_shown(cell)}")
    return cell.lower()


def leave_status(cell: str) -> str:
    """Of a leave that HR decided."""
    if cell.lower() not in LEAVE_STATUSES:
        raise ValueError(f"must be {' or '.join(LEAVE_STATUSES)}, not {_shown(cell)}")
    return cell.lower()


def day(cell: str) -> date:
    """An ISO date."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(f"must be a date such as 2026-03-31, not {_shown(cell)}") from None


def instant(cell: str) -> datetime:
    """An ISO date and time with its offset."""
    try:
        found = datetime.fromisoformat(cell)
        if found.tzinfo is None:
            raise ValueError
        found = found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"must be a time with its offset such as 2026-03-31T08:00:00+08:00, not {_shown(cell)}"
        ) from None
    if found < _FIRST_INSTANT:
        raise ValueError(f"{_shown(cell)} is too long ago")
    return found


def local_instant(cell: str) -> datetime:
    """A day, or an ISO time; without an offset it is the office's, and has no zone yet."""
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise ValueError(
            f"must be a day or a time such as 2026-03-31T08:00, not {_shown(cell)}"
        ) from None
    return found if found.tzinfo is None else instant(cell)


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 60 else cell[:57] + "...")
