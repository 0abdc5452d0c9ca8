"""A process at work tells operators how it is, and tries again what they say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nameko.testing.services import entrypoint_hook

from shared.launcher.process import Process
from shared.service.operator_calls import OperatorCalls
from tests import servers
from tests.integration.messaging.installation import Installation, until
from tests.integration.messaging.test_servers_away import installed
from tests.integration.messaging.witness import Witness
from tests.integration.road.junction import a_unit, an_employee

ALL_WELL = dict.fromkeys(("database", "bus", "consumes", "relay"), True)


class LookedAfter(Witness, OperatorCalls):
    name = "witness"


def ask(process: Process, call: str, **arguments: Any) -> Any:
    (container,) = process._containers
    with entrypoint_hook(container, call) as answer:
        return answer(**arguments)


def test_a_process_says_that_all_is_well_and_that_it_relays(place: Installation) -> None:
    with place.running(LookedAfter) as process:
        until(lambda: ask(process, "get_health")["relay"]["here"])

        health = ask(process, "get_health")

        assert health["checks"] == ALL_WELL
        assert health["relay"] == {"here": True, "trouble": None}
        assert (health["outbox"], health["held"], health["parked"]) == (0, 0, 0)


def test_what_an_operator_retries_is_applied_once_its_reason_is_gone(place: Installation) -> None:
    with place.running(LookedAfter) as process:
        place.tell(a_unit("U1", head_id="E1"))
        until(lambda: ask(process, "get_health")["parked"] == 1)
        (parked,) = ask(process, "list_parked", event="unit.changed")["items"]
        assert parked["attempts"] == 3
        assert "'E1' is not known here yet" in parked["reason"]
        place.tell(an_employee("E1"))
        until(lambda: place.subjects("employee.changed") == ["E1"])
        assert place.subjects("unit.changed") == []

        ask(process, "retry_parked", parked_id=parked["parked_id"], retried_by="P05")

        until(lambda: place.subjects("unit.changed") == ["U1"])
        assert ask(process, "list_parked")["items"] == []


def test_health_says_that_the_bus_is_away_and_that_it_is_back(
    fresh_database: Callable[[str], str], tmp_path: Path
) -> None:
    with (
        servers.RabbitMQ() as broker,
        installed(fresh_database("witness"), broker.uri, tmp_path) as place,
        place.running(LookedAfter) as process,
    ):
        broker.stop()
        place.tell(an_employee("E1"))
        until(lambda: not ask(process, "get_health")["checks"]["relay"])
        health = ask(process, "get_health")
        assert health["checks"] == ALL_WELL | {"bus": False, "consumes": False, "relay": False}
        assert health["relay"]["trouble"]
        assert health["outbox"] == 1

        broker.restart()

        until(lambda: ask(process, "get_health")["checks"] == ALL_WELL)
        until(lambda: ask(process, "get_health")["outbox"] == 0)
