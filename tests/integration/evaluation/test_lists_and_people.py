"""Lists page by page, and what is known of people."""

from sqlalchemy import select

from services.evaluation.storage.tables import EmployeeRow
from shared.events.hr import EmployeeChanged
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import MONDAY_NOON, in_an_envelope


def test_a_list_is_read_page_by_page(house):
    house.deliver(*[in_an_envelope(now_completed(house)) for _ in range(3)])

    seen, after = [], None
    while True:
        page = house.service.list_evaluations(limit=4, after=after)
        seen += [item["evaluation_id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break

    assert len(seen) == len(set(seen)) == 15
    assert house.service.list_evaluations(respondent_id="E2", limit=3)["next"] is None


def test_what_hr_said_last_is_what_is_known_of_an_employee(house):
    def said(day: int, unit_id: str):
        return in_an_envelope(
            EmployeeChanged(
                occurred_at=MONDAY_NOON,
                employee_id="E1",
                name="Maria",
                unit_id=unit_id,
                position="Analis",
                supervisor_id="E2",
                email=None,
                employment="PNS",
                active=True,
                changed_at=MONDAY_NOON + day * DAY,
            ),
            sequence=None,
        )

    house.deliver(said(1, "U1"), said(3, "U3"), said(2, "U2"), said(3, "U4"))

    with house.database.reading() as session:
        [row] = session.scalars(select(EmployeeRow)).all()
    assert row.unit_id == "U4"
