"""RPC methods: from keyword arguments to an answer of plain types, or one of four errors.

    @command(RequestEnrolment)
    def request_enrolment(self, request, session): ...

`command`, `query` and `procedure` exist once, so that no method repeats them: they check the
arguments against a schema, open the transaction, remember `request_id`, and let only the contract's
errors out.
"""

import functools
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from typing import Any
from uuid import UUID

import marshmallow
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shared.answer_seal import ANSWER_SEAL, AnswerSeal
from shared.database import insert_if_absent
from shared.envelope import storable
from shared.errors import Conflict, Forbidden, NotFound, Refusal, ValidationError
from shared.messaging.failures import Failure, kind_of
from shared.messaging.tables import answered_request
from shared.pauses import growing
from shared.service.base import Service
from shared.service.rpc_server import CorrelatedRpc

Method = Callable[[Any, Any, Session], Any]

_PATIENCE_SECONDS = 15.0
_SEALED = "sealed:"
"""What a seal's texts begin with, and no JSON does."""
_WIRE_ERRORS = (ValidationError, NotFound, Conflict, Forbidden)


def command(
    schema: type[marshmallow.Schema], *, shows_secret: bool = False
) -> Callable[[Method], Callable[..., Any]]:
    """A call that changes something: one transaction, answered once per `request_id`.

    shows_secret   its answer holds a secret: it is remembered under the service's seal, if any
    """

    def decorate(method: Method) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(self: Service, **arguments: Any) -> Any:
            with _only_wire_errors():
                request_id = _request_id(arguments) or self.correlation_id
                request = _load(schema, arguments)
                run = partial(_run_once, self, method, request, arguments, request_id)
                return _patiently(lambda: run(shows_secret=shows_secret))

        return _entrypoint(call)

    return decorate


def query(schema: type[marshmallow.Schema]) -> Callable[[Method], Callable[..., Any]]:
    """A call that only looks."""

    def decorate(method: Method) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(self: Service, **arguments: Any) -> Any:
            with _only_wire_errors():
                request = _load(schema, arguments)
                return _patiently(lambda: _look(self, method, request))

        return _entrypoint(call)

    return decorate


def procedure(
    schema: type[marshmallow.Schema], *, remembered: bool = True
) -> Callable[[Callable[[Any, Any], Any]], Callable[..., Any]]:
    """A call that takes long: the method opens the transactions it needs, and none meanwhile.

    It is answered once per `request_id` as well; where it was cut short it begins anew, so what
    it stores must be harmless when stored twice.

    remembered   False: it only looks, and its answer may show what nobody shall keep
    """

    def decorate(method: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(self: Service, **arguments: Any) -> Any:
            with _only_wire_errors():
                request_id = _request_id(arguments) or self.correlation_id
                request = _load(schema, arguments)
                key = request_id if remembered else None
                return _patiently(lambda: _proceed(self, method, request, arguments, key))

        return _entrypoint(call)

    return decorate


def _entrypoint(call: Callable[..., Any]) -> Callable[..., Any]:
    decorated: Callable[..., Any] = CorrelatedRpc.decorator(expected_exceptions=Refusal)(call)
    return decorated


def _look(service: Service, method: Method, request: Any) -> Any:
    with service.database.reading() as session:
        return method(service, copy(request), session)


def _run_once(
    service: Service,
    method: Method,
    request: Any,
    arguments: dict[str, Any],
    request_id: str | None,
    *,
    shows_secret: bool,
) -> Any:
    """Run the method in a transaction, or give the answer it gave to this request before."""
    with service.database.transaction() as session:
        if request_id is None:
            return method(service, copy(request), session)
        answers = _Answers(session, request_id, method.__name__, arguments)
        if not answers.begin(service.clock.now()):
            return answers.recall()
        answer = method(service, copy(request), session)
        answers.remember(answer, session.info.get(ANSWER_SEAL) if shows_secret else None)
        return answer


def _proceed(
    service: Service,
    method: Callable[[Any, Any], Any],
    request: Any,
    arguments: dict[str, Any],
    request_id: str | None,
) -> Any:
    """Run the method without a transaction, or give the answer it gave to this request before."""
    if request_id is None:
        return method(service, copy(request))
    with service.database.reading() as session:
        known = _Answers(session, request_id, method.__name__, arguments)
        if known.exists():
            return known.recall()
    answer = method(service, copy(request))
    with service.database.transaction() as session:
        answers = _Answers(session, request_id, method.__name__, arguments)
        if not answers.begin(service.clock.now()):
            return answers.recall()
        answers.remember(answer)
    return answer


class _Answers:
    """The memory of one request. The row is locked from `begin` to the commit."""

    def __init__(self, session: Session, request_id: str, method: str, arguments: dict[str, Any]):
        self._session = session
        self._request_id = request_id
        self._method = method
        plain = json.dumps(arguments, sort_keys=True, default=str)
        self._fingerprint = hashlib.sha256(plain.encode()).hexdigest()

    def begin(self, now: Any) -> bool:
        """Whether this request is new. A concurrent twin waits here for our commit."""
        statement = insert_if_absent(self._session, answered_request).returning(
            answered_request.c.request_id
        )
        row = {
            "request_id": self._request_id,
            "method": self._method,
            "fingerprint": self._fingerprint,
            "answered_at": now,
        }
        return self._session.execute(statement, row).first() is not None

    def exists(self) -> bool:
        """Whether the request was answered before."""
        key = answered_request.c.request_id
        found = self._session.execute(
            answered_request.select().where(key == self._request_id)
        ).first()
        return found is not None and found.answer is not None

    def recall(self) -> Any:
        """The first answer. Raises Conflict when the arguments were others."""
        table = answered_request.c
        row = self._session.execute(
            answered_request.select().where(table.request_id == self._request_id)
        ).one()
        if (row.method, row.fingerprint) != (self._method, self._fingerprint):
            raise Conflict(
                f"request_id {self._request_id} was used before for {row.method} "
                "with other arguments; take a new one"
            )
        if not row.answer.startswith(_SEALED):
            return json.loads(row.answer)
        seal: AnswerSeal = self._session.info[ANSWER_SEAL]
        return json.loads(seal.open(row.answer))

    def remember(self, answer: Any, seal: AnswerSeal | None = None) -> None:
        """seal: closes what nobody shall read in the database."""
        plain = json.dumps(answer)
        self._session.execute(
            update(answered_request)
            .where(answered_request.c.request_id == self._request_id)
            .values(answer=seal.close(plain) if seal else plain)
        )


def _request_id(arguments: dict[str, Any]) -> str | None:
    request_id = arguments.pop("request_id", None)
    if request_id is None:
        return None
    try:
        return str(UUID(request_id))
    except (ValueError, AttributeError, TypeError):
        reason = {"request_id": ["must be a UUID"]}
        raise ValidationError("the arguments are not valid", reason) from None


def _load(schema: type[marshmallow.Schema], arguments: dict[str, Any]) -> Any:
    if unstorable := sorted(_unstorable(arguments)):
        reasons = {path: ["must not hold NUL or half a character"] for path in unstorable}
        raise ValidationError("the arguments are not valid", reasons)
    try:
        return schema().load(arguments)
    except marshmallow.ValidationError as error:
        fields = dict(_flat(error.messages))
        raise ValidationError("the arguments are not valid", fields) from error


def _unstorable(value: Any, path: str = "") -> Iterator[str]:
    """The paths of texts that no database stores, keys included."""
    if isinstance(value, str):
        if storable(value) != value:
            yield path or "arguments"
    elif isinstance(value, dict):
        for key, inner in value.items():
            name = storable(str(key))
            yield from [f"{path}.{name}".strip(".")] if name != str(key) else []
            yield from _unstorable(inner, f"{path}.{name}".strip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unstorable(inner, f"{path}.{index}".strip("."))


def _flat(messages: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Reasons by field; nested fields as `meetings.0.starts_at`."""
    if isinstance(messages, dict):
        for key, value in messages.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    else:
        yield path, [str(message) for message in messages]


@contextmanager
def _only_wire_errors() -> Iterator[None]:
    """A subclass would cross the wire under its own name: send its contract error instead."""
    try:
        yield
    except Refusal as error:
        for wire in _WIRE_ERRORS:
            if isinstance(error, wire) and type(error) is not wire:
                plain = wire.__new__(wire)
                plain.args = error.args
                raise plain from error
        raise


def _patiently(run: Callable[[], Any]) -> Any:
    """Run again what lost a race for a lock, or met a database that was just away."""
    pauses = growing(0.05, 2.0)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return run()
        except SQLAlchemyError as error:
            if kind_of(error) is Failure.NEVER or time.monotonic() > deadline:
                raise
            time.sleep(next(pauses))
