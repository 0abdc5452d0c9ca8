"""What the docstrings of the declarations say: of the whole, and of each field.

A docstring is a text, then lines of `name   meaning` with at least two blanks in between; a
line that is indented further goes on with the meaning above it.
"""

import inspect
import re
from collections.abc import Iterator

_FIELD = re.compile(r"(?P<indent> *)(?P<name>[a-z_]+) {2,}(?P<meaning>\S.*)")


def summary(declared: type) -> str:
    """The docstring without its fields, as one line."""
    lines = [line for line in _lines(declared) if line.strip()]
    own = [line for line in lines if not _FIELD.fullmatch(line)]
    return " ".join(line.strip() for line in own)


def meanings(declared: type) -> dict[str, str]:
    """The meaning of each field that the class or one of its bases describes."""
    found: dict[str, str] = {}
    for one in reversed(declared.__mro__):
        if not one.__module__.startswith("shared.events."):
            continue
        for name, meaning in _fields(one):
            found[name] = meaning
    return found


def _fields(declared: type) -> Iterator[tuple[str, str]]:
    for line in _lines(declared):
        if match := _FIELD.fullmatch(line):
            yield match["name"], match["meaning"]


def _lines(declared: type) -> list[str]:
    written = inspect.cleandoc(declared.__doc__ or "")
    if written.startswith(f"{declared.__name__}("):  # what dataclass puts where nothing is
        return []
    return written.splitlines()
