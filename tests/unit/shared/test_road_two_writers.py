"""Greenlets that yield inside write transactions on one SQLite file take turns; nobody freezes."""

import time
from collections.abc import Iterator
from pathlib import Path

import eventlet
import pytest
import sqlalchemy as sa

from shared.database import Database


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'shared.db'}"


@pytest.fixture
def databases(url: str) -> Iterator[list[Database]]:
    """Two at one file, as the lontar command and a service in one process would have them."""
    opened = [Database(url), Database(url)]
    with opened[0].transaction() as session:
        session.execute(sa.text("create table seat (number integer)"))
    yield opened
    for database in opened:
        database.close()


def write_slowly(database: Database, number: int) -> None:
    with database.transaction() as session:
        session.execute(sa.text("insert into seat values (:number)"), {"number": number})
        time.sleep(0.1)
        session.execute(sa.text("insert into seat values (:number)"), {"number": number})


def seats(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(sa.text("select number from seat order by rowid")))


@pytest.mark.parametrize("second", [0, 1], ids=["one engine", "two engines"])
def test_two_writers_that_yield_take_turns(databases: list[Database], second: int):
    began = time.monotonic()
    writers = [
        eventlet.spawn(write_slowly, databases[0], 1),
        eventlet.spawn(write_slowly, databases[second], 2),
    ]
    for writer in writers:
        writer.wait()

    assert seats(databases[0]) in ([1, 1, 2, 2], [2, 2, 1, 1])
    assert time.monotonic() - began < 2


def test_a_reader_sees_what_was_committed_while_somebody_writes(databases: list[Database]):
    writer = eventlet.spawn(write_slowly, databases[0], 1)
    eventlet.sleep(0.02)

    assert seats(databases[1]) == []
    writer.wait()
    assert seats(databases[1]) == [1, 1]


def test_a_writer_that_fails_gives_its_turn_away(databases: list[Database]):
    def fail() -> None:
        with databases[0].transaction() as session:
            session.execute(sa.text("insert into seat values (9)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    write_slowly(databases[1], 1)

    assert seats(databases[0]) == [1, 1]
