"""What offices saved before policies and questionnaires had versions is their first version."""

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from services.evaluation.part import PART
from shared.database import Database
from shared.migrations import _config
from tests.integration.evaluation.asking import DAY, ITEM, QUESTION, WORDS, now_completed
from tests.integration.evaluation.house import House, in_an_envelope

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OLD_ITEM = {
    **ITEM,
    "due_within_working_days": None,
    "remind_before_days": 2,
    "instrument_id": None,
    "at": "completion",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request, tmp_path):
    """A policy and a questionnaire in the place of the built-in one, and then an upgrade."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        made = request.getfixturevalue("fresh_database")("evaluation")
        url = made.replace("postgresql://", "postgresql+psycopg2://")
    database = Database(url)
    config = _config(PART.migrations)
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "evaluation_0003")
        _save(connection)
    database.close()
    house = House(url)
    yield house
    house.database.close()


def _save(connection):
    connection.execute(
        sa.text(
            "insert into policy (policy_id, programme_kind, items, saved_at) "
            "values ('OLD', 'training', :items, :now)"
        ),
        {"items": json.dumps([OLD_ITEM]), "now": NOW},
    )
    question = {"choices": [], "min": None, **QUESTION}
    connection.execute(
        sa.text(
            "insert into instrument (instrument_id, title, questions, saved_at) "
            "values ('reaction', :title, :questions, :now)"
        ),
        {"title": json.dumps(WORDS), "questions": json.dumps([question]), "now": NOW},
    )


def test_they_go_on_as_they_were(house):
    house.deliver(in_an_envelope(now_completed(house, employee_id="E1")))

    [item] = house.evaluations()
    view = house.service.get_evaluation(evaluation_id=item["evaluation_id"])
    assert view["policy"] == {"policy_id": "OLD", "version": 1}
    assert view["instrument"]["version"] == 2
    assert [one["key"] for one in view["instrument"]["questions"]] == ["applied"]
    house.tick(3 * DAY)
    assert house.names_told()[-1] == "evaluation.due_soon"
    assert house.service.get_instrument(instrument_id="reaction", version=1)["version"] == 1
