"""Seals addresses, so that who reads the database does not read them.

The same address is always sealed to the same text (AES-SIV, RFC 5297): so it can be told whether
HR changed it. Without a key in the settings addresses are kept as they are.
"""

import base64
import binascii
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy.orm import Session

from shared.seal import WrongKey

SEALED = "sealed:"
"""What no address begins with."""
SEAL = "contact_seal"
"""Where a database session knows the seal (`session.info`)."""


class ContactSeal:
    """key: 32 bytes in URL-safe base64, checked by the settings."""

    def __init__(self, key: str):
        self._cipher = AESSIV(_derived(key, b"address", "sha512"))
        self.fingerprint = _derived(key, b"fingerprint", "sha256").hex()

    def close(self, address: str) -> str:
        """Sealed; what is sealed already stays as it is."""
        if address.startswith(SEALED):
            return address
        sealed = self._cipher.encrypt(address.encode(), None)
        return SEALED + base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        """Raises WrongKey."""
        try:
            return self._cipher.decrypt(
                base64.urlsafe_b64decode(sealed.removeprefix(SEALED)), None
            ).decode()
        except (InvalidTag, binascii.Error):
            raise WrongKey("an address was sealed with another key, or changed since") from None


def closed(session: Session, address: str | None) -> str | None:
    """As it is stored: sealed where there is a key."""
    seal: ContactSeal | None = session.info.get(SEAL)
    return seal.close(address) if seal and address else address or None


def opened(session: Session, stored: str | None) -> str | None:
    """The address itself. Raises WrongKey."""
    if not stored or not stored.startswith(SEALED):
        return stored
    seal: ContactSeal | None = session.info.get(SEAL)
    if seal is None:
        raise WrongKey("the addresses are sealed: give the service's CONTACT_KEY")
    return seal.open(stored)


def _derived(key: str, purpose: bytes, digest: str) -> bytes:
    return hmac.new(key.encode(), b"lontar contacts: " + purpose, digest).digest()
