"""The enrolment service on either database."""

import pytest

from tests.integration.enrolment.house import House


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'enrolment.db'}"
    else:
        make = request.getfixturevalue("fresh_database")
        url = make("enrolment").replace("postgresql://", "postgresql+psycopg2://")
    house = House(url)
    yield house
    house.database.close()
