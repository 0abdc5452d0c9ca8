"""What else is told of a moment of which a message is stored already."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.notification.domain.delivery import State
from services.notification.domain.moments import Relation, relation
from services.notification.domain.occasions import WEIGHTS
from services.notification.storage.letters import Letter, store, words
from services.notification.storage.tables import DeliveryRow, MessageRow


def tell_beside(session: Session, letters: Sequence[Letter]) -> None:
    """Letters whose key exists: said already, put in its place, or told as well.

    A message gives its place away as long as nobody has got it; else the weightier news comes
    as a message of its own.
    """
    if not letters:
        return
    known = _known(session, (one.draft.once_key for one in letters))
    beside = []
    for letter in letters:
        row = known.get(letter.draft.once_key)
        if row is None:  # so old that it was forgotten meanwhile
            continue
        match relation(letter.draft, row.about, row.subject_id, WEIGHTS.get(row.about)):
            case Relation.WEIGHTIER if _nobody_has_got(session, row):
                _rewrite(session, row, letter)
            case Relation.WEIGHTIER | Relation.ANOTHER:
                beside.append(_with_a_key_of_its_own(letter))
    store(session, beside)


def _known(session: Session, keys: Iterable[str]) -> dict[str, MessageRow]:
    rows = session.scalars(
        select(MessageRow)
        .where(MessageRow.once_key.in_(sorted(set(keys))))
        .order_by(MessageRow.notification_id)
        .with_for_update(),
        execution_options={"populate_existing": True},
    )
    return {row.once_key: row for row in rows}


def _nobody_has_got(session: Session, row: MessageRow) -> bool:
    """Not read, and never tried on any channel; one that is just being tried is locked."""
    deliveries = select(DeliveryRow.channel).where(
        DeliveryRow.notification_id == row.notification_id
    )
    untried = deliveries.where(DeliveryRow.state == State.PENDING, DeliveryRow.attempts == 0)
    ours = session.scalars(untried.with_for_update(skip_locked=True)).all()
    return row.read_at is None and set(ours) == set(session.scalars(deliveries))


def _rewrite(session: Session, row: MessageRow, letter: Letter) -> None:
    session.execute(
        update(MessageRow)
        .where(MessageRow.notification_id == row.notification_id)
        .values(words(letter.draft))
    )


def _with_a_key_of_its_own(letter: Letter) -> Letter:
    draft = letter.draft
    once_key = f"{draft.once_key}|{draft.about}|{draft.subject_id}"
    return replace(letter, draft=replace(draft, once_key=once_key))
