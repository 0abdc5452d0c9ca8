"""Why a message could not be applied, and so what becomes of it."""

import re
import sqlite3
from enum import Enum

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.codec import Unreadable
from shared.envelope import storable
from shared.errors import Refusal, UnknownReference

_LATER = re.compile(r"^(40001|40P01|55P03|57014|25P03)$")
_DOWN = re.compile(r"^(08|53|57P|25006|58)")
_SQLITE_LATER = ("database is locked", "database table is locked")
_SQLITE_DOWN = ("disk is full", "disk i/o error", "readonly database", "unable to open")


class Failure(Enum):
    """What a failure means for the message."""

    NEVER = "it can never work: parked"
    LATER = "it may work later: held"
    DOWN = "a dependency is down: stop consuming"


class DependencyDown(Exception):
    """The database, or the bus, cannot be reached: wait, and burn no attempt."""


def kind_of(error: BaseException) -> Failure:
    """Classify what a handler, or the commit behind it, raised."""
    if isinstance(error, DependencyDown | PoolTimeout):
        return Failure.DOWN
    if isinstance(error, UnknownReference):
        return Failure.LATER
    if isinstance(error, DBAPIError):
        return _database_failure(error)
    return Failure.NEVER


def reason_of(error: BaseException) -> str:
    """One line for the operator: what happened."""
    if isinstance(error, Unreadable | Refusal | UnknownReference):
        return str(error)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    lines = _told_by(cause).strip().splitlines()
    return storable(f"{type(cause).__name__}: {' '.join(lines)[:500]}")


def _told_by(cause: BaseException) -> str:
    """PostgreSQL's DETAIL shows the row, with names and addresses in it: that stays unsaid."""
    primary: str | None = getattr(getattr(cause, "diag", None), "message_primary", None)
    return primary or str(cause)


def _database_failure(error: DBAPIError) -> Failure:
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_failure(str(error.orig).lower())
    state = getattr(error.orig, "pgcode", None)
    if error.connection_invalidated or (state is None and _is_lost(error)):
        return Failure.DOWN
    if state and _DOWN.match(state):
        return Failure.DOWN
    return Failure.LATER if state and _LATER.match(state) else Failure.NEVER


def _is_lost(error: DBAPIError) -> bool:
    """psycopg2 gives no SQLSTATE when the connection itself is gone."""
    return type(error.orig).__name__ in ("OperationalError", "InterfaceError")


def _sqlite_failure(text: str) -> Failure:
    if any(phrase in text for phrase in _SQLITE_LATER):
        return Failure.LATER
    return Failure.DOWN if any(phrase in text for phrase in _SQLITE_DOWN) else Failure.NEVER
