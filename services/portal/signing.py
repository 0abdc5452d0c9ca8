"""What the portal signs: cookies and the fields of its forms."""

import hashlib
import hmac
import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer


class Signatures:
    """key: 32 random bytes in URL-safe base64. Each purpose has a key of its own."""

    def __init__(self, key: str):
        self._key = key
        self._field_key = hashlib.sha256(f"lontar portal field: {key}".encode()).digest()

    def seal(self, purpose: str, value: Any) -> str:
        """A text that only we can make, for a cookie."""
        return self._signer(purpose).dumps(value)

    def read(self, purpose: str, text: str | None, seconds: int) -> Any:
        """What was sealed, at most so long ago; None where it was not, or was altered."""
        if not text:
            return None
        try:
            return self._signer(purpose).loads(text, max_age=seconds)
        except BadSignature:
            return None

    def field(self, secret: str) -> str:
        """For a hidden field; another one each time, so that compression tells nobody anything."""
        salt = secrets.token_hex(8)
        return f"{salt}.{self._mark(salt, secret)}"

    def is_field(self, text: str, secret: str) -> bool:
        """Whether a form was ours, and made for the holder of this secret."""
        salt, _, mark = text.partition(".")
        return hmac.compare_digest(mark, self._mark(salt, secret))

    def _mark(self, salt: str, secret: str) -> str:
        said = f"{salt}:{secret}".encode()
        return hmac.new(self._field_key, said, hashlib.sha256).hexdigest()

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._key, salt=f"lontar portal {purpose}")
