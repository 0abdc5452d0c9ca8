"""A message and its timeline, as lines for an operator."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.notification.domain.masking import masked
from services.notification.domain.matters import still_true
from services.notification.storage.deliveries import Deliveries
from services.notification.storage.messages import Messages
from services.notification.storage.people import People
from services.notification.storage.settlements import Settlements
from services.notification.storage.steps import Steps
from services.notification.timeline import timeline
from shared.operating.output import moment


def timeline_of(session: Session, notification_id: str, zone: ZoneInfo) -> list[str]:
    """Facts, channels and steps; the address masked. Raises NotFound."""
    message = Messages(session).get(notification_id)
    deliveries = Deliveries.of(session, notification_id)
    reader = People(session).find([message.employee_id]).get(message.employee_id)
    settled = still_true(message, Settlements(session).reasons(message.matters)).reason
    facts = {
        "id": notification_id,
        "employee": message.employee_id,
        "address": masked(reader.email) if reader and reader.email else "-",
        "about": message.about,
        "template": f"{message.template} {message.template_version}",
        "settled": settled or "-",
    }
    lines = [f"{name + ':':12}{value}" for name, value in facts.items()]
    for one in deliveries:
        due = f", due {moment(one.next_at, zone)}" if one.next_at else ""
        why = f": {one.reason}" if one.reason else ""
        lines.append(f"{one.channel + ':':12}{one.state.value}, {one.attempts} tried{due}{why}")
    for step in timeline(message, deliveries, Steps(session).of(notification_id)):
        at = moment(datetime.fromisoformat(step["at"]), zone)
        words = [at, step["what"], step["channel"] or "", step["reason"] or ""]
        lines.append("  ".join(word for word in words if word))
    return lines
