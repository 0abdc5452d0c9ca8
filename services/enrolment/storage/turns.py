"""Turns: who decides about a learner's hours, or a unit's counter, while others wait.

Rows of their own and not those of the roster: HR's events hold roster rows while they lock
offerings, so whoever holds an offering must never wait for a roster row.
"""

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.storage.tables.turns import TurnRow
from shared.bulk import insert_rows

Kind = Literal["learner", "unit"]


def take_turns(session: Session, kind: Kind, names: Iterable[str]) -> None:
    """Wait until nobody else decides about these, and keep them until the commit; by name."""
    wanted = sorted(set(names))
    if not wanted:
        return
    rows = [{"kind": kind, "name": one} for one in wanted]
    insert_rows(session, TurnRow, rows, if_absent=True)
    session.execute(
        select(TurnRow.name)
        .where(TurnRow.kind == kind, TurnRow.name.in_(wanted))
        .order_by(TurnRow.name)
        .with_for_update()
    )
