"""Events leave with the commit that made them true, in order, and are forgotten when confirmed."""

from collections.abc import Callable, Sequence

import pytest
import sqlalchemy as sa

from shared.clock import SystemClock
from shared.database import Database
from shared.envelope import Envelope
from shared.messaging.failures import DependencyDown
from shared.messaging.outbox import post, publish
from shared.messaging.relay import Relay
from shared.messaging.tables import outbox
from tests.integration.road.junction import a_reversal, an_employee


class Row:
    """An aggregate that counts its events."""

    version = 0


class Outlet:
    """A bus that notes what it was given."""

    def __init__(self) -> None:
        self.sent: list[Envelope] = []
        self.refuses: Callable[[Envelope], bool] = lambda envelope: False
        self.is_away = False

    def send(self, envelopes: Sequence[Envelope]) -> dict[int, str]:
        if self.is_away:
            raise DependencyDown("away")
        self.sent += envelopes
        return {i: "too large" for i, one in enumerate(envelopes) if self.refuses(one)}

    def subjects(self) -> list[str]:
        return [envelope.headers["ce-subject"] for envelope in self.sent]


@pytest.fixture
def outlet() -> Outlet:
    return Outlet()


@pytest.fixture
def relay(database: Database, outlet: Outlet):
    relay = Relay("test", database, outlet, SystemClock())
    yield relay
    relay.close()


def left(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(outbox)) or 0


def tell(database: Database, *subjects: str) -> None:
    with database.transaction() as session:
        for subject in subjects:
            post(session, an_employee(subject), sequence=1)


def test_a_rolled_back_change_tells_nothing(database: Database, relay: Relay, outlet: Outlet):
    def fail() -> None:
        with database.transaction() as session:
            post(session, an_employee(), sequence=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    relay.pump()

    assert outlet.sent == []


def test_events_leave_in_the_order_of_their_commits(
    database: Database, relay: Relay, outlet: Outlet
):
    subjects = [f"E{n}" for n in range(1200)]
    for start in range(0, 1200, 400):
        tell(database, *subjects[start : start + 400])

    assert relay.pump() == 1200

    assert outlet.subjects() == subjects
    assert left(database) == 0


def test_an_aggregate_counts_its_events(database: Database, relay: Relay, outlet: Outlet):
    row = Row()
    with database.transaction() as session:
        publish(session, row, a_reversal(), a_reversal())

    relay.pump()

    assert [one.headers["ce-sequence"] for one in outlet.sent] == [1, 2]
    assert row.version == 2


def test_while_the_bus_is_away_nothing_is_forgotten(
    database: Database, relay: Relay, outlet: Outlet
):
    tell(database, "E1", "E2")
    outlet.is_away = True
    with pytest.raises(DependencyDown):
        relay.pump()
    assert left(database) == 2

    outlet.is_away = False
    relay.pump()

    assert outlet.subjects() == ["E1", "E2"]


def test_a_death_between_confirm_and_delete_sends_the_same_id_again(
    database: Database, relay: Relay, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    tell(database, "E1")
    with monkeypatch.context() as patch:
        patch.setattr(relay, "_forget", die)
        with pytest.raises(KeyboardInterrupt):
            relay.pump()

    relay.pump()

    first, again = outlet.sent
    assert first.headers["ce-id"] == again.headers["ce-id"]
    assert left(database) == 0


def test_an_event_that_the_broker_refuses_stops_only_its_own_aggregate(
    database: Database, relay: Relay, outlet: Outlet
):
    outlet.refuses = lambda envelope: envelope.headers["ce-subject"] == "E1"
    tell(database, "E1", "E2")
    relay.pump()

    tell(database, "E1", "E3")
    relay.pump()

    assert outlet.subjects() == ["E1", "E2", "E3"]
    with database.reading() as session:
        reasons = session.scalars(sa.select(outbox.c.reason).order_by(outbox.c.id)).all()
    assert reasons == ["too large", None]


def test_a_second_relay_waits_until_the_first_is_gone(
    database: Database, relay: Relay, outlet: Outlet
):
    other_outlet = Outlet()
    other = Relay("test", database, other_outlet, SystemClock())
    tell(database, "E1")
    relay.pump()
    tell(database, "E2")

    assert other.pump() == 0
    relay.close()
    assert other.pump() == 1

    assert other_outlet.subjects() == ["E2"]
    other.close()
