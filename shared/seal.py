"""Seals short personal numbers, so that who reads the database does not read them.

A sealed number can be opened with the key; its mark (a keyed hash) only tells whether two
numbers are the same one.
"""

import base64
import binascii
import hashlib
import hmac
import os
from pathlib import Path

import structlog
from cryptography.fernet import Fernet, InvalidToken

log = structlog.get_logger(__name__)

_KEY_BYTES = 32


class WrongKey(Exception):
    """The key is not the one that something was sealed with; its text says what to do."""


class Seal:
    """key: 32 bytes in URL-safe base64, as `Seal.new_key()` makes one. Raises ValueError."""

    def __init__(self, key: str):
        _check(key)
        self._fernet = Fernet(key)
        self._mark_key = self._derived(key, b"mark")
        self.fingerprint = self._derived(key, b"fingerprint").hex()

    @staticmethod
    def new_key() -> str:
        return Fernet.generate_key().decode()

    def close(self, number: str) -> str:
        """Sealed; a different text each time."""
        return self._fernet.encrypt(number.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises WrongKey."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise WrongKey("a number was sealed with another key, or was changed since") from None

    def mark(self, number: str) -> str:
        """The same for the same number, and useless to anybody without the key."""
        return hmac.new(self._mark_key, number.encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def _derived(key: str, purpose: bytes) -> bytes:
        return hmac.new(key.encode(), b"lontar seal: " + purpose, hashlib.sha256).digest()


def kept_seal(configured: str | None, file: Path) -> Seal:
    """With the key of `kept_key`. Raises ValueError (the file holds no key), OSError."""
    return Seal(kept_key(configured, file))


def new_seal(file: Path) -> Seal:
    """With a new key that is kept in a file. Raises OSError."""
    return Seal(_new_key(file))


def kept_key(configured: str | None, file: Path) -> str:
    """The key that is configured, else the one in a file; made there if there is none.

    Raises ValueError (the file holds no key), OSError.
    """
    if configured is not None:
        return configured
    try:
        key = file.read_text().strip()
        _check(key)
    except FileNotFoundError:
        key = _new_key(file)
    except ValueError as error:
        raise ValueError(f"{file} {error}") from None
    else:
        return key
    log.warning(
        "no key is configured, so one was made: back it up, or what it sealed or signed is lost",
        file=str(file),
    )
    return key


def _new_key(file: Path) -> str:
    """Another process may be doing the same: whoever comes first decides. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    key = Seal.new_key()
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(key)
    try:
        os.link(draft, file)
    except FileExistsError:
        return file.read_text().strip()
    finally:
        draft.unlink()
    return key


def _check(key: str) -> None:
    try:
        long_enough = len(base64.b64decode(key, altchars=b"-_", validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        long_enough = False
    if not long_enough:
        raise ValueError(f"must be {_KEY_BYTES} random bytes in URL-safe base64")
