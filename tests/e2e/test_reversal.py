"""A reversal that overtakes its completion: nobody is asked about a training that is no more."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.parts import PARTS
from shared.launcher.process import embedded
from shared.messaging import Envelope
from shared.settings import read_settings
from tests.e2e import broker, office
from tests.e2e.broker import Message
from tests.e2e.office import Learner, call
from tests.e2e.system import System, wait_until

SOURCE = "/lontar/enrolment"
PEOPLE = [Learner("pegawai-1", "atasan-00"), Learner("pegawai-2", "atasan-00")]


@dataclass(frozen=True)
class Story:
    """A completion and its reversal, of one enrolment."""

    enrolment_id: str
    completed: Message
    reversed: Message


def a_story(learner: Learner) -> Story:
    enrolment_id, programme_id = str(uuid4()), str(uuid4())
    now = datetime.now(UTC).isoformat()
    facts = {
        "enrolment_id": enrolment_id,
        "employee_id": learner.employee_id,
        "programme_id": programme_id,
        "title": "Pelayanan Prima",
    }
    completion = facts | {
        "unit_id": "kelurahan-01",
        "supervisor_id": learner.supervisor_id,
        "programme_kind": "training",
        "offering_id": str(uuid4()),
        "competencies": [],
        "learning_hours": 6,
        "completed_at": now,
        "score": None,
        "certificate": {"certificate_id": str(uuid4()), "code": "ABC", "expires_at": None},
    }
    return Story(
        enrolment_id,
        _event("training.completed", completion, 2, now),
        _event("training.completion_reversed", facts | {"reason": "salah orang"}, 3, now),
    )


def test_a_reversal_that_overtakes_its_completion_leaves_no_open_evaluation(system: System):
    system.start("evaluation", "notification")
    overtaken, standing = (a_story(learner) for learner in PEOPLE)
    office.Office(system.amqp_uri).introduce(PEOPLE)
    spy = broker.Spy(system.amqp_uri)

    broker.publish(system.amqp_uri, [overtaken.reversed, overtaken.completed, standing.completed])

    wait_until(lambda: len(_evaluations(system, standing)) == 5, "evaluations of the other")
    system.start("enrolment")
    system.wait_until_quiet()
    assert [one for one in _evaluations(system, overtaken) if one["status"] != "cancelled"] == []
    asked = [one for one in spy.heard() if one.type == "evaluation.scheduled"]
    assert [one.headers["ce-subject"] for one in asked] == [standing.enrolment_id]


def test_a_reversal_in_its_order_cancels_what_was_asked(system: System):
    system.start("evaluation", "notification")
    story = a_story(PEOPLE[0])
    office.Office(system.amqp_uri).introduce(PEOPLE)

    broker.publish(system.amqp_uri, [story.completed, story.reversed])

    def statuses() -> list[str]:
        return [one["status"] for one in _evaluations(system, story)]

    wait_until(lambda: statuses() == ["cancelled"] * 5, "five cancelled evaluations", statuses)


@pytest.mark.parametrize("twice", [False, True], ids=["once", "delivered twice"])
def test_embedded_a_reversal_that_overtakes_its_completion_leaves_nothing_open(
    tmp_path: Path, twice: bool
):
    process = embedded(PARTS, replace(read_settings(), data_dir=tmp_path))
    process.start()
    try:
        story = a_story(PEOPLE[0])
        told = [office.employee_changed(PEOPLE[0].employee_id, PEOPLE[0].supervisor_id)]
        told += [story.reversed, story.completed] * (2 if twice else 1)
        for message in told:
            assert process.wiring.bus.send([_envelope(message)]) == {}
        with process.wiring.databases["evaluation"].reading() as session:
            rows = session.connection().exec_driver_sql(
                "select status from evaluation where status != 'cancelled'"
            )
            assert rows.all() == []
    finally:
        process.stop()


def _evaluations(system: System, story: Story) -> list[dict[str, Any]]:
    return call(system.amqp_uri, "evaluation", "list_evaluations", enrolment_id=story.enrolment_id)[
        "items"
    ]


def _event(name: str, data: dict[str, Any], sequence: int, now: str) -> Message:
    made = broker.event("enrolment.events", name, data, source=SOURCE, sequence=sequence, time=now)
    return replace(made, headers={**made.headers, "ce-subject": data["enrolment_id"]})


def _envelope(message: Message) -> Envelope:
    return Envelope(
        exchange=message.exchange,
        routing_key=message.type,
        headers=message.headers,
        body=message.body,
    )
