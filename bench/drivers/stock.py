"""(a) The chain as stock nameko writes it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from bench.drivers import baseline, rpc
from bench.servers import Addresses
from bench.world import TrainedClass


class Stock:
    """EventDispatcher and event_handler; commit, then dispatch."""

    key = "a"
    title = "stock nameko"
    queues = (
        "rpc-enrolment",
        "evt-enrolment-training.completed--evaluation.schedule_evaluations",
        "evt-enrolment-training.completed--notification.congratulate",
        "evt-evaluation-evaluation.scheduled--notification.announce_evaluations",
    )
    queries = baseline.QUERIES

    def command(self, service: str) -> list[str]:
        return ["-m", "bench.baselines.stock", service]

    def prepare(self, addresses: Addresses) -> None:
        baseline.make_tables(addresses)

    def enrol(self, addresses: Addresses, classes: Sequence[TrainedClass]) -> None:
        baseline.enrol(addresses, classes)

    def caller(
        self, addresses: Addresses
    ) -> AbstractContextManager[Callable[[TrainedClass], None]]:
        return rpc.caller(addresses.amqp_uri, lambda trained: str(trained.offering_id))
