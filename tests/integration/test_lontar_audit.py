"""Operators have it proved that seats, queue, money, hours and certificates fit together."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.console import Answer, Place, embedded, on_server, run
from tests.integration.enrolment.house import House, on

SEAT = 1_000_000


class Office:
    """A training office with a budget, and the operator beside it."""

    def __init__(self, place: Place):
        self.place = place
        self.house = House(place.database.engine.url.render_as_string(hide_password=False))
        self.house.a_unit("U1")
        self.house.a_unit("BKPSDM")
        self.budget = self.house.save_budget(
            title="Diklat", fiscal_year=2026, amount=9 * SEAT, mode="restrictive"
        )["budget_id"]
        programme = self.house.a_programme(cost_per_participant=SEAT)
        self.offering = self.house.an_offering(
            programme_id=programme, budget_id=self.budget, capacity=2
        )
        self.seated = self.house.approved(self.offering, self.house.an_employee("SEATED"))
        self.left = self.house.approved(self.offering, self.house.an_employee("LEFT"))
        self.waiting = self.house.approved(self.offering, self.house.an_employee("WAITING"))

    def spoil(self, statement: str, *values: Any) -> None:
        with self.place.database.transaction() as session:
            session.connection().exec_driver_sql(statement.format(*values))

    def audit(self) -> Answer:
        return self.place.lontar("audit", "enrolment")

    def found(self) -> list[str]:
        """The differences, which the last line counts."""
        answer = self.audit()
        *lines, total = answer.out.splitlines()
        assert (answer.code, answer.err) == (1, "")
        assert total.startswith(f"{len(lines)} difference")
        return lines


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    if request.param == "sqlite":
        return Office(embedded(tmp_path))
    migrated_database: Callable[[str], str] = request.getfixturevalue("migrated_database")
    return Office(on_server(migrated_database("enrolment")))


def test_where_everything_fits_one_line_says_so(office: Office):
    office.house.cancel_enrolment(enrolment_id=office.left, cancelled_by="LEFT", reason="illness")

    answer = office.audit()

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("consistent: ")
    assert len(answer.out.splitlines()) == 1


def test_each_difference_says_where_what_and_what_to_do(office: Office):
    office.spoil("update offering set capacity = 1")

    (line,) = office.found()

    assert line == (
        f"{office.offering}: 2 seats are taken of 1 (no offering has more people on its seats than "
        "seats); raise the capacity, or cancel enrolments until it fits"
    )


def test_a_seat_without_its_money_is_named(office: Office):
    office.spoil("delete from budget_entry where enrolment_id = '{}'", office.seated)

    (line,) = office.found()

    assert line.startswith(
        f"{office.seated}: is enrolled, but budget {office.budget} holds nothing"
    )


def test_money_that_a_cancelled_seat_still_holds_is_named(office: Office):
    office.house.cancel_enrolment(enrolment_id=office.left, cancelled_by="LEFT", reason="illness")
    office.spoil(
        "delete from budget_entry where kind = 'release' and enrolment_id = '{}'", office.left
    )

    (line,) = office.found()

    assert line.startswith(f"{office.left}: is cancelled, but Rp 1,000,000 are still held for it")


def test_an_entry_that_was_changed_by_hand_is_named(office: Office):
    office.spoil("update budget_entry set reserved = 5 where enrolment_id = '{}'", office.seated)

    (line,) = office.found()

    assert "is a reserve of Rp 1,000,000, but moves something else" in line


def test_more_released_than_was_reserved_is_named(office: Office):
    office.house.cancel_enrolment(enrolment_id=office.left, cancelled_by="LEFT", reason="illness")
    office.spoil(
        "delete from budget_entry where kind = 'reserve' and enrolment_id = '{}'", office.left
    )

    below, held = office.found()

    assert below.startswith(f"{office.left}: has Rp -1,000,000 reserved, 0 committed, 0 spent")
    assert held.startswith(f"{office.left}: is cancelled, but Rp -1,000,000 are still held")


def test_money_of_an_offering_that_was_called_off_or_confirmed_by_hand_is_named(office: Office):
    office.spoil("update offering set status = 'confirmed'")
    assert office.found()[0].startswith(
        f"{office.offering}: is confirmed, but Rp 2,000,000 are only reserved, not owed"
    )

    office.spoil("update offering set status = 'cancelled'")
    assert office.found()[0].startswith(
        f"{office.offering}: is cancelled, but Rp 2,000,000 are held for it"
    )


def test_money_in_another_budget_than_the_offerings_is_named(office: Office):
    office.spoil("update offering set budget_id = null")

    (line,) = office.found()

    assert line.startswith(f"{office.offering}: has Rp 2,000,000 in budget ")
    assert "but no budget pays" in line
    assert "give the offering back the budget" in line


def test_somebody_overtaken_in_the_queue_is_named(office: Office):
    later = office.house.approved(office.offering, office.house.an_employee("LATER"))
    office.spoil("delete from budget_entry")
    office.spoil("update offering set budget_id = null, capacity = 3")
    office.spoil("update enrolment set status = 'enrolled' where enrolment_id = '{}'", later)

    (line,) = office.found()

    assert line.startswith(f"{office.waiting}: waits with the number 1, and a later one is in")


def test_a_whole_year_of_money_fits(office: Office):
    past = office.house.an_offering(
        programme_id=office.house.a_programme(cost_per_participant=SEAT, cost_per_offering=SEAT),
        budget_id=office.budget,
        meetings=[on("2026-11-20")],
    )
    done = office.house.approved(past, "SEATED")
    office.house.complete_offering(
        offering_id=past,
        completed_at=on("2026-11-20")["ends_at"],
        results=[{"employee_id": "SEATED", "passed": True}],
    )
    office.house.record_refund(enrolment_id=done, amount=SEAT // 2, reason="a day was cancelled")
    office.house.cancel_offering(offering_id=office.offering, reason="flood")
    assert office.audit().code == 0

    office.house.reverse_completion(enrolment_id=done, reason="wrong person")
    assert office.audit().code == 0


def test_nothing_to_audit_is_one_readable_line(tmp_path: Path):
    answer = run(["audit", "enrolment"], {"DATA_DIR": str(tmp_path / "nowhere")})

    assert "holds no data yet" in answer.failure


def test_help_lists_the_command(tmp_path: Path):
    place = embedded(tmp_path)

    assert "enrolment" in place.lontar("audit", "--help").out
    assert "exit code is 1" in " ".join(place.lontar("audit", "enrolment", "--help").out.split())
