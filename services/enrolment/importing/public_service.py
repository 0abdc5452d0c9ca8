"""What can be imported about the service to the public: complaints, and figures of each day."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from services.enrolment.importing import cells
from services.enrolment.importing.kinds import CHANGED_AT, Column, Kind, Wrong, optional
from shared.events.hr import ComplaintReceived, ServiceMeasured
from shared.masking import masked
from shared.service_figures import what_is_wrong
from shared.spelling import same_words

_CLOCKS_MAY_DIFFER = timedelta(hours=1)
_TICKET = "complaint_id"


def _complaint_can_be(facts: dict[str, Any], now: datetime) -> Wrong:
    """Masks the text, and names a complaint that came without a ticket number."""
    received: datetime = facts["received_at"]
    if received.tzinfo is None:
        received = facts["received_at"] = received.replace(tzinfo=now.tzinfo)
    if received > now + _CLOCKS_MAY_DIFFER:
        return "received_at", f"{received.isoformat()} lies in the future"
    if facts["text"] is not None:
        facts["text"] = masked(facts["text"])
    if facts[_TICKET] is not None:
        return None
    if not facts["source"] or not facts["text"]:
        return _TICKET, (
            "is empty: a complaint without a ticket number needs source and text, which tell it "
            "from others of the day"
        )
    day = received.astimezone(now.tzinfo).date().isoformat()
    same = "\n".join((same_words(facts["source"]), day, same_words(facts["text"])))
    facts[_TICKET] = f"lontar-{hashlib.sha256(same.encode()).hexdigest()[:40]}"
    return None


def _figure_can_be(facts: dict[str, Any], now: datetime) -> Wrong:
    """A count may leave out n: it is the services themselves."""
    if facts["n"] is None and facts["statistic"] != "count":
        return "n", "is empty: how many services does the figure rest on?"
    if facts["n"] is None:
        facts["n"] = int(facts["value"])
    return what_is_wrong(facts, now.date())


COMPLAINTS = Kind(
    "complaints",
    _TICKET,
    (
        optional(_TICKET, cells.identifier),
        Column("category", cells.category),
        Column("received_at", cells.local_instant),
        optional("unit_id", cells.identifier),
        optional("text", cells.paragraphs),
        optional("source", cells.text),
        optional(CHANGED_AT, cells.instant),
    ),
    completed=_complaint_can_be,
    repeats=True,
    event=ComplaintReceived,
)

MEASURES = Kind(
    "measures",
    "unit_id",
    (
        Column("unit_id", cells.identifier),
        Column("metric", cells.identifier),
        Column("date", cells.day),
        Column("value", cells.figure),
        Column("statistic", cells.statistic),
        optional("n", cells.whole_figure),
        optional(CHANGED_AT, cells.instant),
    ),
    completed=_figure_can_be,
    identity=("metric", "date", "statistic"),
    event=ServiceMeasured,
)
