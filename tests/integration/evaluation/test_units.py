"""What HR says of units and positions, as evaluation keeps it to compare like with like."""

from datetime import timedelta

from services.evaluation.storage.tables import EmployeeRow, UnitRow
from shared.events.hr import UnitChanged
from tests.integration.evaluation.house import MONDAY_NOON, in_an_envelope
from tests.integration.evaluation.test_roster_ahead import a_message


def told(house, kind, changed_at=MONDAY_NOON):
    message = UnitChanged(
        occurred_at=MONDAY_NOON,
        unit_id="U1",
        name="Loket",
        parent_id=None,
        min_on_duty=2,
        changed_at=changed_at,
        kind=kind,
    )
    house.deliver(in_an_envelope(message))


def kind_of(house):
    with house.database.reading() as session:
        return session.get(UnitRow, "U1").kind


def test_the_newest_word_on_a_unit_counts_in_whatever_order_it_arrives(house):
    told(house, "counter", MONDAY_NOON + timedelta(hours=1))
    told(house, "archive")
    assert kind_of(house) == "counter"

    told(house, "village office", MONDAY_NOON + timedelta(hours=1))
    assert kind_of(house) == "village office"


def test_the_position_of_an_employee_is_kept(house):
    house.deliver(in_an_envelope(a_message(position="registrar")))

    with house.database.reading() as session:
        assert session.get(EmployeeRow, "E1").position == "registrar"
