"""What the road keeps only for a while is forgotten in time; what is still needed stays."""

from datetime import timedelta

import sqlalchemy as sa

from shared.messaging.tables import inbox, progress
from shared.messaging.upkeep import Keep, prune
from tests.integration.road.junction import (
    Junction,
    a_letter,
    a_reversal,
    a_unit,
    an_employee,
    enclosed,
)

KEEP = Keep(inbox=timedelta(days=60), parked=timedelta(days=365), requests=timedelta(days=30))


def forget(junction: Junction, after: timedelta) -> None:
    with junction.database.transaction() as session:
        prune(session, KEEP, junction.clock.now() + after)


def rows(junction: Junction, table: sa.Table) -> int:
    with junction.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_the_inbox_is_kept_for_its_time_and_no_longer(junction: Junction):
    junction.deliver(enclosed(an_employee()), enclosed(a_reversal(), sequence=1))

    forget(junction, timedelta(days=59))
    assert (rows(junction, inbox), rows(junction, progress)) == (2, 1)
    forget(junction, timedelta(days=61))

    assert (rows(junction, inbox), rows(junction, progress)) == (0, 0)


def test_a_parked_message_is_kept_for_its_time_and_a_held_one_until_it_is_settled(
    junction: Junction,
):
    junction.deliver(a_letter(b"{"), enclosed(a_unit(head_id="E7")))

    forget(junction, timedelta(days=364))
    assert sorted(state for state, _ in junction.waiting()) == ["held", "parked"]
    forget(junction, timedelta(days=366))

    assert [state for state, _ in junction.waiting()] == ["held"]
