"""How fast evaluation schedules completions, and what claiming due forms costs when much is stored.

python -m bench.evaluating, on a private PostgreSQL. Both stores are filled by SQL and claimed from
in turns; their ratio counts, not the times.
"""

import argparse
import sys
import time
from statistics import median

from sqlalchemy import text

from shared.database import Database
from tests.integration.evaluation.house import MONDAY_NOON, House, in_an_envelope
from tests.servers import PostgreSQL, create_database
from tests.unit.evaluation.builders import a_completion

LEAST_A_SECOND, MOST_RATIO = 1000, 1.2
BATCH, FORMS_EACH = 300, 5
_FEW, _MANY = 100_000, 10_000_000

_SCHEDULES = """
insert into schedule (enrolment_id, employee_id, programme_id, title, policy_id, completed_at,
    version)
select 'N' || i, 'E' || i % 5000, 'P' || i % 200, 'Pelayanan prima', 'built-in-training',
    timestamptz '2026-11-01 00:00+00', 1
from generate_series(1, :schedules) as made(i)
"""
_FORMS = """
insert into evaluation (evaluation_id, enrolment_id, respondent_id, level, instrument_id, status,
    opens_at, due_at, next_at, version)
select 'V' || i, 'N' || (i + 4) / 5, 'E' || i % 5000, 3, 'behaviour-participant', 'scheduled',
    due, due + interval '14 days', due, 0
from (select i, timestamptz '2026-11-23 00:00+00'
    + case when i <= :due then -i else i end * interval '1 second' as due
    from generate_series(1, :forms) as made(i)) as dated
"""


def main() -> int:
    """Run and print; 1 where a figure misses its target."""
    options = _options()
    with PostgreSQL() as server:
        rate = completions_a_second(_house(server, "scheduling"), options.completions)
        print(f"{rate:,.0f} completions/s scheduled by one process, {FORMS_EACH} forms each")
        few, many = _house(server, "few"), _house(server, "many")
        fill(few.database, _FEW, options.claims)
        fill(many.database, options.forms, options.claims)
        small, large = claim_in_turns([few, many], options.claims)
    ratio = large / small
    print(
        f"claiming and opening 500 due forms: {1000 * small:.1f} ms of {_FEW:,} stored, "
        f"{1000 * large:.1f} ms of {options.forms:,}; ratio {ratio:.2f}"
    )
    return 0 if rate >= LEAST_A_SECOND and ratio <= MOST_RATIO else 1


def completions_a_second(house: House, completions: int) -> float:
    """Batches of 300 as they come from the bus: inbox, schedules, forms and outbox committed."""
    batches = [
        [in_an_envelope(_now_completed()) for _ in range(BATCH)]
        for _ in range(completions // BATCH)
    ]
    house.deliver(*batches[0])
    began = time.monotonic()
    for batch in batches[1:]:
        house.deliver(*batch)
    return BATCH * (len(batches) - 1) / (time.monotonic() - began)


def fill(database: Database, forms: int, claims: int) -> None:
    """So many stored forms, of which those of the claims are due."""
    with database.transaction() as session:
        session.execute(text(_SCHEDULES), {"schedules": forms // FORMS_EACH + 1})
        session.execute(text(_FORMS), {"forms": forms, "due": 500 * claims})
    with database.engine.connect() as connection:
        connection.exec_driver_sql("analyze")
        connection.commit()


def claim_in_turns(houses: list[House], claims: int) -> list[float]:
    """Median seconds of one claim of each; the first of each warms up."""
    took: list[list[float]] = [[] for _ in houses]
    for _ in range(claims):
        for number, house in enumerate(houses):
            began = time.monotonic()
            house.service._advance_some()
            took[number].append(time.monotonic() - began)
    return [median(each[1:]) for each in took]


def _house(server: PostgreSQL, name: str) -> House:
    url = create_database(server.url, name)
    return House(url.replace("postgresql://", "postgresql+psycopg2://"))


def _now_completed():  # type: ignore[no-untyped-def]
    return a_completion(completed_at=MONDAY_NOON, occurred_at=MONDAY_NOON)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evaluating", description=__doc__)
    parser.add_argument("--completions", type=int, default=6000)
    parser.add_argument("--forms", type=int, default=_MANY, help="stored in the larger database")
    parser.add_argument("--claims", type=int, default=20, help="of 500 forms each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
