"""The four answers that say no. They are the only errors that cross the wire.

The domain raises them too, so that a rule speaks to the caller in its own words and
nothing has to translate them on the way.
"""

import json


class Refusal(Exception):
    """Base of the four; never raised itself."""


class ValidationError(Refusal):
    """The arguments are wrong. Its text is JSON: {message, fields: {field: [reasons]}}."""

    def __init__(self, message: str, fields: dict[str, list[str]] | None = None):
        self.message = message
        self.fields = fields or {}
        super().__init__(
            json.dumps({"message": message, "fields": self.fields}, ensure_ascii=False)
        )


class NotFound(Refusal):
    """There is no such record."""

    def __init__(self, kind: str, key: str):
        super().__init__(f"there is no {kind} {key!r}")


class Conflict(Refusal):
    """A rule said no; its text is the rule in words."""


class Forbidden(Refusal):
    """This caller may not do this."""


class UnknownReference(Exception):
    """An event speaks of something not known here yet. It may simply be early: it is held.

    kind, key   what is missing, for example "employee", "E0001"; its arrival wakes the event.
    """

    def __init__(self, kind: str, key: str):
        self.kind = kind
        self.key = key
        super().__init__(f"{kind} {key!r} is not known here yet")

    @property
    def waits_for(self) -> str:
        return f"{self.kind}:{self.key}"
