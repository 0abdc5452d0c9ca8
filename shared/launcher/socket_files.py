"""Where an embedded installation has its door, and addresses of socket files that fit."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DOOR = "calls.sock"
"""In the data directory."""

_LONGEST = 100
"""Bytes; the system's limit is 107, or a little less elsewhere than on Linux."""


@contextmanager
def short_address(path: Path) -> Iterator[str]:
    """An address for a socket file in however long a directory, for a block."""
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)
