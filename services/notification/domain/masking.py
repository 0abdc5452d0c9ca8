"""Addresses do not leave the tables of people: not to logs, events or screens."""

import re

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]+@([^\s<>()\[\]\"',;@]+)")


def masked(text: str) -> str:
    """Every mail address without the part before the @, which names a person."""
    return _ADDRESS.sub(r"***@\1", text)
