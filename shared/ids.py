"""Identifiers that the services make: UUID version 7, as text.

Time-ordered ids keep the indexes of busy tables compact; text keeps them the same
on the wire, in the log and in every database.
"""

import os
import time

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def new_id() -> str:
    """Return a new UUID version 7 (RFC 9562) in its canonical text form."""
    milliseconds = time.time_ns() // 1_000_000
    rand = int.from_bytes(os.urandom(10)) >> 6
    value = (milliseconds & (1 << 48) - 1) << 80 | _VERSION | (rand >> 62) << 64 | _VARIANT
    text = f"{value | rand & (1 << 62) - 1:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
