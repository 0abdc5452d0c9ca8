"""The notification service on SQLite or on both databases, and a mail server that misbehaves."""

import pytest

from tests.integration.enrolment.house import House as Enrolment
from tests.integration.notification.house import House
from tests.integration.notification.mail_server import MailServer
from tests.integration.notification.town import Town
from tests.servers import migrated_file


@pytest.fixture
def house(tmp_path):
    with House(migrated_file("notification", tmp_path), tmp_path) as house:
        yield house


@pytest.fixture(params=["sqlite", "postgresql"])
def each_house(request, tmp_path):
    """The same on both kinds of database."""
    if request.param == "sqlite":
        url = migrated_file("notification", tmp_path)
    else:
        made = request.getfixturevalue("migrated_database")("notification")
        url = made.replace("postgresql://", "postgresql+psycopg2://")
    with House(url, tmp_path) as house:
        yield house


@pytest.fixture
def mail_server(tmp_path, free_port):
    with MailServer(tmp_path, free_port) as server:
        yield server


@pytest.fixture
def town(each_house, tmp_path):
    """Enrolment and notification; LEARNER and some others are known to both."""
    enrolment = Enrolment(migrated_file("enrolment", tmp_path))
    enrolment.a_unit("U1", head_id="HEAD")
    enrolment.an_employee("HEAD")
    enrolment.an_officer()
    town = Town(enrolment, each_house)
    town.introduce("HEAD", "OFFICER", "LEARNER", "SEATED", "WAITING", "ASKING")
    yield town
    enrolment.database.close()
