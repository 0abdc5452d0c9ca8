"""(b) The chain with no framework; its front door is a plain function."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

import psycopg2

from bench.baselines.raw.enrolment import complete_offering
from bench.drivers import baseline
from bench.servers import Addresses
from bench.world import TrainedClass


class Raw:
    """Outbox, inbox, quorum queues, batches, pipelined confirms."""

    key = "b"
    title = "no framework"
    queues = (
        "evaluation.enrolment.events.v1",
        "notification.enrolment.events.v1",
        "notification.evaluation.events.v1",
    )
    queries = baseline.QUERIES

    def command(self, service: str) -> list[str]:
        return ["-m", "bench.baselines.raw", service]

    def prepare(self, addresses: Addresses) -> None:
        baseline.make_tables(addresses, "road")

    def enrol(self, addresses: Addresses, classes: Sequence[TrainedClass]) -> None:
        baseline.enrol(addresses, classes)

    @contextmanager
    def caller(self, addresses: Addresses) -> Iterator[Callable[[TrainedClass], None]]:
        with closing(psycopg2.connect(addresses.databases["enrolment"])) as connection:

            def complete(trained: TrainedClass) -> None:
                answer = complete_offering(
                    connection, str(trained.offering_id), trained.completed_at, trained.results
                )
                assert answer["completed"] == len(trained.learners), answer

            yield complete
