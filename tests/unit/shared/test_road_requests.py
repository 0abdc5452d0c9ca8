"""What lists take, what a database that is full up answers, and when answers are forgotten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import marshmallow
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.database import Database
from shared.messaging.tables import answered_request, metadata
from shared.messaging.upkeep import Keep, prune
from shared.service.requests import Listing

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'road.db'}")
    metadata.create_all(database.engine)
    yield database
    database.close()


def test_a_list_has_fifty_items_unless_the_caller_wants_another_number():
    assert Listing().load({}).limit == 50
    assert Listing().load({"limit": 500, "after": "x"}).limit == 500
    assert Listing().load({}).after is None


@pytest.mark.parametrize("limit", [0, -1, 501, "50", 1.5, None, [1]])
def test_a_list_of_another_length_is_refused_by_name(limit: Any):
    with pytest.raises(marshmallow.ValidationError) as refused:
        Listing().load({"limit": limit})

    assert set(refused.value.messages_dict) == {"limit"}


def test_a_database_without_a_free_connection_is_down(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    def wait_in_vain() -> None:
        raise PoolTimeout("QueuePool limit reached")

    assert database.is_up()
    monkeypatch.setattr(database.engine, "connect", wait_in_vain)

    assert not database.is_up()


def test_an_answer_is_remembered_for_its_time(database: Database):
    keep = Keep(inbox=timedelta(1), parked=timedelta(1), requests=timedelta(days=30))
    with database.transaction() as session:
        row = {"method": "m", "fingerprint": "f", "answer": "1"}
        session.execute(
            sa.insert(answered_request),
            [
                row | {"request_id": "old", "answered_at": NOON - timedelta(days=31)},
                row | {"request_id": "new", "answered_at": NOON - timedelta(days=29)},
            ],
        )
        prune(session, keep, NOON)
        left = list(session.scalars(sa.select(answered_request.c.request_id)))

    assert left == ["new"]
