"""Facts of which the newest word counts (`changed_at`), stored by the batch.

Each replica writes its rows in the order of their keys, so that two never wait for each other.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from shared.database import insert_or_update

Facts = dict[str, Any]
Changes = Callable[[Any, Any], dict[str, Any]]
"""(table, what was told) -> the columns to change where a row exists, and to what"""

_PENDING = "newest_rows"


def everything_told(table: Any, told: Any) -> dict[str, Any]:
    """All columns but the key."""
    return {column.name: told[column.name] for column in table.columns if not column.primary_key}


def keep_newest(
    session: Session, row: Any, facts: Facts, changes: Changes = everything_told
) -> None:
    """Store facts before the commit, unless newer ones are known; equal ones replace."""
    table = row.__table__
    key = tuple(facts[column.name] for column in table.primary_key)
    _, pending = session.info.setdefault(_PENDING, {}).setdefault(table, (changes, {}))
    known = pending.get(key)
    if known is None or known["changed_at"] <= facts["changed_at"]:
        pending[key] = facts


@event.listens_for(Session, "before_commit")
def write_newest(session: Session) -> None:
    """Store what is pending now, because somebody is going to look."""
    for table, (changes, pending) in session.info.pop(_PENDING, {}).items():
        statement = insert_or_update(session, table)
        statement = statement.on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key],
            set_=changes(table, statement.excluded),
            where=table.c.changed_at <= statement.excluded.changed_at,
        )
        session.execute(statement, [pending[key] for key in sorted(pending)])
