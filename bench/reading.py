"""Measure get_enrolment over RPC with a million enrolments stored: python -m bench.reading.

One enrolment service in a process of its own, as a user runs it, on a private RabbitMQ and
PostgreSQL. The table is filled by SQL. Calls begin on a fixed beat, whether earlier ones have been
answered or not, and each is timed from its beat: who waits for a late one counts as late too.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import amqp

from bench.measure import memory, processor_seconds, spread
from bench.processes import Service, running
from bench.servers import channel, execute
from tests.servers import PostgreSQL, RabbitMQ, create_database

SEATS = 100  # enrolments in each offering
LIMIT_MS = 50.0
CALL_LIMIT = 10  # seconds
EXCHANGE, ROUTING_KEY = "nameko-rpc", "enrolment.get_enrolment"

FILL = """
    insert into programme (programme_id, title, kind, learning_hours, competencies,
        cost_per_participant, prerequisites, cost_per_offering, travel_cost_per_day, version)
    values ('P', 'Pelayanan prima', 'training', 20, '[]', 0, '[]', 0, 0, 1);
    insert into programme_version (programme_id, version, title, kind, learning_hours, competencies,
        cost_per_participant, prerequisites, cost_per_offering, travel_cost_per_day)
    values ('P', 1, 'Pelayanan prima', 'training', 20, '[]', 0, '[]', 0, 0);
    insert into offering (offering_id, programme_id, programme_version, meetings, starts_at,
        ends_at, capacity, min_participants, resource_ids, travel_days_before, travel_days_after,
        status, last_queue_number, version)
    select 'O' || number, 'P', 1, '[]', now(), now(), {seats}, 0, '[]', 0, 0, 'scheduled', 0, 1
    from generate_series(0, {enrolments} / {seats}) as number;
    insert into enrolment (enrolment_id, offering_id, programme_id, employee_id, title, status,
        approver_id, requested_by, decided_by, cancelled_late, version)
    select {enrolment_id}, 'O' || number / {seats}, 'P', 'E' || number, 'Pelayanan prima',
        'enrolled', 'E1', 'E' || number, 'E1', false, 3
    from generate_series(0, {enrolments} - 1) as number;
"""
ENROLMENT_ID = "md5(number::text)::uuid::text"  # in no order, so that every page is as likely


def main() -> int:
    """Run and print; 1 when it is slower than it must be."""
    options = _options()
    with RabbitMQ() as broker, PostgreSQL() as server:
        url = create_database(server.url, "enrolment")
        with tempfile.TemporaryDirectory() as folder, _service(broker.uri, url, folder) as service:
            _fill(url, options.enrolments)
            wanted = _some_ids(url, options)
            used = processor_seconds(service.pid)
            seconds = _call(broker.uri, wanted, options)
            used = processor_seconds(service.pid) - used
            found = spread(seconds)
            print(f"{options.enrolments:,} enrolments, {options.rate}/s for {options.seconds} s")
            print(f"get_enrolment: {found}")
            print(f"{used / len(seconds) * 1000:.1f} ms of processor each, {memory(service.pid)}")
    return 0 if found["p99_ms"] < LIMIT_MS else 1


@contextmanager
def _service(amqp_uri: str, url: str, folder: str) -> Iterator[Service]:
    environment = {"AMQP_URI": amqp_uri, "DATABASE_URL": url, "DATA_DIR": folder, "HTTP_PORT": "0"}
    command = ["-m", "services.enrolment"]
    subprocess.run(
        [sys.executable, *command, "migrate"], env={**os.environ, **environment}, check=True
    )
    service = Service("enrolment", command, environment, Path(folder) / "enrolment.log")
    with running([service]):
        yield service


def _fill(url: str, enrolments: int) -> None:
    facts = {"seats": SEATS, "enrolments": enrolments, "enrolment_id": ENROLMENT_ID}
    execute(url, FILL.format(**facts))
    execute(url, "vacuum analyze enrolment")


def _some_ids(url: str, options: argparse.Namespace) -> list[str]:
    """One for each call, anywhere in the table."""
    calls = options.rate * options.seconds
    numbers = ", ".join(f"({random.randrange(options.enrolments)})" for _ in range(calls))
    rows = execute(url, f"select {ENROLMENT_ID} from (values {numbers}) as wanted (number)")
    return [row[0] for row in rows]


def _call(amqp_uri: str, wanted: list[str], options: argparse.Namespace) -> list[float]:
    """Seconds of each call, from its beat; the first second warms up and does not count."""
    with channel(amqp_uri) as asking, channel(amqp_uri) as listening:
        answers = _Answers(listening, len(wanted))
        thread = threading.Thread(target=answers.wait)
        thread.start()
        began = time.monotonic() + 0.5
        for beat, enrolment_id in enumerate(wanted):
            time.sleep(max(0.0, began + beat / options.rate - time.monotonic()))
            asking.basic_publish(answers.call(beat, enrolment_id), EXCHANGE, ROUTING_KEY)
        thread.join()
    ended = answers.ended
    if answers.failed or None in ended:
        raise SystemExit(f"{ended.count(None)} calls without an answer; {answers.failed}")
    seconds = [end - (began + beat / options.rate) for beat, end in enumerate(ended) if end]
    return seconds[options.rate :]


class _Answers:
    """nameko's answers on a queue of our own, as any AMQP client has one."""

    def __init__(self, listening: amqp.Channel, calls: int):
        self.ended: list[float | None] = [None] * calls
        self.failed: str | None = None
        self._open = calls
        self._listening = listening
        self._queue = f"bench.reading.{uuid4()}"
        listening.queue_declare(self._queue, exclusive=True)
        listening.queue_bind(self._queue, EXCHANGE, self._queue)
        listening.basic_consume(self._queue, no_ack=True, callback=self._take)

    def call(self, beat: int, enrolment_id: str) -> amqp.Message:
        body = json.dumps({"args": [], "kwargs": {"enrolment_id": enrolment_id}})
        return amqp.Message(
            body,
            content_type="application/json",
            content_encoding="utf-8",
            reply_to=self._queue,
            correlation_id=str(beat),
        )

    def wait(self) -> None:
        """Until every call has its answer, or none came for a while."""
        with suppress(TimeoutError):
            while self._open:
                self._listening.connection.drain_events(timeout=CALL_LIMIT)

    def _take(self, message: amqp.Message) -> None:
        self.ended[int(message.properties["correlation_id"])] = time.monotonic()
        self._open -= 1
        if error := json.loads(message.body)["error"]:
            self.failed = str(error)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--enrolments", type=int, default=1_000_000)
    parser.add_argument("--rate", type=int, default=100, help="calls a second")
    parser.add_argument("--seconds", type=int, default=30)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
