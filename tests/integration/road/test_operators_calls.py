"""Operators look after what did not go through by calls, which every service answers alike."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from shared.clock import TravellingClock
from shared.database import Database
from shared.envelope import Envelope
from shared.errors import Conflict, NotFound, ValidationError
from shared.messaging import waiting as messages
from shared.messaging.tables import audit, outbox, waiting
from shared.operating.discretion import HIDDEN
from shared.service.operator_calls import OperatorCalls

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GOOD = SimpleNamespace(ready=True, on_the_bus=True, relays=True, relay_trouble=None)
PERSON = {
    "employee_id": "E1",
    "name": "Maria Goreti Bano",
    "nip": "198503032010012001",
    "email": "maria@alak.example",
    "phone": "0812 3456 7890",
    "position": "Petugas, hubungi 081234567890",
    "nik": "5371010303850001",
    "active": True,
    "supervisor_id": None,
}


class Kept(OperatorCalls):
    name = "enrolment"


@pytest.fixture
def service(database: Database) -> Kept:
    made = Kept()
    made.database, made.clock = database, TravellingClock(NOON)
    made.correlation_id, made.road = None, GOOD
    return made


def a_message(service: Kept, minutes: int = 0, *, held: bool = False, **parts: Any) -> str:
    """Set aside so many minutes after noon."""
    reason, at = parts.pop("reason", "off its schema"), NOON + minutes * MINUTE
    given = {"exchange": "hr.events", "routing_key": "employee.changed", "body": b"{}"} | parts
    with service.database.transaction() as session:
        return messages.set_aside(
            session,
            "enrolment.hr.events.v1",
            Envelope(**given),
            reason=reason,
            next_at=at + timedelta(days=9) if held else None,
            now=at,
        )


def a_refused_event(service: Kept, minutes: int = 0, refused: bool = True) -> str:
    at = NOON + minutes * MINUTE
    row = {
        "exchange": "enrolment.events",
        "event": "training.completed",
        "subject": "S1",
        "headers": json.dumps({"ce-id": "1"}),
        "body": b'{"title": "Etika Publik"}',
        "created_at": at,
        "refused_at": at if refused else None,
        "reason": "no queue takes it" if refused else None,
    }
    with service.database.transaction() as session:
        return f"outbox:enrolment:{session.scalar(insert(outbox).returning(outbox.c.id), row)}"


def state_of(service: Kept, wanted: str) -> str:
    with service.database.reading() as session:
        return str(session.scalar(select(waiting.c.state).where(waiting.c.id == wanted)))


def audited(service: Kept) -> list[tuple[str, str, str, str | None]]:
    with service.database.reading() as session:
        rows = session.execute(select(audit).order_by(audit.c.at, audit.c.id)).all()
    return [(row.action, row.record, row.actor, row.reason) for row in rows]


def ids(answer: dict[str, Any]) -> list[str]:
    return [one["parked_id"] for one in answer["items"]]


def test_health_counts_what_waits_and_says_how_old_it_is(service: Kept) -> None:
    a_message(service)
    a_message(service, held=True)
    a_refused_event(service, -30)
    a_refused_event(service, -10, refused=False)

    health = service.get_health()

    assert health["checks"] == dict.fromkeys(("database", "bus", "consumes", "relay"), True)
    assert (health["held"], health["parked"]) == (1, 1)
    assert (health["outbox"], health["refused"]) == (2, 1)
    assert health["oldest_seconds"] == pytest.approx(1800, abs=60)


def test_health_is_answered_while_the_database_is_away_and_says_what_fails(
    service: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.database, "is_up", lambda: False)
    trouble = "OperationalError: connection refused"
    service.road = SimpleNamespace(
        ready=False, on_the_bus=True, relays=False, relay_trouble=trouble
    )

    health = service.get_health()

    assert health["checks"] == {"database": False, "bus": True, "consumes": False, "relay": False}
    assert health["relay"] == {"here": False, "trouble": trouble}
    assert health["parked"] is None


def test_the_list_is_newest_first_and_pages_show_each_line_once(service: Kept) -> None:
    made = [a_message(service, minute) for minute in (1, 2, 2, 5)]
    refused = [a_refused_event(service, minute) for minute in (2, 2, 7)]
    everything = ids(service.list_parked())
    assert everything[0] == refused[2]
    assert everything[1] == made[3]
    assert everything[-1] == made[0]
    assert set(everything) == {*made, *refused}

    for limit in (1, 2, 3):
        shown, after = [], None
        while True:
            answer = service.list_parked(limit=limit, after=after)
            shown += ids(answer)
            after = answer["next"]
            if after is None:
                break
        assert shown == everything


def test_the_list_is_filtered_by_state_and_event(service: Kept) -> None:
    parked, held = a_message(service), a_message(service, 1, held=True)
    unit = a_message(service, 2, routing_key="unit.changed")
    refused = a_refused_event(service, 3)
    gone = a_message(service, 4)
    service.discard_parked(parked_id=gone, reason="a test", discarded_by="P1")

    assert ids(service.list_parked()) == [refused, unit, held, parked]
    assert ids(service.list_parked(state="parked")) == [unit, parked]
    assert ids(service.list_parked(state="held")) == [held]
    assert ids(service.list_parked(state="refused")) == [refused]
    assert ids(service.list_parked(state="discarded")) == [gone]
    assert ids(service.list_parked(event="unit.changed")) == [unit]
    assert ids(service.list_parked(event="training.completed", state="parked")) == []


@pytest.mark.parametrize(
    "arguments",
    [{"state": "lost"}, {"event": ""}, {"after": "x"}, {"after": "2026-11-23T04:00:00 x"}],
)
def test_a_list_that_makes_no_sense_is_refused(service: Kept, arguments: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        service.list_parked(**arguments)

    assert list(refused.value.fields) == list(arguments)


def test_one_message_is_shown_without_what_leads_to_a_person(service: Kept) -> None:
    parked = a_message(
        service,
        body=json.dumps(PERSON).encode(),
        headers={"ce-id": "m1", "ce-source": "/hr/simpeg", "x-sender": "Maria"},
        reason="position: call 081234567890",
    )

    shown = service.get_parked(parked_id=parked)

    for secret in ("Maria", "1985", "alak", "0812", "537101"):
        assert secret not in json.dumps(shown)
    body = json.loads(shown["body"])
    assert body.keys() == PERSON.keys()
    assert (body["employee_id"], body["active"], body["supervisor_id"]) == ("E1", True, None)
    assert body["position"] == "Petugas, hubungi [telepon]"
    assert shown["headers"] == {"ce-id": "m1", "ce-source": "/hr/simpeg", "x-sender": HIDDEN}
    assert (shown["state"], shown["attempts"], shown["service"]) == ("parked", 1, "enrolment")


@pytest.mark.parametrize(
    "body",
    [b'{"name": "Maria', b"\x89PNG", b"[" * 5000, b'["Maria"]', b'{"name":"' + b"a" * 70_000],
    ids=["cut off", "binary", "deep", "no record", "too large"],
)
def test_a_body_that_cannot_be_understood_is_not_shown(service: Kept, body: bytes) -> None:
    shown = service.get_parked(parked_id=a_message(service, body=body))

    assert shown["body"] is None
    assert shown["body_bytes"] == len(body)


def test_a_structured_message_is_shown_with_the_same_discretion(service: Kept) -> None:
    told = {"specversion": "1.0", "type": "employee.changed", "data": PERSON, "owner": "Maria"}
    parked = a_message(
        service, body=json.dumps(told).encode(), content_type="application/cloudevents+json"
    )

    body = json.loads(service.get_parked(parked_id=parked)["body"])

    assert "Maria" not in json.dumps(body)
    assert (body["type"], body["data"]["employee_id"]) == ("employee.changed", "E1")


def test_a_refused_event_shows_what_waits_behind_it(service: Kept) -> None:
    refused = a_refused_event(service)
    a_refused_event(service, refused=False)

    shown = service.get_parked(parked_id=refused)

    assert (shown["state"], shown["behind"]) == ("refused", 1)
    assert json.loads(shown["body"]) == {"title": "Etika Publik"}


def test_a_retry_is_recorded_with_who_asked_for_it_and_a_second_one_is_refused(
    service: Kept,
) -> None:
    parked, refused = a_message(service), a_refused_event(service)

    service.retry_parked(parked_id=parked, retried_by="P05")
    service.retry_parked(parked_id=refused, retried_by="P05")

    assert state_of(service, parked) == "held"
    assert [row[:3] for row in audited(service)] == [
        ("retry", parked, "employee P05"),
        ("retry", refused, "employee P05"),
    ]
    for again in (parked, refused):
        with pytest.raises(Conflict, match="was retried before"):
            service.retry_parked(parked_id=again, retried_by="P05")


def test_a_discard_is_recorded_with_its_reason_and_a_second_one_is_refused(service: Kept) -> None:
    parked, refused = a_message(service), a_refused_event(service)
    given = {"reason": " sent twice ", "discarded_by": "P05"}

    assert service.discard_parked(parked_id=parked, **given) == {"parked_id": parked}
    kept = service.discard_parked(parked_id=refused, **given)["parked_id"]

    assert [state_of(service, one) for one in (parked, kept)] == ["discarded", "discarded"]
    assert audited(service) == [
        ("discard", parked, "employee P05", "sent twice"),
        ("discard", kept, "employee P05", "sent twice"),
    ]
    (done,) = service.get_parked(parked_id=kept)["done_by_hand"]
    assert (done["by"], done["action"], done["reason"]) == ("employee P05", "discard", "sent twice")
    with pytest.raises(Conflict, match="was discarded before"):
        service.discard_parked(parked_id=parked, **given)
    with pytest.raises(Conflict, match="overtaken"):
        service.retry_parked(parked_id=kept, retried_by="P05")
    with pytest.raises(NotFound):
        service.discard_parked(parked_id=refused, **given)


@pytest.mark.parametrize("unknown", ["x", "outbox:enrolment:7", "outbox:evaluation:7"])
def test_what_is_not_there_is_not_found(service: Kept, unknown: str) -> None:
    for call, more in (
        ("get_parked", {}),
        ("retry_parked", {"retried_by": "P05"}),
        ("discard_parked", {"discarded_by": "P05", "reason": "x"}),
    ):
        with pytest.raises(NotFound, match=unknown):
            getattr(service, call)(parked_id=unknown, **more)


def test_an_event_of_another_service_is_not_touched(service: Kept) -> None:
    number = a_refused_event(service).rpartition(":")[2]

    with pytest.raises(NotFound):
        service.retry_parked(parked_id=f"outbox:evaluation:{number}", retried_by="P05")

    assert len(service.list_parked(state="refused")["items"]) == 1
    assert audited(service) == []


def test_a_blank_reason_is_refused(service: Kept) -> None:
    with pytest.raises(ValidationError) as refused:
        service.discard_parked(parked_id=a_message(service), reason=" ", discarded_by="P05")

    assert list(refused.value.fields) == ["reason"]


def test_a_repeated_request_gets_the_first_answer_and_acts_once(service: Kept) -> None:
    refused = a_refused_event(service)
    again = {
        "parked_id": refused,
        "reason": "sent twice",
        "discarded_by": "P05",
        "request_id": str(uuid4()),
    }

    assert service.discard_parked(**again) == service.discard_parked(**again)
    retried = {"parked_id": a_message(service), "retried_by": "P05", "request_id": str(uuid4())}
    assert service.retry_parked(**retried) == service.retry_parked(**retried)
    assert [one[0] for one in audited(service)] == ["discard", "retry"]
