"""Which key the addresses are sealed with, and the sealing of what was stored before."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notification.storage.contact_seal import SEALED, ContactSeal
from services.notification.storage.tables import PersonAheadRow, PersonRow
from services.notification.storage.tables.privacy import KeptKeyRow
from shared.database import insert_if_absent
from shared.seal import WrongKey

_NAME = "contacts"
_AT_ONCE = 1000


def are_sealed(session: Session) -> bool:
    """Whether a key was ever given for this database."""
    known = select(KeptKeyRow.name).where(KeptKeyRow.name == _NAME)
    return session.scalars(known).first() is not None


def recognise(session: Session, seal: ContactSeal) -> None:
    """Remember the first key. Raises WrongKey for any other one afterwards."""
    statement = insert_if_absent(session, KeptKeyRow.__table__)
    session.execute(statement.values(name=_NAME, fingerprint=seal.fingerprint))
    known = session.scalars(select(KeptKeyRow.fingerprint).where(KeptKeyRow.name == _NAME)).one()
    if known != seal.fingerprint:
        raise WrongKey(
            "is not the key that the addresses of this database were sealed with; bring that one "
            "back (every process of the service needs the same)"
        )


def seal_some(session: Session, seal: ContactSeal) -> int:
    """Seal some of the addresses that are still plain; how many people that were."""
    people = session.scalars(
        select(PersonRow)
        .where(PersonRow.email.is_not(None), PersonRow.email.not_like(f"{SEALED}%"))
        .order_by(PersonRow.employee_id)
        .limit(_AT_ONCE)
        .with_for_update()
    ).all()
    for person in people:
        person.email = seal.close(person.email or "") if person.email else None
    return len(people)


def seal_what_is_ahead(session: Session, seal: ContactSeal) -> None:
    """The same for changes that HR dated ahead."""
    for row in session.scalars(select(PersonAheadRow).with_for_update()):
        row.facts = _sealed(row.facts, seal)
        row.base = _sealed(row.base, seal) if row.base else None


def _sealed(facts: dict[str, object], seal: ContactSeal) -> dict[str, object]:
    address = facts.get("email")
    return {**facts, "email": seal.close(str(address)) if address else None}
