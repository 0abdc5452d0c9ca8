"""Small pieces that the road stands on."""

import sqlite3
import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.clock import TravellingClock
from shared.errors import Conflict, UnknownReference, ValidationError
from shared.ids import new_id
from shared.messaging.amqp import lenient
from shared.messaging.failures import DependencyDown, Failure, kind_of, reason_of
from shared.messaging.waiting import Patience
from shared.pauses import growing

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


class FromPostgres(Exception):
    """What psycopg2 raises, with its SQLSTATE and its diagnosis."""

    def __init__(self, pgcode: str | None, primary: str = "", detail: str = ""):
        super().__init__(f"{primary}\nDETAIL:  {detail}")
        self.pgcode = pgcode
        self.diag = type("Diag", (), {"message_primary": primary})


def wrapped(cause: BaseException) -> DBAPIError:
    return DBAPIError("select", {}, cause)


def test_ids_are_uuids_of_version_7_and_sort_by_time():
    ids = [new_id() for _ in range(2000)]

    assert {uuid.UUID(one).version for one in ids} == {7}
    assert {uuid.UUID(one).variant for one in ids} == {uuid.RFC_4122}
    assert len(set(ids)) == 2000
    assert [one[:13] for one in ids] == sorted(one[:13] for one in ids)


def test_pauses_double_up_to_their_limit_and_are_jittered():
    pauses = list(islice(growing(1.0, 8.0), 6))

    for pause, full in zip(pauses, [1, 2, 4, 8, 8, 8], strict=True):
        assert full / 2 <= pause <= full


def test_patience_ends_with_the_last_attempt():
    patience = Patience(attempts=3, first_pause_seconds=2.0)

    first, second = patience.next_at(1, NOON), patience.next_at(2, NOON)

    assert first is not None
    assert second is not None
    assert NOON + timedelta(seconds=1) <= first <= NOON + timedelta(seconds=2)
    assert NOON + timedelta(seconds=2) <= second <= NOON + timedelta(seconds=4)
    assert patience.next_at(3, NOON) is None


@given(st.integers(min_value=1, max_value=10_000))
def test_no_pause_is_longer_than_an_hour(attempts: int):
    next_at = Patience(attempts=10_001).next_at(attempts, NOON)

    assert next_at is not None
    assert next_at <= NOON + timedelta(hours=1)


KINDS: dict[str, tuple[BaseException, Failure]] = {
    "a defect": (TypeError("x"), Failure.NEVER),
    "a rule": (Conflict("no"), Failure.NEVER),
    "bad arguments": (ValidationError("no"), Failure.NEVER),
    "an unknown reference": (UnknownReference("employee", "E1"), Failure.LATER),
    "a dependency": (DependencyDown("x"), Failure.DOWN),
    "an exhausted pool": (PoolTimeout(), Failure.DOWN),
    "a unique key": (wrapped(FromPostgres("23505")), Failure.NEVER),
    "data that do not fit": (wrapped(FromPostgres("22001")), Failure.NEVER),
    "a deadlock": (wrapped(FromPostgres("40P01")), Failure.LATER),
    "a serialisation failure": (wrapped(FromPostgres("40001")), Failure.LATER),
    "a lock time-out": (wrapped(FromPostgres("55P03")), Failure.LATER),
    "a cancelled statement": (wrapped(FromPostgres("57014")), Failure.LATER),
    "a full disk": (wrapped(FromPostgres("53100")), Failure.DOWN),
    "too many connections": (wrapped(FromPostgres("53300")), Failure.DOWN),
    "a shutdown": (wrapped(FromPostgres("57P01")), Failure.DOWN),
    "a standby": (wrapped(FromPostgres("25006")), Failure.DOWN),
    "a busy file": (wrapped(sqlite3.OperationalError("database is locked")), Failure.LATER),
    "a full SQLite disk": (
        wrapped(sqlite3.OperationalError("database or disk is full")),
        Failure.DOWN,
    ),
    "an SQLite rule": (wrapped(sqlite3.IntegrityError("UNIQUE")), Failure.NEVER),
}


@pytest.mark.parametrize("kind", KINDS)
def test_failures_are_told_apart(kind: str):
    error, expected = KINDS[kind]

    assert kind_of(error) is expected


def test_a_connection_that_is_gone_is_a_dependency_that_is_down():
    class OperationalErrorOfPsycopg(Exception):
        pgcode = None

    OperationalErrorOfPsycopg.__name__ = "OperationalError"
    lost = OperationalError("select", {}, OperationalErrorOfPsycopg("server closed"))

    assert kind_of(lost) is Failure.DOWN


def test_a_reason_never_shows_the_row_that_failed():
    error = FromPostgres("23502", "null value in column", "Failing row contains (Maria, 0812…).")

    reason = reason_of(wrapped(error))

    assert "null value in column" in reason
    assert "Maria" not in reason


@pytest.mark.parametrize("raw", [b"plain", b"\xff\xfe", b"\xed\xa0\x80", "Lontar ✓".encode(), b""])
def test_a_text_on_the_wire_is_always_read(raw: Any):
    lenient.install()

    text = lenient._text(raw)

    text.encode()
    assert text == raw.decode("utf-8", "replace")


def test_a_clock_that_travels_runs_on():
    clock = TravellingClock(NOON)

    clock.travel(timedelta(days=90))

    assert timedelta(0) <= clock.now() - NOON - timedelta(days=90) < timedelta(seconds=5)
