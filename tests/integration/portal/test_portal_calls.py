"""The portal's calls over a real broker: answers, refusals, a service or a line that is away."""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.database import Database, embedded_url
from shared.file_imports.uploads import MOST_BYTES
from tests.integration.road.calls_office import open_desk

RABBITMQ_TAKES = 16 * 1024 * 1024
"""Bytes of a message, from its version 4 on."""

Caller = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def uri(amqp_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("desk")
    database = Database(embedded_url(folder, "desk"), source="/lontar/desk")
    with open_desk(database, amqp_uri, folder) as opened:
        yield opened
    database.close()


@pytest.fixture(scope="module")
def ask(uri: str) -> Iterator[Caller]:
    repository = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.portal.calling_process", uri],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"

    def asking(*calls: list[Any], cut: bool = False) -> list[dict[str, Any]]:
        process.stdin.write(json.dumps({"calls": calls, "cut": cut}) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    yield asking
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_many_calls_at_once_each_get_their_own_answer(ask: Caller) -> None:
    texts = [f"note {number}" for number in range(30)]

    answers = ask(*(["desk", "note", {"text": one}] for one in texts))

    assert [one["result"]["text"] for one in answers] == texts


def test_a_file_of_the_largest_size_reaches_the_service_in_one_call(ask: Caller) -> None:
    file = base64.b64encode(b"x" * MOST_BYTES).decode()

    (answer,) = ask(["desk", "note", {"text": file}])

    assert answer["fields"] == {"text": ["must be at most 500 characters long"]}
    assert len(file) < RABBITMQ_TAKES / 2


@pytest.mark.parametrize(
    ("how", "kind"),
    [("not_found", "NotFound"), ("conflict", "Conflict"), ("forbidden", "Forbidden")],
)
def test_the_contracts_errors_are_told_apart(ask: Caller, how: str, kind: str) -> None:
    (refused,) = ask(["desk", "fail", {"how": how}])

    assert refused["refused"] == kind


def test_what_is_wrong_is_told_by_field(ask: Caller) -> None:
    (refused,) = ask(["desk", "fail", {"how": "invalid"}])

    assert refused == {"refused": "ValidationError", "reason": "no", "fields": {"a": ["b"]}}


def test_a_defect_and_a_service_that_was_never_started_are_away_at_once(ask: Caller) -> None:
    begun = time.monotonic()

    assert ask(["desk", "fail", {"how": "defect"}], ["nobody", "note", {}]) == [
        {"away": "desk"},
        {"away": "nobody"},
    ]
    assert time.monotonic() - begun < 2


def test_a_line_that_broke_is_made_again(ask: Caller) -> None:
    for number in range(5):
        ask(["desk", "note", {"text": "before"}])
        ask(cut=True)

        (answer,) = ask(["desk", "note", {"text": f"after {number}"}])

        assert answer["result"]["text"] == f"after {number}"
