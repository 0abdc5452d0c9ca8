"""Clients that know the contract and nothing of our code: stock nameko, and JavaScript."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from nameko.exceptions import RemoteError

from tests import servers
from tests.e2e import broker, office
from tests.e2e.office import Learner, Office, TrainedClass, call
from tests.e2e.system import Process, System, wait_until

CLOUD_EVENT = {
    "ce-specversion": "1.0",
    "ce-type": "training.completed",
    "ce-source": "/lontar/enrolment",
}


@pytest.fixture
def running(system: System) -> System:
    system.start()
    return system


@pytest.fixture
def stock_listener(running: System, tmp_path: Path) -> Iterator[Process]:
    arguments = ["-m", "tests.e2e.stock_listener", running.amqp_uri]
    listener = Process("stock_listener", arguments, tmp_path / "stock", {})
    try:
        listener.wait_for("stock_listener ready")
        yield listener
    finally:
        listener.kill()


def test_a_stock_event_handler_hears_what_a_stock_client_caused(
    running: System, stock_listener: Process
):
    trained = _completed_class(running, size=3)

    wait_until(lambda: len(_heard(stock_listener)) >= 3, "three events", stock_listener.lines)
    events = {one["employee_id"]: one for one in _heard(stock_listener)}

    assert events.keys() == {one.employee_id for one in trained.learners}
    for learner in trained.learners:
        told = events[learner.employee_id]
        assert told["offering_id"] == trained.offering_id
        assert told["supervisor_id"] == learner.supervisor_id
        verified = call(
            running.amqp_uri, "enrolment", "verify_certificate", code=told["certificate"]["code"]
        )
        assert verified["valid"]


def test_a_service_starts_where_a_stock_event_handler_declared_the_exchange_first(
    system: System, tmp_path: Path
):
    with broker.channel(system.amqp_uri) as line:
        line.exchange_delete("enrolment.events")
    arguments = ["-m", "tests.e2e.stock_listener", system.amqp_uri]
    listener = Process("stock_listener", arguments, tmp_path / "stock", {})
    try:
        listener.wait_for("stock_listener ready")
        system.migrate("enrolment")
        system.start("enrolment")
    finally:
        listener.kill()


def test_a_stock_client_gets_answers_and_the_contracts_errors(running: System):
    trained = _completed_class(running, size=1)

    def calling(method: str, **arguments: object) -> object:
        return call(running.amqp_uri, "enrolment", method, **arguments)

    listed = calling("list_enrolments", offering_id=trained.offering_id)
    enrolment = listed["items"][0]
    assert enrolment["status"] == "completed"
    assert listed["next"] is None
    assert calling("get_enrolment", enrolment_id=enrolment["enrolment_id"]) == enrolment

    with pytest.raises(RemoteError) as unknown:
        calling("get_enrolment", enrolment_id=str(uuid4()))
    assert unknown.value.exc_type == "NotFound"

    with pytest.raises(RemoteError) as refused:
        calling("complete_offering", **trained.completion)
    assert refused.value.exc_type == "Conflict"
    assert trained.learners[0].employee_id in refused.value.value

    with pytest.raises(RemoteError) as wrong:
        calling("get_enrolment", enrolment_id="x", colour="red")
    assert wrong.value.exc_type == "ValidationError"
    assert json.loads(wrong.value.value)["fields"].keys() == {"colour"}

    evaluations = _evaluations_of(running, enrolment["enrolment_id"])
    submission = {
        "evaluation_id": evaluations[0]["evaluation_id"],
        "respondent_id": "somebody-else",
        "answers": {},
    }
    with pytest.raises(RemoteError) as forbidden:
        call(running.amqp_uri, "evaluation", "submit_evaluation", **submission)
    assert forbidden.value.exc_type == "Forbidden"


class Node:
    """The JavaScript client; it is given requests and answers in lines of JSON."""

    def __init__(self, amqp_uri: str):
        folder = servers.install_node_packages()
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig=KILL", "--", "node", "client.js", amqp_uri],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Node":
        assert self.next() == {"what": "ready"}
        return self

    def __exit__(self, *_failure: object) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def ask(self, **request: object) -> dict:
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self.next()

    def next(self) -> dict:
        line = self._process.stdout.readline()
        assert line, "the client ended"
        return json.loads(line)


def test_a_javascript_client_publishes_with_confirms_calls_and_listens(running: System):
    people = Office(running.amqp_uri)
    people.introduce([])
    learner = Learner("pegawai-js", office.SUPERVISORS[1])
    with Node(running.amqp_uri) as node:
        told = office.employee_changed(learner.employee_id, learner.supervisor_id)
        confirmed = node.ask(employee=json.loads(told.body))
        assert confirmed == {"what": "confirmed", "employee_id": learner.employee_id}
        office.wait_until_known(running, "enrolment", [learner])

        (trained,) = people.enrol([learner], class_size=1)
        answered = node.ask(method="enrolment.complete_offering", kwargs=trained.completion)
        heard = node.next()
        if answered["what"] == "heard":  # the event may be faster than the answer
            answered, heard = heard, answered
        assert answered["result"] == {"completed": 1, "not_completed": 0}
        assert answered["error"] is None
        assert heard["key"] == "training.completed"
        assert heard["content_type"] == "application/json"
        assert heard["headers"].items() >= CLOUD_EVENT.items()
        assert heard["headers"]["ce-subject"] == heard["data"]["enrolment_id"]
        assert heard["headers"]["ce-sequence"] >= 1
        assert {"ce-id", "ce-time", "ce-dataschema", "traceparent"} <= heard["headers"].keys()
        assert heard["data"]["employee_id"] == learner.employee_id

        refused = node.ask(method="enrolment.complete_offering", kwargs=trained.completion)
        assert refused["error"]["exc_type"] == "Conflict"
        assert "not enrolled" in refused["error"]["value"]


def _completed_class(running: System, *, size: int) -> TrainedClass:
    people = Office(running.amqp_uri)
    learners = people.new_learners(size)
    people.introduce(learners)
    office.wait_until_known(running, "enrolment", learners)
    (trained,) = people.enrol(learners, class_size=size)
    people.complete(trained)
    return trained


def _heard(listener: Process) -> list[dict]:
    return [json.loads(line) for line in listener.lines() if line.startswith("{")]


def _evaluations_of(running: System, enrolment_id: str) -> list[dict]:
    found: list[dict] = []

    def are_there() -> list[dict]:
        found[:] = call(
            running.amqp_uri, "evaluation", "list_evaluations", enrolment_id=enrolment_id
        )["items"]
        return found

    wait_until(are_there, "evaluations")
    return found
