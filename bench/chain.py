"""What is measured: a class is completed, and every learner gets two messages for it.

An office calls complete_offering; enrolment commits the completions with their certificates and
learning hours; evaluation stores five evaluations for each; notification stores one message about
the completion and one about its evaluations.
"""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Barrier

from bench import measure, records, servers, world
from bench.drivers.implementation import Implementation
from bench.processes import LOGS, START_LIMIT, Service, running
from bench.world import TrainedClass

WARM_UP = 600  # completions that no figure counts
STALL_LIMIT = 60  # seconds without a new message
QUIET = 1.0  # seconds in which a late duplicate would show
LOOK = 0.3  # seconds between two looks at what is stored


@dataclass(frozen=True)
class Load:
    """What the office does."""

    completions: int  # of the backlog
    class_size: int  # learners
    callers: int  # at the front door at once
    seconds: float  # of the paced part
    rounds: int  # backlogs, one after another; the median counts


@dataclass(frozen=True)
class Done:
    """What came of some completions."""

    outcome: records.Outcome
    calls: list[float]  # duration of each call at the front door, in seconds
    processor_seconds: float


class Run:
    """One implementation on fresh servers, with everything it has stored so far."""

    def __init__(self, implementation: Implementation, load: Load, addresses, services):
        self._implementation = implementation
        self._load = load
        self._addresses = addresses
        self._services: Sequence[Service] = services
        self._classes = world.classes(load.class_size)
        self._people: set[str] = set()

    def warm_up(self) -> None:
        """Fill pools and caches, and give every table rows that the planner can count."""
        self._complete(-(-WARM_UP // self._load.class_size), 0)

    def backlog(self) -> dict:
        """As many completions as come in, at once; completions a second end to end."""
        done = self._complete(-(-self._load.completions // self._load.class_size), 0)
        completions, seconds = len(done.outcome.completed), done.outcome.duration()
        return {
            "completions": completions,
            "seconds": round(seconds, 2),
            "completions_per_s": round(completions / seconds, 1),
            "processor_ms_per_completion": round(done.processor_seconds / completions * 1000, 3),
            "call": measure.spread(done.calls),
        }

    def paced(self, completions_per_s: float) -> dict:
        """Classes at an even pace; completion committed until both messages stored."""
        pause = self._load.class_size / completions_per_s
        done = self._complete(max(5, round(self._load.seconds / pause)), pause)
        return {
            "completions": len(done.outcome.completed),
            "completions_per_s": round(completions_per_s, 1),
            **measure.spread(done.outcome.latencies()),
            "call": measure.spread(done.calls),
        }

    def processes(self) -> dict[str, dict]:
        """Memory of each service, and how long it took to start."""
        return {
            service.name: {
                **measure.memory(service.pid),
                "ready_s": round(service.ready_seconds, 2),
            }
            for service in self._services
        }

    def _complete(self, count: int, pause: float) -> "Done":
        """Complete so many new classes, one every pause seconds. Raises WrongOutcome."""
        classes = list(islice(self._classes, count))
        self._implementation.enrol(self._addresses, classes)
        servers.settle(self._addresses)
        people = {person.employee_id for person in world.learners_of(classes)}
        self._people |= people
        before = self._processor_seconds()
        calls = self._call(classes, pause)
        self._wait_for_messages()
        used = self._processor_seconds() - before
        outcome = records.read(self._addresses, self._implementation.queries, self._people)
        return Done(outcome.only(people), calls, used)

    def _call(self, classes: Sequence[TrainedClass], pause: float) -> list[float]:
        """Send the callers; a class is due every pause seconds whether or not others are slow."""
        waiting: SimpleQueue = SimpleQueue()
        for number, each in enumerate(classes):
            waiting.put((number * pause, each))
        start = Barrier(self._load.callers)

        def work() -> list[float]:
            with self._implementation.caller(self._addresses) as complete:
                start.wait(START_LIMIT)
                return list(_calls(complete, waiting, time.monotonic()))

        with ThreadPoolExecutor(self._load.callers) as callers:
            done = [callers.submit(work) for _ in range(self._load.callers)]
            return [seconds for each in done for seconds in each.result()]

    def _wait_for_messages(self) -> None:
        """Return when all messages are stored, and a moment later. Raises WrongOutcome."""
        wanted = len(self._people) * len(records.ABOUT)
        stored, changed = -1, time.monotonic()
        while stored < wanted:
            for service in self._services:
                service.check()
            found = records.count_messages(self._addresses, self._implementation.queries)
            if found != stored:
                stored, changed = found, time.monotonic()
            elif time.monotonic() > changed + STALL_LIMIT:
                raise records.WrongOutcome(f"{stored} of {wanted} messages, and no more come")
            time.sleep(LOOK)
        time.sleep(QUIET)

    def _processor_seconds(self) -> float:
        """Of the services and of ourselves: the front door of (b) is a function that we call."""
        pids = [os.getpid(), *(service.pid for service in self._services)]
        return sum(map(measure.processor_seconds, pids))


def _calls(complete, waiting: SimpleQueue, started: float) -> Iterator[float]:
    """Complete one class after another, each when it is due; how long each call took (s)."""
    while True:
        try:
            due, trained = waiting.get_nowait()
        except Empty:
            return
        time.sleep(max(0.0, started + due - time.monotonic()))
        called = time.monotonic()
        complete(trained)
        yield time.monotonic() - called


@contextmanager
def started(implementation: Implementation, load: Load) -> Iterator[Run]:
    """The three services of an implementation on servers of their own."""
    with servers.fresh(implementation.queues) as addresses:
        implementation.prepare(addresses)
        services = [
            Service(
                name,
                implementation.command(name),
                addresses.environment(name),
                LOGS / f"{implementation.key}-{name}.log",
            )
            for name in servers.SERVICES
        ]
        with running(services):
            yield Run(implementation, load, addresses, services)


def measured(implementation: Implementation, load: Load) -> dict:
    """All figures of one implementation, and how busy others kept the machine before it."""
    load_average = round(os.getloadavg()[0], 2)  # of one minute
    with started(implementation, load) as run:
        run.warm_up()
        rounds = [run.backlog() for _ in range(load.rounds)]
        backlog = sorted(rounds, key=lambda each: each["completions_per_s"])[load.rounds // 2]
        memory_after_backlog = run.processes()
        paced = run.paced(backlog["completions_per_s"] / 3)
        return {
            "title": implementation.title,
            "load_average_before": load_average,
            "backlog": backlog,
            "rounds_per_s": [each["completions_per_s"] for each in rounds],
            "paced": paced,
            "processes": run.processes(),
            "processes_after_backlog": memory_after_backlog,
        }
