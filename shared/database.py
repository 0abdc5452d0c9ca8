"""Connections and transactions, the same for PostgreSQL and for an SQLite file.

Under eventlet two greenlets of one process share a thread: one that yields inside a write
transaction while another begins one would freeze the whole process until SQLite's time-out.
So all write transactions on one SQLite file take turns at a (green) lock.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

Execute = Callable[[Executable, Mapping[str, Any]], Sequence[Any]]
"""A statement and its values; the rows that it returns."""

_SQLITE_BUSY_SECONDS = 5
_locks: dict[str, threading.Lock] = {}


class Database:
    """One service's database; several may exist in one process.

    source      the `ce-source` of events published in its transactions
    pool_size   connections kept; must not be below the number of concurrent workers
    """

    def __init__(self, url: str, *, source: str = "/lontar", pool_size: int = 20):
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgresql_engine(url, pool_size)
        self._info: dict[str, Any] = {"source": source}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info=self._info)
        self._after_commit: list[Callable[[Session], None]] = []

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with self._turn(), self._sessions() as session, session.begin():
            if self.is_sqlite:
                session.connection(execution_options={"lontar_write": True})
            yield session
        for tell in self._after_commit:
            tell(session)

    @contextmanager
    def unflushed(self) -> Iterator[Execute]:
        """Statements that are transactions of their own, and on PostgreSQL wait for no disk.

        Our own death does not lose them; that of the database server may, within a second.
        """
        if self.is_sqlite:
            yield self._execute_alone
            return
        with self.engine.connect() as connected:
            line = connected.execution_options(isolation_level="AUTOCOMMIT")
            line.execute(text("set synchronous_commit to off"))
            try:
                yield lambda statement, values: line.execute(statement, values).all()
            finally:
                _reset(line)

    def _execute_alone(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[Any]:
        with self.transaction() as session:
            return session.execute(statement, values).all()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only looks."""
        with self._sessions() as session, session.begin():
            yield session

    def describe(self, **facts: Any) -> None:
        """Let every session from now on carry these facts in its `info`."""
        self._info |= facts

    def after_commit(self, tell: Callable[[Session], None]) -> None:
        """Call back with the session after each commit; `session.info` is still there."""
        self._after_commit.append(tell)

    def is_up(self) -> bool:
        """Whether the database answers and takes writes."""
        try:
            with self.engine.connect() as connection:
                if not self.is_sqlite:
                    read_only = connection.execute(text("show transaction_read_only")).scalar()
                    return bool(read_only == "off")
                connection.execute(text("select 1"))
            return True
        except SQLAlchemyError:  # the pool's own time-out is no DBAPIError
            return False

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _turn(self) -> AbstractContextManager[Any]:
        if not self.is_sqlite:
            return nullcontext()
        return _locks.setdefault(str(self.url.database), threading.Lock())


def embedded_url(data_dir: Path, service: str) -> str:
    """Where a service keeps its data in an installation without servers."""
    return f"sqlite:///{data_dir / f'{service}.db'}"


def _reset(line: Connection) -> None:
    """As other users of this connection expect it; where that fails, nobody is to use it again."""
    try:
        line.execute(text("reset synchronous_commit"))
    except SQLAlchemyError:
        line.invalidate()


def insert_if_absent(session: Session, table: Any) -> Any:
    """An INSERT that leaves an existing row alone; the dialect's own form."""
    return _insert(session, table).on_conflict_do_nothing()


def insert_or_update(session: Session, table: Any) -> Any:
    """An INSERT to which the caller adds `on_conflict_do_update(...)`."""
    return _insert(session, table)


def _insert(session: Session, table: Any) -> Any:
    dialect = session.get_bind().dialect.name
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def _postgresql_engine(url: str, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=5,
        pool_pre_ping=True,
        executemany_mode="values_plus_batch",
        connect_args={
            "connect_timeout": 5,
            "application_name": "lontar",
            "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=120s",
        },
    )


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _SQLITE_BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("lontar_write")
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine
