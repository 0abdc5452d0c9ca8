"""Servers that are away: a service waits for its broker, can be stopped, and says what is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import servers
from tests.e2e.system import Process, System, wait_until


@pytest.fixture
def alone(
    private_rabbitmq: servers.RabbitMQ, fresh_database: Callable[[str], str], tmp_path: Path
) -> System:
    """Enrolment with a broker that may be killed."""
    system = System(private_rabbitmq.uri, {"enrolment": fresh_database("enrolment")}, tmp_path)
    system.migrate("enrolment")
    return system


def a_process(tmp_path: Path, name: str, *arguments: str, **settings: str) -> Process:
    return Process("enrolment", ["-m", "services.enrolment", *arguments], tmp_path / name, settings)


def test_a_service_that_waits_for_its_broker_starts_when_it_is_there(
    alone: System, private_rabbitmq: servers.RabbitMQ
):
    private_rabbitmq.stop()
    with alone:
        process = alone.spawn("enrolment")
        wait_until(lambda: "waiting for the broker" in process.said, "the wait", process.check)
        private_rabbitmq.start()
        process.wait_for("enrolment ready")
        assert process.terminate() == 0


def test_a_service_that_waits_for_its_broker_can_be_stopped(
    alone: System, private_rabbitmq: servers.RabbitMQ
):
    private_rabbitmq.stop()
    with alone:
        process = alone.spawn("enrolment")
        wait_until(lambda: "waiting for the broker" in process.said, "the wait", process.check)
        assert process.terminate() == 0
        assert "enrolment ready" not in process.lines()


def test_a_service_whose_broker_has_died_can_be_stopped(
    alone: System, private_rabbitmq: servers.RabbitMQ
):
    with alone:
        process = alone.spawn("enrolment")
        process.wait_for("enrolment ready")
        private_rabbitmq.kill()
        wait_until(lambda: '"queue": "rpc"' in process.said, "the loss", process.check)
        assert process.terminate() == 0
        assert "Traceback" not in process.said


def test_a_migration_without_a_broker_says_which_one_it_looked_for(
    fresh_database: Callable[[str], str], tmp_path: Path, free_port: int
):
    uri = f"amqp://user:secret@127.0.0.1:{free_port}/"
    settings = {"DATABASE_URL": fresh_database("enrolment"), "AMQP_URI": uri}
    process = a_process(tmp_path, "migration", "migrate", **settings)

    assert process.wait() == 1
    [line] = process.lines()
    assert f"AMQP_URI (127.0.0.1:{free_port}) cannot be used" in line
    assert "secret" not in line


def test_a_port_that_is_taken_is_named_in_one_line(alone: System, tmp_path: Path):
    with alone:
        first = alone.spawn("enrolment", HTTP_PORT="29311")
        first.wait_for("enrolment ready")
        settings = {
            "DATABASE_URL": alone.databases["enrolment"],
            "AMQP_URI": alone.amqp_uri,
            "DATA_DIR": str(alone.directory / "data-enrolment"),
            "HTTP_PORT": "29311",
        }
        second = a_process(tmp_path, "second", **settings)
        assert second.wait() == 1
        assert second.lines() == ["lontar: HTTP_PORT 29311 cannot be had: Address already in use"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "AMQP_URI is required and not set"),
        ({"AMQP_URI": "http://broker"}, "AMQP_URI must start with amqp://"),
        ({"AMQP_URI": "amqp://broker", "DATABASE_URL": "mysql://x"}, "DATABASE_URL must start"),
        ({"HTTP_PORT": "many"}, "HTTP_PORT"),
    ],
)
def test_a_start_with_wrong_settings_ends_with_one_line(
    tmp_path: Path, settings: dict[str, str], said: str
):
    process = a_process(tmp_path, "start", **settings)

    assert process.wait() == 1
    [line] = process.lines()
    assert said in line


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ROOM_CHAT_URL": "json://localhost", "ROOM_CHAT_EVENTS": "no.such"}, "ROOM_CHAT_EVENTS"),
        ({"MAIL_MODE": "live", "SMTP_URL": "smtp://localhost", "MAIL_FROM": "-"}, "MAIL_FROM"),
        ({"HOLIDAY_OVERRIDES": __file__}, "HOLIDAY_OVERRIDES: the columns of"),
    ],
)
def test_a_setting_that_only_a_service_understands_is_refused_in_one_line_too(
    tmp_path: Path, settings: dict[str, str], said: str
):
    process = Process("embedded", ["-m", "services"], tmp_path / "start", settings)

    assert process.wait() == 1
    assert process.lines()[-1].startswith(f"lontar: {said}")
    assert "Traceback" not in process.said


def test_an_unknown_argument_is_refused(tmp_path: Path):
    process = a_process(tmp_path, "start", "migrat")

    assert process.wait() == 1
    assert process.lines() == ["unknown argument 'migrat': there is only `migrate`"]
