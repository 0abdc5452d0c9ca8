"""What HR and an office do, by the contract alone: events with confirms, and calls."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError
from nameko.exceptions import RemoteError, RpcTimeout
from nameko.standalone.rpc import ServiceRpcProxy

from tests.e2e import broker
from tests.e2e.system import System, wait_until

OFFICER = "atasan-00"
SUPERVISORS = tuple(f"atasan-{number:02}" for number in range(20))
REFUSALS = ("ValidationError", "NotFound", "Conflict", "Forbidden")

_PROGRAMME = {
    "title": "Pelayanan Prima di Loket",
    "kind": "training",
    "learning_hours": 12,
    "competencies": ["pelayanan_publik"],
    "cost_per_participant": 0,
}
_LONG_AGO, _LATELY = timedelta(days=100), timedelta(days=1)
_CALL_SECONDS, _INSIST_SECONDS = 10, 90


@dataclass(frozen=True)
class Learner:
    employee_id: str
    supervisor_id: str


@dataclass(frozen=True)
class TrainedClass:
    """An offering that took place.

    recorded_late   so long ago that supervisors are asked at once as well
    """

    learners: tuple[Learner, ...]
    ended_at: datetime
    recorded_late: bool
    offering_id: str
    request_id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def completion(self) -> dict[str, Any]:
        """The arguments of complete_offering."""
        return {
            "offering_id": self.offering_id,
            "completed_at": (self.ended_at + timedelta(minutes=5)).isoformat(),
            "results": [
                {"employee_id": one.employee_id, "passed": True, "score": 80}
                for one in self.learners
            ],
        }


def call(amqp_uri: str, service: str, method: str, **arguments: Any) -> Any:
    """One call by a stock client. Raises RemoteError with the contract's errors."""
    with ServiceRpcProxy(service, {"AMQP_URI": amqp_uri}, timeout=_CALL_SECONDS) as proxy:
        return getattr(proxy, method)(**arguments)


def insist(amqp_uri: str, service: str, method: str, **arguments: Any) -> Any:
    """Call until it is answered, with one request_id: a service or a server may be away."""
    arguments = {"request_id": str(uuid4()), **arguments}
    deadline = time.monotonic() + _INSIST_SECONDS
    while True:
        try:
            return call(amqp_uri, service, method, **arguments)
        except (OSError, AMQPError, KombuError, RpcTimeout, RemoteError) as error:
            refused = isinstance(error, RemoteError) and error.exc_type in REFUSALS
            if refused or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


class Office:
    """Learners are numbered on, so that each is in one class only."""

    def __init__(self, amqp_uri: str):
        self._amqp_uri = amqp_uri
        self._learners = 0
        self._programme_id: str | None = None

    def introduce(self, learners: Sequence[Learner]) -> None:
        """HR tells of the learners and of everybody who supervises them."""
        told = [(one, None) for one in SUPERVISORS]
        told += [(one.employee_id, one.supervisor_id) for one in learners]
        broker.publish(self._amqp_uri, [employee_changed(*one) for one in told])

    def new_learners(self, count: int) -> list[Learner]:
        numbers = range(self._learners, self._learners + count)
        self._learners += count
        return [Learner(f"pegawai-{n:05}", SUPERVISORS[n % len(SUPERVISORS)]) for n in numbers]

    def enrol(self, learners: Sequence[Learner], class_size: int) -> list[TrainedClass]:
        """Schedule past offerings for all of them, every fifth long ago, and nominate."""
        return [
            self._class(tuple(learners[start : start + class_size]), start // class_size % 5 == 0)
            for start in range(0, len(learners), class_size)
        ]

    def complete(self, trained: TrainedClass) -> None:
        """Insist on recording the completions of a class."""
        answer = insist(
            self._amqp_uri,
            "enrolment",
            "complete_offering",
            request_id=trained.request_id,
            **trained.completion,
        )
        assert answer == {"completed": len(trained.learners), "not_completed": 0}

    def _class(self, learners: tuple[Learner, ...], recorded_late: bool) -> TrainedClass:
        if self._programme_id is None:
            saved = self._insist("save_programme", **_PROGRAMME)
            self._programme_id = saved["programme_id"]
        ended_at = datetime.now(UTC) - (_LONG_AGO if recorded_late else _LATELY)
        starts_at = ended_at - timedelta(hours=6)
        scheduled = self._insist(
            "schedule_offering",
            programme_id=self._programme_id,
            meetings=[{"starts_at": starts_at.isoformat(), "ends_at": ended_at.isoformat()}],
            capacity=len(learners),
            min_participants=1,
        )
        answers = self._insist(
            "nominate",
            offering_id=scheduled["offering_id"],
            employee_ids=[one.employee_id for one in learners],
            nominated_by=OFFICER,
        )
        assert {one["status"] for one in answers} == {"enrolled"}, answers
        return TrainedClass(learners, ended_at, recorded_late, scheduled["offering_id"])

    def _insist(self, method: str, **arguments: Any) -> Any:
        return insist(self._amqp_uri, "enrolment", method, **arguments)


def employee_changed(
    employee_id: str, supervisor_id: str | None = None, **facts: Any
) -> broker.Message:
    """HR's message about a person who gets no mail."""
    data = {
        "employee_id": employee_id,
        "name": f"Pegawai {employee_id}",
        "unit_id": "kelurahan-01",
        "position": "Pranata pelayanan",
        "supervisor_id": supervisor_id,
        "email": None,
        "employment": "PNS",
        "active": True,
        "changed_at": datetime.now(UTC).isoformat(),
        "roles": ["officer"] if employee_id == OFFICER else [],
    }
    return broker.event("hr.events", "employee.changed", data | facts, source="/e2e/hr")


def learners_of(classes: Iterable[TrainedClass]) -> list[Learner]:
    return [learner for each in classes for learner in each.learners]


def wait_until_known(system: System, service: str, learners: Sequence[Learner]) -> None:
    """Until a service has heard of all learners. Raises TimeoutError."""
    table = "person" if service == "notification" else "employee"
    names = ", ".join(f"'{one.employee_id}'" for one in learners)
    known = f"{table} where employee_id in ({names})"
    wait_until(lambda: system.count(service, known) == len(learners), f"whole roster in {service}")


def wait_until_relayed(system: System, service: str) -> None:
    """Until the outbox of a service is empty. Raises TimeoutError."""
    wait_until(lambda: system.count(service, "outbox") == 0, f"empty outbox of {service}")
