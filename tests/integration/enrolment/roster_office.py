"""The office in which tests of the roster play."""

from tests.integration.enrolment.house import House

A_NIP = "198503152010012001"


def staffed(house: House) -> House:
    """Unit U1 with its head, and a learner without a supervisor of his own."""
    house.a_unit("U1", head_id="HEAD")
    house.an_employee("HEAD")
    house.an_employee("LEARNER")
    return house


def place(house: House, employee_id: str = "LEARNER") -> str | None:
    """The unit that HR named last."""
    return house.get_employee(employee_id=employee_id)["unit_id"]
