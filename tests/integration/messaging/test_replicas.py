"""Several processes of one service share its queues, and one of them relays."""

import time
from dataclasses import replace

import sqlalchemy as sa

from tests.integration.messaging.installation import Installation, until
from tests.integration.messaging.witness import Witness, noted
from tests.integration.road.junction import an_employee, enclosed


class First(Witness):
    name = "witness"
    replica = "first"


class Second(Witness):
    name = "witness"
    replica = "second"


def takers(place: Installation) -> set[str]:
    with place.database.reading() as session:
        return set(session.scalars(sa.select(noted.c.by).distinct()))


def holders_of_the_lease(place: Installation) -> list[int]:
    """Backends of PostgreSQL that hold the relay's lock."""
    with place.database.reading() as session:
        wanted = sa.text(
            "select pid from pg_locks where locktype = 'advisory' and granted and database = "
            "(select oid from pg_database where datname = current_database())"
        )
        return list(session.scalars(wanted))


def test_replicas_share_a_queue_and_apply_each_event_once(servers_place: Installation):
    place = servers_place
    for service in (First, Second):
        service.trip = staticmethod(lambda event: time.sleep(0.002))
    place.settings = replace(place.settings, batch_size=10)
    letters = [enclosed(an_employee(f"E{n}")) for n in range(300)]
    with place.running(First), place.running(Second):
        place.send(*letters, *letters)
        until(lambda: len(place.subjects()) >= 300 and place.queued() == 0)
        time.sleep(0.3)

    assert sorted(place.subjects()) == sorted(f"E{n}" for n in range(300))
    assert takers(place) == {"first", "second"}


def test_one_relay_works_at_a_time_and_the_other_takes_over_at_its_end(
    servers_place: Installation,
):
    place = servers_place
    first, second = place.process(First), place.process(Second)
    first.start()
    second.start()
    try:
        place.tell(*[an_employee(f"E{n}") for n in range(50)])
        until(lambda: len(place.subjects()) == 50)
        assert len(holders_of_the_lease(place)) == 1
        first.stop()
        place.tell(*[an_employee(f"E{n}") for n in range(50, 100)])
        until(lambda: len(place.subjects()) == 100)
    finally:
        second.stop()

    assert sorted(place.subjects()) == sorted(f"E{n}" for n in range(100))
    assert place.unsent() == []


def test_a_lease_that_the_database_took_away_is_taken_again_by_somebody(
    servers_place: Installation,
):
    place = servers_place
    with place.running(First), place.running(Second):
        for part in range(4):
            until(lambda: len(holders_of_the_lease(place)) == 1)
            [holder] = holders_of_the_lease(place)
            people = [an_employee(f"E{part}-{n}") for n in range(100)]
            place.tell(*people[:50])
            with place.database.reading() as session:
                session.execute(sa.text("select pg_terminate_backend(:pid)"), {"pid": holder})
            place.tell(*people[50:])
            until(lambda upto=part + 1: len(place.subjects()) >= 100 * upto)

    assert sorted(place.subjects()) == sorted(f"E{p}-{n}" for p in range(4) for n in range(100))
    assert place.unsent() == []
