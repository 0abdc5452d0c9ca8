"""What became of mails, counted in the book of the notification service; and mails as files."""

from collections import Counter
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from demo.office import Office, Stuck
from services.notification.domain.delivery import State
from services.notification.domain.respect import DAY_OFF, DIGEST, FOR_DIGEST, OVER_CAP, QUIET
from services.notification.storage.tables import DeliveryRow, MessageRow

_HOLDS = (QUIET, DAY_OFF, FOR_DIGEST, OVER_CAP)


def written(office: Office) -> Counter[tuple[str, str]]:
    """Messages by (reader, name of the event); digests only repeat them."""
    wanted = select(MessageRow.employee_id, MessageRow.about).where(MessageRow.about != DIGEST)
    with office.process.wiring.databases["notification"].reading() as session:
        return Counter((row.employee_id, row.about) for row in session.execute(wanted))


def superseded(office: Office) -> int:
    """Not sent, because what they said was no longer true."""
    return _count(office, DeliveryRow.state == State.SUPERSEDED)


def held(office: Office) -> int:
    """Waiting for an hour at which their reader wants mail."""
    return _count(
        office,
        DeliveryRow.state == State.PENDING,
        DeliveryRow.next_at > office.clock.now(),
        DeliveryRow.reason.in_(_HOLDS),
    )


def gathered(office: Office) -> int:
    """Sent inside another one."""
    return _count(office, DeliveryRow.state == State.SENT, DeliveryRow.carried_by.is_not(None))


def digests(office: Office) -> int:
    """Sent with several inside."""
    ids = select(MessageRow.notification_id).where(MessageRow.about == DIGEST)
    return _count(office, DeliveryRow.state == State.SENT, DeliveryRow.notification_id.in_(ids))


def opened(path: Path) -> EmailMessage:
    """As a mail program reads it."""
    with path.open("rb") as file:
        mail: EmailMessage = BytesParser(policy=policy.default).parse(file)  # type: ignore[arg-type]
    return mail


def text_of(mail: EmailMessage) -> str:
    """Raises Stuck."""
    text = mail.get_body(("plain",))
    if text is None:
        raise Stuck(f"the mail {mail['Subject']!r} has no text")
    return str(text.get_content()).strip()


def _count(office: Office, *conditions: Any) -> int:
    wanted = select(func.count()).select_from(DeliveryRow).where(*conditions)
    return office.count("notification", wanted)
