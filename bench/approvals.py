"""Measure how long approvals wait that all ask for one offering: python -m bench.approvals."""

import argparse
import sys
import time
from collections import Counter

import eventlet

eventlet.monkey_patch()  # as in the service: before anything takes hold of sockets

from bench.measure import spread  # noqa: E402
from services.enrolment import enrolling  # noqa: E402
from tests.integration.enrolment.house import House  # noqa: E402
from tests.servers import PostgreSQL, create_database  # noqa: E402


def main() -> int:
    """Run and print; 1 when the seats are not exact."""
    options = _options()
    with PostgreSQL() as server:
        url = create_database(server.url, "enrolment")
        house = House(url.replace("postgresql://", "postgresql+psycopg2://"))
        offering = house.an_offering(capacity=options.seats)
        seconds, statuses = _approve_all(house, _requests(house, offering, options.approvals))
        house.database.close()
    longest = max(seconds)
    print(f"{options.approvals} approvals for {options.seats} seats: {dict(statuses)}")
    print(f"{options.approvals / longest:.0f} approvals/s; each waited {spread(seconds)}")
    return 0 if statuses["enrolled"] == min(options.seats, options.approvals) else 1


def _requests(house: House, offering: str, number: int) -> list[str]:
    people, now = house.some_employees(number), house.clock.now()
    with house.database.transaction() as session:
        return [enrolling.request(session, offering, one, one, now).enrolment_id for one in people]


def _approve_all(house: House, asked: list[str]) -> tuple[list[float], Counter[str]]:
    """Released in one moment; seconds from then until each has its answer."""
    officer = house.an_officer()
    seconds: list[float] = []
    statuses: Counter[str] = Counter()

    def approve(enrolment_id: str) -> None:
        answer = house.decide_enrolment(
            enrolment_id=enrolment_id, decision="approve", decided_by=officer
        )
        seconds.append(time.monotonic() - began)
        statuses[answer["status"]] += 1

    began = time.monotonic()
    for greenlet in [eventlet.spawn(approve, one) for one in asked]:
        greenlet.wait()
    return seconds, statuses


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.approvals", description=__doc__)
    parser.add_argument("--approvals", type=int, default=1000, help="in flight at once")
    parser.add_argument("--seats", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
