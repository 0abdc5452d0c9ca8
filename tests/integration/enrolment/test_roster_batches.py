"""HR's messages as the road brings them: many at once, doubled, wrong ones among them."""

from itertools import count

import pytest

from services.enrolment.storage.roster import employees_told_of, units_told_of
from shared.codec import encode, headers_of
from shared.events.hr import EmployeeChanged, UnitChanged
from shared.messaging import Envelope
from shared.messaging.subscriber import Handler, Subscriber
from shared.messaging.waiting import Patience
from shared.metrics import Outcomes

_numbers = count(1)


@pytest.fixture
def road(house):
    """Delivers to the service as its queue would."""
    handlers = {
        EmployeeChanged.event_name: Handler(
            handle=house.service.learn_employee, preload=employees_told_of
        ),
        UnitChanged.event_name: Handler(handle=house.service.learn_unit, preload=units_told_of),
    }
    return Subscriber(
        "enrolment.test.v1",
        "enrolment",
        handlers,
        database=house.database,
        clock=house.clock,
        patience=Patience(),
        observer=Outcomes("enrolment"),
    )


def told(house, employee_id, **facts):
    now = house.clock.now()
    given = {
        "occurred_at": now,
        "changed_at": now,
        "name": employee_id,
        "unit_id": "U1",
        "position": "staff",
        "supervisor_id": None,
        "email": None,
        "employment": "PNS",
        "active": True,
    }
    event = EmployeeChanged(employee_id=employee_id, **given | facts)
    headers = headers_of(
        event, event_id=f"m{next(_numbers)}", source="/hr", sequence=1, traceparent=""
    )
    return Envelope(
        exchange=event.exchange, routing_key=event.event_name, body=encode(event), headers=headers
    )


def test_a_batch_that_speaks_of_one_person_several_times_ends_at_the_newest(house, road):
    batch = [told(house, "A"), told(house, "B"), told(house, "A", unit_id="U2")]

    road.deliver(batch)
    road.deliver([told(house, "A", unit_id="U3"), told(house, "A", unit_id="U4"), *batch])

    assert house.get_employee(employee_id="A")["unit_id"] == "U4"
    assert house.get_employee(employee_id="B")["unit_id"] == "U1"


def test_a_wrong_number_is_parked_and_told_to_hr_and_its_neighbours_are_learned(house, road):
    road.deliver([told(house, "A"), told(house, "B", nip="1234"), told(house, "C")])

    assert [one["employee_id"] for one in house.list_employees()["items"]] == ["A", "C"]
    (parked,) = house.told()
    assert parked.name == "message.parked"
    assert "18 digits" in parked.data["reason"]
    assert "1234" not in f"{parked.data}"
