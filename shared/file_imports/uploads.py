"""A file that comes with a call: how large it may be, and its way onto the disk and off again."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from shared.errors import ValidationError

MOST_BYTES = 5 * 1024 * 1024
"""Of a file. In base64 it is a third longer, and a broker takes no message above 16 MiB."""
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
"""Of all that is packed into a spreadsheet."""
MOST_ROWS = 20_000
"""So that a call is answered within its time."""

_ZIP = b"PK\x03\x04"
_MEBIBYTE = 1024 * 1024


class UnusableFile(Exception):
    """Nothing in a file can be used; one sentence says why, without a name of the disk."""


def decoded(content: str) -> bytes:
    """The bytes of a text in base64. Raises ValidationError, also where they are too many."""
    try:
        found = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise unusable("the file did not arrive whole: it is not in base64") from None
    if len(found) > MOST_BYTES:
        raise unusable(f"the file is larger than {MOST_BYTES // _MEBIBYTE} MiB")
    if not found:
        raise unusable("the file is empty")
    return found


def unusable(reason: str) -> ValidationError:
    """What a caller is told of a file that is none of ours."""
    return ValidationError("the file cannot be used", {"content": [reason]})


def fingerprint(*parts: str | bytes) -> str:
    """Of all the parts together, in hexadecimal (SHA-256); where one ends counts, too."""
    whole = hashlib.sha256()
    for part in parts:
        plain = part.encode() if isinstance(part, str) else part
        whole.update(len(plain).to_bytes(8) + plain)
    return whole.hexdigest()


@contextmanager
def on_disk(content: bytes, file_name: str) -> Iterator[Path]:
    """As a file for as long as it is looked at. Raises UnusableFile."""
    if content.startswith(_ZIP):
        _look_how_much_is_packed(content)
    suffix = ".xlsx" if file_name.lower().endswith(".xlsx") else ".csv"
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        yield path


def _look_how_much_is_packed(content: bytes) -> None:
    """A few kilobytes can be made to fill a disk."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (BadZipFile, NotImplementedError, ValueError):
        return  # whoever reads the file says what is wrong with it
    if unpacked > MOST_UNPACKED_BYTES:
        raise UnusableFile(
            f"the file unpacks to more than {MOST_UNPACKED_BYTES // _MEBIBYTE} MiB: "
            "split it, or have an operator import it with `lontar import`"
        )
