"""Rows that a batch of events adds by the hundred: one statement for all of a table.

Objects of the ORM would cost more than everything else that a completion needs.
"""

from typing import Any

from sqlalchemy import event, insert
from sqlalchemy.orm import DeclarativeBase, Session

_NEW = "new_rows"


def add_rows(session: Session, table: type[DeclarativeBase], rows: list[dict[str, Any]]) -> None:
    """Store rows, all with the same columns, before the next `write_rows` or the commit."""
    if rows:
        session.info.setdefault(_NEW, {}).setdefault(table, []).extend(rows)


@event.listens_for(Session, "before_commit")
def write_rows(session: Session) -> None:
    """Store them now, because somebody is going to look."""
    for table, rows in session.info.pop(_NEW, {}).items():
        session.execute(insert(table.__table__), rows)
