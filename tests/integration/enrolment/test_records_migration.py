"""What was recorded before is kept when the records grow, and when they shrink again."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from services.enrolment.part import PART
from shared.database import Database
from shared.migrations import _config

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        make = request.getfixturevalue("fresh_database")
        url = make("enrolment").replace("postgresql://", "postgresql+psycopg2://")
    database = Database(url)
    yield database
    database.close()


def to(database, revision, step=command.upgrade):
    config = _config(PART.migrations)
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        step(config, revision)


def entries(database):
    with database.engine.begin() as connection:
        rows = connection.execute(sa.text("select * from hours_entry order by entry_id"))
        return [row._asdict() for row in rows]


def test_hours_and_certificates_of_before_are_kept(database):
    to(database, "enrolment_0001")
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(
                "insert into hours_entry (entry_id, employee_id, year, hours, enrolment_id, title, "
                "reason, entered_at) values ('H1', 'E1', 2026, 12.5, 'N1', 'Arsip', 'completed', "
                ":now)"
            ),
            {"now": NOW},
        )
        connection.execute(
            sa.text(
                "insert into certificate (certificate_id, code, enrolment_id, holder_name, title, "
                "learning_hours, issued_at) values ('C1', 'X', 'N1', 'Maria', 'Arsip', 12.5, :now)"
            ),
            {"now": NOW},
        )
    before = entries(database)

    to(database, "enrolment_0004")
    with database.engine.begin() as connection:
        assert connection.execute(sa.text("select version from certificate")).scalar() == 0
        indexes = sa.inspect(connection).get_indexes("hours_entry")
    (kept,) = entries(database)
    to(database, "enrolment_0001", command.downgrade)

    assert {name: kept[name] for name in before[0]} == before[0]
    assert {"hours_of_a_year", "ix_hours_entry_enrolment_id"} <= {one["name"] for one in indexes}
    assert entries(database) == before
