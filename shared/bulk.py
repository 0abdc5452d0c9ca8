"""Rows by the hundred in one statement: what a batch of events adds or changes.

Objects of the ORM would cost more than everything else that a completion needs. PostgreSQL takes
all rows as one JSON text, which is thirty times cheaper to write than one parameter a value;
SQLite takes them the ordinary way.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import bindparam, event, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Row = dict[str, Any]

_NEW, _CHANGED = "new_rows", "changed_rows"


def add_rows(session: Session, table: Any, rows: Iterable[Row]) -> None:
    """Store rows, all with the same columns, before the next `write_rows` or the commit."""
    session.info.setdefault(_NEW, {}).setdefault(_table(table), []).extend(rows)


def change_row(session: Session, table: Any, key: str, row: Row) -> None:
    """Change a row, found by its key column, likewise; of two changes the later one counts."""
    changed = session.info.setdefault(_CHANGED, {}).setdefault((_table(table), key), {})
    changed[row[key]] = row


@event.listens_for(Session, "before_commit")
def write_rows(session: Session) -> None:
    """Store what was added and changed now, because somebody is going to look."""
    for table, rows in session.info.pop(_NEW, {}).items():
        insert_rows(session, table, rows)
    for (table, key), rows in session.info.pop(_CHANGED, {}).items():
        _update_rows(session, table, key, list(rows.values()))


def insert_rows(
    session: Session,
    table: Any,
    rows: Sequence[Row],
    *,
    if_absent: bool = False,
    returning: Sequence[str] = (),
) -> list[Any]:
    """Insert rows now, in this order; return the wanted columns of those that were stored.

    if_absent   leave an existing row alone; a concurrent insert of it is waited for
    """
    if not rows:
        return []
    table, columns = _table(table), tuple(rows[0])
    if _speaks_postgresql(session):
        statement = _insert_from_json(table, columns, if_absent, tuple(returning))
        result = session.execute(statement, {"rows": _json(rows)})
        return list(result.all()) if returning else []
    plain: Any = sqlite.insert(table).on_conflict_do_nothing() if if_absent else insert(table)
    if not returning:
        session.execute(plain, rows)
        return []
    return list(session.execute(plain.returning(*(table.c[n] for n in returning)), rows).all())


def _update_rows(session: Session, table: sa.Table, key: str, rows: list[Row]) -> None:
    columns = tuple(name for name in rows[0] if name != key)
    if _speaks_postgresql(session):
        session.execute(_update_from_json(table, key, columns), {"rows": _json(rows)})
        return
    statement = update(table).where(table.c[key] == bindparam(f"_{key}"))
    statement = statement.values({name: bindparam(name) for name in columns})
    session.connection().execute(statement, [{**row, f"_{key}": row[key]} for row in rows])


@lru_cache
def _insert_from_json(
    table: sa.Table, columns: tuple[str, ...], if_absent: bool, returning: tuple[str, ...]
) -> sa.TextClause:
    values = ", ".join(_value(table, name) for name in columns)
    ending = " on conflict do nothing" if if_absent else ""
    if returning:
        ending += f" returning {', '.join(returning)}"
    return text(
        f"insert into {table.name} ({', '.join(columns)}) "
        f"select {values} from {_recordset(table, columns)}{ending}"
    )


@lru_cache
def _update_from_json(table: sa.Table, key: str, columns: tuple[str, ...]) -> sa.TextClause:
    values = ", ".join(f"{name} = {_value(table, name)}" for name in columns)
    return text(
        f"update {table.name} set {values} from {_recordset(table, (key, *columns))} "
        f"where {table.name}.{key} = told.{key}"
    )


def _recordset(table: sa.Table, columns: tuple[str, ...]) -> str:
    described = ", ".join(f"{name} {_type(table, name)}" for name in columns)
    return f"json_to_recordset(cast(:rows as json)) as told ({described})"


def _type(table: sa.Table, column: str) -> str:
    """As it stands in the JSON: bytes travel as base64 text."""
    kind = table.c[column].type.compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
    return "text" if kind == "BYTEA" else kind


def _value(table: sa.Table, column: str) -> str:
    if isinstance(table.c[column].type, sa.LargeBinary):
        return f"decode(told.{column}, 'base64')"
    return f"told.{column}"


def _json(rows: Sequence[Row]) -> str:
    return msgspec.json.encode(rows).decode()


def _table(table: Any) -> sa.Table:
    if isinstance(table, type) and issubclass(table, DeclarativeBase):
        found: Any = table.__table__
        return found
    return table


def _speaks_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
