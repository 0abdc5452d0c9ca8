"""Kills services in the middle of their work, and keeps the evidence that it was the middle."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import eventlet
from eventlet.queue import LightQueue

from tests.e2e.office import Office, TrainedClass
from tests.e2e.system import SERVICES, System, wait_until

_OFFICES = 3
_LONGEST_PAUSE = 0.03  # s


class Feeder:
    """Some offices that complete the classes they are given, and insist on an answer."""

    def __init__(self, office: Office, classes: Sequence[TrainedClass]):
        self._office = office
        self._kept_back = list(classes)
        self._given: LightQueue = LightQueue()
        self._calls = 0
        self._failure: Exception | None = None

    @property
    def calls(self) -> int:
        """Calls that were made and are not answered."""
        return self._calls

    @property
    def kept_back(self) -> int:
        """Classes that nobody has been given yet."""
        return len(self._kept_back)

    @property
    def is_idle(self) -> bool:
        return not self._calls and self._given.empty()

    def check(self) -> None:
        """Raise what an office could not make its peace with."""
        if self._failure:
            raise self._failure

    def give(self, count: int) -> None:
        """Let the offices complete the next classes."""
        for each in self._kept_back[:count]:
            self._given.put(each)
        del self._kept_back[:count]

    @contextmanager
    def working(self) -> Iterator[None]:
        """Offices at work; what fails them fails the block."""
        offices = [eventlet.spawn(self._work) for _ in range(_OFFICES)]
        try:
            yield
            for _ in offices:
                self._given.put(None)
            for each in offices:
                each.wait()
            self.check()
        finally:
            for each in offices:
                each.kill()

    def _work(self) -> None:
        while (trained := self._given.get()) is not None:
            self._calls += 1
            try:
                self._office.complete(trained)
            except Exception as error:
                self._failure = error
                return
            self._calls -= 1


@dataclass(frozen=True)
class Progress:
    """Of one service: what it has done since the set-up, and what is left for it to do."""

    done: int
    left: int


@dataclass(frozen=True)
class Kill:
    """What a service had done since its start, and what was left when it was dead."""

    service: str
    done: int
    left: int

    @property
    def hit_work(self) -> bool:
        return self.done > 0 and self.left > 0


class Killer:
    """Kills whoever is at work, at random, and starts it again at once.

    batch       classes given at once, when there is nothing left to do
    most_done   what a service may have done since its last death when it is due to die again
    """

    def __init__(
        self, system: System, feeder: Feeder, random: Random, *, batch: int, most_done: int
    ):
        self._system = system
        self._feeder = feeder
        self._random = random
        self._batch = batch
        self._most_done = most_done
        self._done_before = dict.fromkeys(SERVICES, 0)
        self.kills: list[Kill] = []

    @property
    def hits(self) -> int:
        """Kills that hit a service at work."""
        return sum(kill.hit_work for kill in self.kills)

    def kill_one(self, *among: str) -> None:
        """Wait until a service works, kill it a moment later, start it again."""
        victim = self._random.choice(among or SERVICES)
        self._wait_until_it_works(victim)
        eventlet.sleep(self._random.uniform(0, _LONGEST_PAUSE))
        self._system.kill(victim)
        now = self.progress(victim)
        self.kills.append(Kill(victim, now.done - self._done_before[victim], now.left))
        self._done_before[victim] = now.done
        self._system.spawn(victim)

    def keep_busy(self, service: str) -> None:
        """Give more only when a service has nothing left: the work must outlast the kills."""
        if self._feeder.is_idle and not self.progress(service).left:
            self._feeder.give(self._batch)

    def work_is_left(self) -> bool:
        """Whether any service has something to do."""
        return any(self.progress(name).left for name in SERVICES)

    def progress(self, service: str) -> Progress:
        """A completion is done by enrolment when it left for the bus, by evaluation when it is
        scheduled and has left, by notification when both its messages are stored."""
        count = self._system.count
        if service == "enrolment":
            unsent = count("enrolment", "outbox")
            done = count("enrolment", "enrolment where status = 'completed'") - unsent
            return Progress(done, unsent + self._feeder.calls)
        if service == "evaluation":
            unsent = count("evaluation", "outbox")
            scheduled = count("evaluation", "schedule")
            return Progress(scheduled - unsent, self._completed() - scheduled + unsent)
        scheduled = count("evaluation", "schedule")
        told, asked = (count("notification", _ENROLMENTS_TOLD.format(one)) for one in _ABOUT)
        return Progress(told + asked, self._completed() - told + scheduled - asked)

    def _completed(self) -> int:
        return self._system.count("enrolment", "enrolment where status = 'completed'")

    def _wait_until_it_works(self, victim: str) -> None:
        enough = self._done_before[victim] + self._random.randint(1, self._most_done)

        def works() -> bool:
            self._system.check()
            self._feeder.check()
            self.keep_busy(victim)
            now = self.progress(victim)
            return now.done >= enough and now.left > 0

        wait_until(works, f"work of {victim}", lambda: self.progress(victim), every=0.005)


_ABOUT = ("training.completed", "evaluation.scheduled")
_ENROLMENTS_TOLD = "(select distinct subject_id from message where about = '{}') as told"
