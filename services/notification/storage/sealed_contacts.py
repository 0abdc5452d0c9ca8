"""Which key the addresses are sealed with, and the sealing of what was stored before."""

from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from services.notification.storage.contact_seal import SEALED, ContactSeal
from services.notification.storage.tables import PersonAheadRow, PersonRow, WebhookRow
from services.notification.storage.tables.privacy import KeptKeyRow
from shared.database import insert_if_absent
from shared.messaging.tables import answered_request
from shared.seal import WrongKey

_NAME = "contacts"
_AT_ONCE = 1000
_SHOW_A_SECRET = ("save_webhook", "renew_webhook_secret")


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
        .where(or_(*(_is_plain(column) for column in (PersonRow.email, PersonRow.chat))))
        .order_by(PersonRow.employee_id)
        .limit(_AT_ONCE)
        .with_for_update()
    ).all()
    for person in people:
        person.email = seal.close(person.email) if person.email else None
        person.chat = seal.close(person.chat) if person.chat else None
    return len(people)


def _is_plain(column: Any) -> Any:
    return column.is_not(None) & column.not_like(f"{SEALED}%")


def seal_what_is_ahead(session: Session, seal: ContactSeal) -> None:
    """The same for changes that HR dated ahead."""
    for row in session.scalars(select(PersonAheadRow).with_for_update()):
        row.facts = _sealed(row.facts, seal)
        row.base = _sealed(row.base, seal) if row.base else None


def seal_webhooks(session: Session, seal: ContactSeal) -> None:
    """The same for the secrets of endpoints, and for answers that still show one."""
    for row in session.scalars(select(WebhookRow).where(_is_plain(WebhookRow.secret))):
        row.secret = seal.close(row.secret)
        row.former = seal.close(row.former) if row.former else None
    answers = answered_request.c
    shown = select(answers.request_id, answers.answer).where(
        answers.method.in_(_SHOW_A_SECRET), _is_plain(answers.answer)
    )
    for request_id, answer in session.execute(shown).all():
        session.execute(
            update(answered_request)
            .where(answers.request_id == request_id)
            .values(answer=seal.close(answer))
        )


def _sealed(facts: dict[str, object], seal: ContactSeal) -> dict[str, object]:
    address = facts.get("email")
    return {**facts, "email": seal.close(str(address)) if address else None}
