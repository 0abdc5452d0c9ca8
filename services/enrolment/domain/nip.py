"""The number of a civil servant (NIP): 18 digits that show birth date and sex.

PNS:  birth date YYYYMMDD, appointment YYYYMM, sex (1 male, 2 female), serial number (3 digits).
PPPK: the same, but the middle six are the year and a count of contracts, which is no month.

Nothing here repeats a number in its words: reasons are logged, and sent back to HR.
"""

import re
from datetime import date

from shared.errors import Conflict

PNS_FORM = ("PNS", "CPNS")
"""Whose middle six digits are a year and a month; all others may have a count of contracts."""

_DIGITS = re.compile(r"[0-9]{18}", re.ASCII)
_FIRST_YEAR = 1900
_SHOWN = 3


def plain(nip: str) -> str:
    """Without the blanks that people group its digits with."""
    return "".join(nip.split())


def nip_has_the_form_of_its_employment(nip: str, employment: str) -> None:
    """Raises Conflict, without repeating the number."""
    if wrong := what_is_wrong(plain(nip), employment):
        raise Conflict(f"the NIP {wrong}; it was not taken over, nor what came with it")


def what_is_wrong(nip: str, employment: str) -> str | None:
    """In words that go on after "the NIP"; None: nothing."""
    if not _DIGITS.fullmatch(nip):
        return "must have 18 digits"
    if born_on(nip) is None:
        return "must begin with a birth date (YYYYMMDD)"
    if int(nip[8:12]) <= int(nip[:4]):
        return "must name a year of appointment (digits 9 to 12) after the year of birth"
    if employment in PNS_FORM and not 1 <= int(nip[12:14]) <= 12:
        return f"of a {employment} must name a month of appointment (digits 13 and 14)"
    if nip[14] not in "12":
        return "must have 1 or 2 as its digit 15"
    return None


def born_on(nip: str) -> date | None:
    """The birth date that a number of 18 digits shows; None where it shows none."""
    try:
        found = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def masked(nip: str) -> str:
    """What may be shown: the last digits, which many share."""
    return "*" * (len(nip) - _SHOWN) + nip[-_SHOWN:]
