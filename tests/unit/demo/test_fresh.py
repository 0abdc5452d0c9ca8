"""The demo begins on an empty directory, and removes nothing that is not its own."""

import sqlite3
from contextlib import closing

import pytest

from demo import fresh
from shared.launcher.process import Part, open_embedded
from shared.service import Service
from tests.unit.demo.settings import settings_in

SERVICES = ["enrolment"]


class _Enrolment(Service):
    name = "enrolment"


@pytest.fixture
def data_dir(tmp_path):
    return tmp_path / "var"


def leave_data(data_dir):
    """What a demo leaves: a database, a mail and a certificate."""
    part = Part(_Enrolment, migrations=data_dir / "none")
    (data_dir / "none").mkdir()
    for database in open_embedded([part], settings_in(data_dir)).values():
        database.close()
    (data_dir / "mail").mkdir()
    (data_dir / "mail" / "1.eml").write_text("a mail")
    (data_dir / "certificates").mkdir()
    (data_dir / "certificates" / "1.pdf").write_text("a certificate")


def publish(data_dir):
    """What anybody does who works with the data."""
    with closing(sqlite3.connect(data_dir / "enrolment.db")) as connection, connection:
        connection.execute(
            "insert into answered_request values ('r', 'save_programme', '', '{}', '2026-01-05')"
        )


def test_what_an_earlier_demo_left_is_removed(data_dir):
    fresh.clear(data_dir, SERVICES)
    leave_data(data_dir)
    fresh.finish(data_dir, SERVICES)
    fresh.clear(data_dir, SERVICES)
    assert not (data_dir / "enrolment.db").exists()
    assert not list((data_dir / "mail").iterdir())
    assert not list((data_dir / "certificates").iterdir())


def test_what_a_demo_left_that_was_broken_off_is_removed(data_dir):
    fresh.clear(data_dir, SERVICES)
    leave_data(data_dir)
    publish(data_dir)
    fresh.clear(data_dir, SERVICES)
    assert not (data_dir / "enrolment.db").exists()


def test_files_of_others_beside_the_data_stay(data_dir):
    fresh.clear(data_dir, SERVICES)
    leave_data(data_dir)
    others = [data_dir / "notes.txt", data_dir / "enrolment.db.backup", data_dir / "mail" / "a.txt"]
    for path in others:
        path.write_text("mine")
    fresh.clear(data_dir, SERVICES)
    assert all(path.read_text() == "mine" for path in others)


@pytest.mark.parametrize("name", ["enrolment.db", "mail", "demo", "certificates"])
def test_a_directory_with_something_that_no_demo_made_is_refused(data_dir, name):
    data_dir.mkdir()
    (data_dir / name).write_text("precious")
    with pytest.raises(fresh.NotOurs, match=f"no demo made.*{name}"):
        fresh.clear(data_dir, SERVICES)
    assert [path.name for path in data_dir.iterdir() if path.suffix != ".lock"] == [name]
    assert (data_dir / name).read_text() == "precious"


def test_data_that_somebody_went_on_working_with_are_refused(data_dir):
    fresh.clear(data_dir, SERVICES)
    leave_data(data_dir)
    fresh.finish(data_dir, SERVICES)
    publish(data_dir)
    with pytest.raises(fresh.NotOurs, match="worked with since the last demo"):
        fresh.clear(data_dir, SERVICES)
    assert (data_dir / "enrolment.db").exists()
