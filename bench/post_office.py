"""A notification service that mails to a local server, as a user runs it; for bench.mailing."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import amqp
from nameko.standalone.rpc import ClusterRpcProxy

from bench.processes import Service, running
from bench.servers import channel, execute
from shared.codec import encode, headers_of
from shared.events import Event
from shared.events.certificate import CertificateExpiring
from shared.events.enrolment import OfferingCancelled
from shared.events.hr import EmployeeChanged
from shared.ids import new_id
from tests.servers import PostgreSQL, RabbitMQ, create_database
from tests.servers.ports import free_port

STALL_LIMIT = 120  # seconds without a new mail or message


class PostOffice:
    """amqp_uri, url   of its broker and its database"""

    def __init__(self, amqp_uri: str, url: str, folder: Path, service: Service):
        self._amqp_uri = amqp_uri
        self._url = url
        self._mood, self._taken = folder / "stalls", folder / "taken"
        self.service = service

    def publish(self, events: Sequence[Event]) -> None:
        """As their publishers would."""
        with channel(self._amqp_uri) as broker:
            for event in events:
                headers = headers_of(
                    event, event_id=new_id(), source="/lontar/bench", sequence=1, traceparent=""
                )
                message = amqp.Message(
                    encode(event),
                    content_type="application/json",
                    delivery_mode=2,
                    application_headers=headers,
                )
                broker.basic_publish(message, event.exchange, event.event_name)
            broker.basic_qos(0, 1, False)  # answered once the broker has taken what came before

    def wait_for_people(self, number: int) -> None:
        """Until so many are known."""
        _wait(lambda: self._count("person"), number, self.service)

    def wait_for_mails(self, number: int) -> None:
        """Until the mail server has taken so many."""
        _wait(lambda: len(self.mails()), number, self.service)

    def mails(self) -> list[tuple[float, str, str]]:
        """(when, for whom, Message-ID) of every mail that was taken."""
        if not self._taken.exists():
            return []
        lines = (line.split() for line in self._taken.read_text().splitlines())
        return [(float(when), whom, message_id) for when, whom, message_id in lines]

    def times_taken(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(message_id for _, _, message_id in self.mails())

    @contextmanager
    def stalling(self) -> Iterator[None]:
        """The mail server answers nothing within the block."""
        self._mood.touch()
        yield
        self._mood.unlink()

    def read_inboxes(self, employee_ids: Sequence[str], rate: int) -> list[float]:
        """Seconds of each call, counted from its beat, so many a second."""
        seconds = []
        with ClusterRpcProxy({"AMQP_URI": self._amqp_uri}, timeout=60) as lontar:
            lontar.notification.list_notifications(employee_id=employee_ids[0])  # warms up
            began = time.monotonic()
            for number, one in enumerate(employee_ids):
                beat = began + number / rate
                time.sleep(max(0.0, beat - time.monotonic()))
                lontar.notification.list_notifications(employee_id=one)
                seconds.append(time.monotonic() - beat)
        return seconds

    def _count(self, table: str) -> int:
        return int(execute(self._url, f"select count(*) from {table}")[0][0])


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Private servers, one notification service, one mail server."""
    with RabbitMQ() as broker, PostgreSQL() as server, tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        url = create_database(server.url, "notification")
        environment = {
            "AMQP_URI": broker.uri,
            "DATABASE_URL": url,
            "DATA_DIR": name,
            "HTTP_PORT": "0",
            "SMTP_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_MODE": "live",
        }
        command = ["-m", "services.notification"]
        everything = {**os.environ, **environment}
        subprocess.run([sys.executable, *command, "migrate"], env=everything, check=True)
        paths = [str(folder / "stalls"), str(folder / "taken")]
        sink = ["-m", "bench.smtp_sink", str(port), *paths]
        mail = Service("smtp", sink, {}, folder / "smtp.log")
        service = Service("notification", command, environment, folder / "notification.log")
        with running([mail, service]):
            yield PostOffice(broker.uri, url, folder, service)


def people(number: int) -> list[Event]:
    """So many civil servants with an address."""
    now = datetime.now(UTC)
    return [
        EmployeeChanged(
            occurred_at=now,
            employee_id=f"E{index}",
            name=f"Pegawai {index}",
            unit_id="U1",
            position="Analis",
            supervisor_id=None,
            email=f"e{index}@alak.example",
            employment="PNS",
            active=True,
            changed_at=now,
        )
        for index in range(number)
    ]


def expiring_certificates(number: int) -> list[Event]:
    """One for each of these people."""
    now = datetime.now(UTC)
    return [
        CertificateExpiring(
            occurred_at=now,
            certificate_id=new_id(),
            code="8F3A-12CD-77E0",
            enrolment_id=new_id(),
            employee_id=f"E{index}",
            expires_at=now + timedelta(days=90),
        )
        for index in range(number)
    ]


def a_cancellation(number: int) -> Event:
    """Of one offering in which so many had a seat."""
    now = datetime.now(UTC)
    return OfferingCancelled(
        occurred_at=now,
        offering_id="O1",
        programme_id="P1",
        title="Pelayanan Prima",
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=8),
        venue="Aula",
        employee_ids=[f"E{index}" for index in range(number)],
        reason="narasumber sakit",
    )


def _wait(look, number: int, service: Service) -> None:
    """Raises SystemExit where nothing comes for a while."""
    seen, since = -1, time.monotonic()
    while (found := look()) < number:
        service.check()
        if found != seen:
            seen, since = found, time.monotonic()
        if time.monotonic() - since > STALL_LIMIT:
            raise SystemExit(f"{found} of {number}, and no more for {STALL_LIMIT} s")
        time.sleep(0.2)
