"""Which key the numbers in this database are sealed with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.enrolment.storage.tables.roster import KeptKeyRow
from shared.database import insert_if_absent
from shared.seal import WrongKey

_NAME = "nip"


def has_a_nip_key(session: Session) -> bool:
    """Whether anything may have been sealed in this database."""
    known = select(KeptKeyRow.name).where(KeptKeyRow.name == _NAME)
    return session.scalars(known).first() is not None


def recognise_nip_key(session: Session, fingerprint: str) -> None:
    """Remember the first key; raises WrongKey for any other one afterwards."""
    statement = insert_if_absent(session, KeptKeyRow.__table__)
    session.execute(statement.values(name=_NAME, fingerprint=fingerprint))
    known = session.scalars(select(KeptKeyRow.fingerprint).where(KeptKeyRow.name == _NAME)).one()
    if known != fingerprint:
        raise WrongKey(
            "is not the key that this database's numbers were sealed with; "
            "bring that one back (every process of the service needs the same)"
        )
