"""What the bench needs of an implementation of the chain."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from bench.records import Queries
from bench.servers import Addresses
from bench.world import TrainedClass


class Implementation(Protocol):
    """One way to build the chain of three services."""

    key: str  # one letter, of --only
    title: str
    queues: tuple[str, ...]  # what it leaves on a broker
    queries: Queries

    def command(self, service: str) -> list[str]:
        """The arguments of Python that start a service on AMQP_URI and DATABASE_URL."""

    def prepare(self, addresses: Addresses) -> None:
        """Make the tables; no service runs yet."""

    def enrol(self, addresses: Addresses, classes: Sequence[TrainedClass]) -> None:
        """Make the classes and their learners known, ready to be completed; services run."""

    def caller(
        self, addresses: Addresses
    ) -> AbstractContextManager[Callable[[TrainedClass], None]]:
        """The front door as one caller has it: completes a class, returns when it is committed."""
