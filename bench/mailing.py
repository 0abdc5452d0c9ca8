"""Measure how mails leave: python -m bench.mailing, or with --cancel 10000.

One notification service as a user runs it, on a private RabbitMQ and PostgreSQL, and a mail server
in a process of its own. Mails are counted where they are taken. While that server stalls, inboxes
are read over RPC on a fixed beat. With --cancel one offering is called off, and so many people are
to be told of it.
"""

import argparse
import signal
import sys
import time

from bench.measure import memory, processor_seconds, spread
from bench.post_office import (
    PostOffice,
    a_cancellation,
    expiring_certificates,
    open_post_office,
    people,
)

MAILS_PER_S = 100.0
CANCELLED_WITHIN_S, CANCELLED_FOR = 120.0, 10_000
PEAK_MB = 384.0  # what a container of the service may take
INBOX_P99_MS = 250.0
READ_PER_S, READ_FOR_S = 20, 15


def main() -> int:
    """Run and print; 1 when something is slower than asked, or not exactly once."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is then stopped
    number = options.cancel or options.mails
    with open_post_office() as office:
        office.publish(people(number))
        office.wait_for_people(number)
        good = _call_off(office, number) if options.cancel else _mail(office, number)
        twice = [one for one, times in office.times_taken().items() if times > 1]
        if twice:
            print(f"{len(twice)} mails were taken more than once", file=sys.stderr)
    return 0 if good and not twice else 1


def _mail(office: PostOffice, number: int) -> bool:
    used = processor_seconds(office.service.pid)
    office.publish(expiring_certificates(number))
    office.wait_for_mails(number)
    used = processor_seconds(office.service.pid) - used
    taken = [when for when, *_ in office.mails()]
    rate = (len(taken) - 1) / (taken[-1] - taken[0])
    print(f"{len(taken)} mails: {rate:.0f} a second", end=", ")
    print(f"{used / len(taken) * 1000:.1f} ms of processor each, {memory(office.service.pid)}")
    readers = [f"E{index % number}" for index in range(READ_PER_S * READ_FOR_S)]
    print(f"inbox, nothing to send: {spread(office.read_inboxes(readers, READ_PER_S))}")
    with office.stalling():
        office.publish(expiring_certificates(min(number, 500)))
        time.sleep(2)
        while_stalled = spread(office.read_inboxes(readers, READ_PER_S))
    print(f"inbox, while the mail server stalls: {while_stalled}")
    return rate >= MAILS_PER_S and while_stalled["p99_ms"] < INBOX_P99_MS


def _call_off(office: PostOffice, number: int) -> bool:
    began = time.monotonic()
    used = processor_seconds(office.service.pid)
    office.publish([a_cancellation(number)])
    office.wait_for_mails(number)
    used = processor_seconds(office.service.pid) - used
    told = {whom for _, whom, _ in office.mails()}
    seconds = max(when for when, *_ in office.mails()) - began
    found = memory(office.service.pid)
    print(f"{len(told)} people told of one cancellation in {seconds:.1f} s", end=", ")
    print(f"{used / number * 1000:.1f} ms of processor each, {found}")
    limit = CANCELLED_WITHIN_S * max(1.0, number / CANCELLED_FOR)
    return len(told) == number and seconds < limit and found["peak_mb"] < PEAK_MB


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mailing", description=__doc__)
    parser.add_argument("--mails", type=int, default=3000)
    parser.add_argument("--cancel", type=int, default=0, help="call off an offering of so many")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
