"""The port for machines: what an operator's checks and Prometheus learn from a service."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from tests import servers
from tests.e2e import broker, office
from tests.e2e.office import Office
from tests.e2e.system import SERVICES, System, wait_until

HR_QUEUE = "notification.hr.events.v1"


def health(port: int) -> tuple[int, dict[str, bool]]:
    """(status code, what is so)"""
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def gauge(port: int, name: str, **labels: str) -> float:
    """One value of /metrics; nan where it is not shown."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as response:
        families = list(text_string_to_metric_families(response.read().decode()))
    found = [
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and sample.labels.items() >= labels.items()
    ]
    return sum(found) if found else float("nan")


def test_health_is_good_as_long_as_a_service_consumes(system: System, free_port: int):
    system.start("notification", HTTP_PORT=str(free_port))

    assert health(free_port) == (
        200,
        {"notification consumes": True, "notification database": True},
    )


def test_held_parked_and_the_age_of_a_queue_are_shown(system: System, free_port: int):
    system.start("notification", HTTP_PORT=str(free_port), BATCH_SIZE="10")
    unreadable = broker.event("hr.events", "employee.changed", {}, source="/e2e")
    unknown = broker.event(
        "enrolment.events",
        "enrolment.enrolled",
        {
            "enrolment_id": "e-1",
            "employee_id": "nobody-yet",
            "offering_id": "o-1",
            "programme_id": "p-1",
            "title": "Pelayanan Prima",
        },
        source="/lontar/enrolment",
        sequence=1,
    )

    broker.publish(system.amqp_uri, [unreadable, unknown])

    wait_until(lambda: gauge(free_port, "lontar_parked_messages") == 1, "a parked message")
    wait_until(lambda: gauge(free_port, "lontar_held_messages") == 1, "a held message")
    assert gauge(free_port, "lontar_outbox_refused") == 0

    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    old = [office.employee_changed(f"pegawai-{n}") for n in range(2000)]
    old = [broker.aged(message, hour_ago) for message in old]
    broker.publish(system.amqp_uri, old)
    wait_until(
        lambda: gauge(free_port, "lontar_queue_age_seconds", queue=HR_QUEUE) >= 3600,
        "an old queue",
        every=0.01,
    )
    wait_until(
        lambda: gauge(free_port, "lontar_queue_age_seconds", queue=HR_QUEUE) == 0, "no queue"
    )
    assert gauge(free_port, "lontar_messages_total", queue=HR_QUEUE, outcome="applied") == 2000


def test_health_and_the_backlog_tell_that_the_broker_is_away(
    private_rabbitmq: servers.RabbitMQ,
    fresh_database: Callable[[str], str],
    free_port: int,
    tmp_path: Path,
):
    databases = {name: fresh_database(name) for name in SERVICES}
    with System(private_rabbitmq.uri, databases, tmp_path) as system:
        system.migrate()
        system.start("enrolment")
        system.start("evaluation", HTTP_PORT=str(free_port))
        people = Office(private_rabbitmq.uri)
        (learner,) = people.new_learners(1)
        people.introduce([learner])
        office.wait_until_known(system, "enrolment", [learner])
        (trained,) = people.enrol([learner], class_size=1)
        people.complete(trained)
        wait_until(lambda: system.count("evaluation", "evaluation") == 5, "evaluations")
        office.wait_until_relayed(system, "evaluation")
        assert gauge(free_port, "lontar_outbox_rows") == 0

        private_rabbitmq.stop()
        # time goes by: behaviour is asked for
        system.rows(
            "evaluation", "update evaluation set next_at = now(), opens_at = now() where level = 3"
        )

        wait_until(lambda: health(free_port)[0] == 503, "a bad health", every=0.2)
        assert health(free_port)[1] == {
            "evaluation consumes": False,
            "evaluation database": True,
        }
        wait_until(lambda: gauge(free_port, "lontar_outbox_rows") > 0, "backlog", every=0.2)
        wait_until(lambda: gauge(free_port, "lontar_outbox_oldest_seconds") > 1, "age", every=0.2)
        private_rabbitmq.start()
        wait_until(lambda: health(free_port)[0] == 200, "a good health", every=0.2)
        wait_until(lambda: gauge(free_port, "lontar_outbox_rows") == 0, "no backlog", every=0.2)
