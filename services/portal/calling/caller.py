"""What a caller of the services is, and how a call can fail."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

import structlog

log = structlog.get_logger(__name__)

WIRE_ERRORS = ("ValidationError", "NotFound", "Conflict", "Forbidden")


class Away(Exception):
    """A service did not answer: it is down, too slow, or has a defect. What it knows stays."""

    def __init__(self, service: str):
        self.service = service
        super().__init__(f"{service} does not answer")


class Refused(Exception):
    """A service said no.

    kind     ValidationError, NotFound, Conflict or Forbidden
    reason   the rule in words
    fields   what is wrong, by argument (`answers.score`); empty but for a ValidationError
    """

    def __init__(self, kind: str, reason: str, fields: Mapping[str, list[str]] | None = None):
        self.kind = kind
        self.reason = reason
        self.fields = dict(fields or {})
        super().__init__(f"{kind}: {reason}")


class Caller(Protocol):
    """Speaks to the services. May be used by many pages at once."""

    async def call(
        self,
        service: str,
        method: str,
        arguments: Mapping[str, Any],
        *,
        seconds: float | None = None,
    ) -> Any:
        """The answer. seconds: that it may take, where more than usual. Raises Refused, Away."""

    async def begin(self) -> None:
        """Before the first call; a service that is down does not matter."""

    async def end(self) -> None:
        """After the last one."""


def answer_of(service: str, method: str, said: Mapping[str, Any]) -> Any:
    """The result in a reply, {result, error}. Raises Refused, Away."""
    error = said.get("error")
    if error is None:
        return said.get("result")
    kind, value = error.get("exc_type"), str(error.get("value"))
    if kind not in WIRE_ERRORS:
        log.error("a call failed", service=service, method=method, kind=kind)
        raise Away(service)
    if kind != "ValidationError":
        raise Refused(kind, value)
    try:
        told = json.loads(value)
        raise Refused(kind, told["message"], told["fields"])
    except (ValueError, LookupError, TypeError):
        raise Refused(kind, value) from None
