"""What HR systems send for "nothing"."""

from datetime import UTC, datetime

import msgspec

from shared.codec import decode
from shared.envelope import Envelope
from shared.events.hr import EmployeeChanged

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def test_a_null_in_an_optional_field_means_that_there_is_nothing() -> None:
    told = {
        "employee_id": "E1",
        "name": "Maria",
        "unit_id": "U1",
        "position": "Analis",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": "2026-11-24T12:00:00+08:00",
        "roles": None,
        "nip": None,
    }
    envelope = Envelope(
        exchange="hr.events", routing_key="employee.changed", body=msgspec.json.encode(told)
    )

    received = decode(envelope, NOON)

    assert isinstance(received.event, EmployeeChanged)
    assert received.event.roles == []
    assert received.event.nip is None
