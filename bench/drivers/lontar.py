"""(c) Lontar's services as a user runs them: set up and driven by the contract alone."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
from amqp import Message
from nameko.standalone.rpc import ServiceRpcProxy

from bench.drivers import rpc
from bench.records import COMMITTED, Queries
from bench.servers import SERVICES, Addresses, channel, execute
from bench.world import PROGRAMME, SUPERVISORS, Person, TrainedClass, learners_of, supervisors

OFFICER = SUPERVISORS[0]
SET_UP_LIMIT = 600  # seconds; each seat is a mail too, and mails take their time
QUIET_LOOKS = 4  # in a row, half a second apart, without work in sight

ABOUT = "about in ('training.completed', 'evaluation.scheduled')"

ROSTERS = {"enrolment": "employee", "evaluation": "employee", "notification": "person"}

# The delivery worker changes a message's row once it is sent, and with it the commit time that
# the row shows; a witness, written in the message's own transaction, keeps the first one.
WITNESS = """
    create schema bench;
    create table bench.witness (employee_id text not null, about text not null);
    create function bench.remember() returns trigger language plpgsql as $$
    begin
        insert into bench.witness select employee_id, about from fresh;
        return null;
    end $$;
    create trigger bench_witness after insert on message
        referencing new table as fresh for each statement execute function bench.remember();
"""


class Lontar:
    """Three processes on RabbitMQ and PostgreSQL."""

    key = "c"
    title = "Lontar"
    queues = (
        "rpc-enrolment",
        "rpc-evaluation",
        "rpc-notification",
        "lontar.dead",
        *(f"{service}.dead.v1" for service in SERVICES),
        "enrolment.hr.events.v1",
        "enrolment.evaluation.events.v1",
        "evaluation.hr.events.v1",
        "evaluation.enrolment.events.v1",
        "notification.hr.events.v1",
        "notification.enrolment.events.v1",
        "notification.evaluation.events.v1",
    )
    queries = Queries(
        completed=f"select employee_id, {COMMITTED.format(table='enrolment')}"
        " from enrolment where status = 'completed'",
        certificates="select employee_id from certificate join enrolment using (enrolment_id)",
        hours="select employee_id from hours_entry",
        evaluations="select employee_id from evaluation join schedule using (enrolment_id)",
        messages=f"select employee_id, about, {COMMITTED.format(table='witness')}"
        f" from bench.witness where {ABOUT}",
        # the delivery worker is at work, as a user runs it: a delivery counts in every state
        deliveries="select employee_id, about from delivery join message using (notification_id)"
        f" where {ABOUT}",
        count_messages=f"select count(*) from bench.witness where {ABOUT}",
    )

    def __init__(self) -> None:
        self._programme_id: str | None = None
        self._offerings: dict[UUID, str] = {}  # the bench's id of a class -> Lontar's

    def command(self, service: str) -> list[str]:
        return ["-m", f"services.{service}"]

    def prepare(self, addresses: Addresses) -> None:
        self._programme_id = None
        for service in SERVICES:
            subprocess.run(
                [sys.executable, *self.command(service), "migrate"],
                env={**os.environ, **addresses.environment(service)},
                check=True,
                timeout=SET_UP_LIMIT,
            )
        execute(addresses.databases["notification"], WITNESS)

    def enrol(self, addresses: Addresses, classes: Sequence[TrainedClass]) -> None:
        """HR makes the people known; an officer schedules the classes and nominates."""
        people = [*supervisors(), *learners_of(classes)]
        tell_hr(addresses.amqp_uri, people)
        self._wait_until_known(addresses, people)
        config = {"AMQP_URI": addresses.amqp_uri}
        with ServiceRpcProxy("enrolment", config, timeout=rpc.CALL_LIMIT) as enrolment:
            if self._programme_id is None:
                answer = enrolment.save_programme(**PROGRAMME, cost_per_participant=0)
                self._programme_id = answer["programme_id"]
            for each in classes:
                self._offerings[each.offering_id] = self._schedule(enrolment, each)
                nominate(enrolment, self._offerings[each.offering_id], each)
        self._wait_until_quiet(addresses)

    def caller(
        self, addresses: Addresses
    ) -> AbstractContextManager[Callable[[TrainedClass], None]]:
        return rpc.caller(addresses.amqp_uri, lambda trained: self._offerings[trained.offering_id])

    def _schedule(self, enrolment, each: TrainedClass) -> str:
        meeting = {"starts_at": each.starts_at.isoformat(), "ends_at": each.ends_at.isoformat()}
        answer = enrolment.schedule_offering(
            programme_id=self._programme_id,
            meetings=[meeting],
            capacity=len(each.learners),
            min_participants=1,
        )
        return answer["offering_id"]

    def _wait_until_known(self, addresses: Addresses, people: Sequence[Person]) -> None:
        """Until each service has heard of these people. Raises TimeoutError."""
        ids = ", ".join(f"('{person.employee_id}')" for person in people)
        deadline = time.monotonic() + SET_UP_LIMIT
        for service, table in ROSTERS.items():
            unknown = (
                f"select count(*) from (values {ids}) as told (employee_id)"
                f" left join {table} using (employee_id) where changed_at is null"
            )
            while execute(addresses.databases[service], unknown)[0][0]:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{service} has not heard of everybody")
                time.sleep(0.2)

    def _wait_until_quiet(self, addresses: Addresses) -> None:
        """Until the set-up's own events and messages are through. Raises TimeoutError."""
        deadline = time.monotonic() + SET_UP_LIMIT
        quiet = 0
        with channel(addresses.amqp_uri) as broker:
            while quiet < QUIET_LOOKS:
                if time.monotonic() > deadline:
                    raise TimeoutError("the set-up's events are not through")
                quiet = 0 if self._has_work(broker, addresses) else quiet + 1
                time.sleep(0.5)

    def _has_work(self, broker, addresses: Addresses) -> bool:
        """Whether a queue or an outbox holds anything, an event is set aside, a mail is due."""
        queues = [queue for queue in self.queues if ".events." in queue]
        if any(broker.queue_declare(queue, passive=True).message_count for queue in queues):
            return True
        left = "select exists (select from outbox) or exists (select from waiting)"
        due = "select exists (select from delivery where next_at is not null)"
        if execute(addresses.databases["notification"], due)[0][0]:
            return True
        return any(execute(url, left)[0][0] for url in addresses.databases.values())


def nominate(enrolment, offering_id: str, each: TrainedClass) -> None:
    """Enrol the class. Raises RuntimeError unless everybody has a seat."""
    people = [person.employee_id for person in each.learners]
    answers = enrolment.nominate(offering_id=offering_id, employee_ids=people, nominated_by=OFFICER)
    if refused := [answer for answer in answers if answer["status"] != "enrolled"]:
        raise RuntimeError(f"{len(refused)} learners have no seat, such as {refused[0]}")


def tell_hr(amqp_uri: str, people: Sequence[Person]) -> None:
    """Publish employee.changed for each, as HR would."""
    now = datetime.now(UTC).isoformat()
    unconfirmed = set(range(1, len(people) + 1))

    def confirmed(tag: int, multiple: bool) -> None:
        unconfirmed.difference_update(range(1, tag + 1) if multiple else [tag])

    with channel(amqp_uri) as broker:
        broker.confirm_select()  # a broker may drop what nobody waits for when the channel closes
        broker.events["basic_ack"].add(confirmed)
        for person in people:
            headers = {
                "ce-specversion": "1.0",
                "ce-id": str(uuid4()),
                "ce-type": "employee.changed",
                "ce-source": "/bench/hr",
            }
            message = Message(
                msgspec.json.encode(_employee(person, now)),
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                application_headers=headers,
            )
            broker._basic_publish(message, "hr.events", "employee.changed")
        while unconfirmed:
            broker.connection.drain_events(timeout=SET_UP_LIMIT)


def _employee(person: Person, changed_at: str) -> dict:
    return {
        "employee_id": person.employee_id,
        "name": person.name,
        "unit_id": person.unit_id,
        "position": "Pranata pelayanan",
        "supervisor_id": person.supervisor_id,
        "email": person.email,
        "employment": "PNS",
        "active": True,
        "changed_at": changed_at,
        "language": person.language,
        "roles": ["officer"] if person.employee_id == OFFICER else [],
    }
