"""Operators look into a service and put things right, on either kind of installation."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.console import (
    HELD_AT,
    QUEUE,
    Place,
    an_employee_event,
    embedded,
    headers,
    on_server,
)

ROSTER = (
    "employee_id,name,unit_id,position,supervisor_id,email,employment,active\n"
    "E1,Maria Tefa,KEC-ALAK,Operator SIAK,,maria@alak.example,PNS,true\n"
    "E2,Yosep Ndün,KEC-ALAK,Camat,,,PPPK,ya\n"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An installation with an empty enrolment database."""
    if request.param == "sqlite":
        return embedded(tmp_path)
    migrated_database: Callable[[str], str] = request.getfixturevalue("migrated_database")
    return on_server(migrated_database("enrolment"))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_an_imported_roster_leaves_as_hrs_events_and_only_once(place: Place, roster: Path):
    tried = place.lontar("import", "roster", roster, "--dry-run")
    assert (tried.code, place.outbox()) == (0, [])
    assert tried.out == "roster.csv: 2 rows, 2 would be published, 0 unchanged\n"

    first = place.lontar("import", "roster", roster)
    again = place.lontar("import", "roster", roster)

    assert (first.code, first.err) == (0, "")
    assert first.out == "roster.csv: 2 rows, 2 published, 0 unchanged\n"
    assert again.out == "roster.csv: 2 rows, 0 published, 2 unchanged\n"
    told = [json.loads(row.headers) for row in place.outbox()]
    assert [one["ce-subject"] for one in told] == ["E1", "E2"]
    assert {one["ce-source"] for one in told} == {"/lontar/import"}

    assert place.lontar("import", "roster", roster, "--all").code == 0
    assert len(place.outbox()) == 4


def test_a_file_with_errors_changes_nothing_and_names_each(place: Place, roster: Path):
    roster.write_text(ROSTER.replace("ya", "perhaps") + "E1,Again,U,P,,,PNS,true\n")

    answer = place.lontar("import", "roster", roster)

    assert answer.code == 1
    assert answer.err.splitlines() == [
        "row 3, active: must be true or false (ya or tidak, 1 or 0), not 'perhaps'",
        "row 4, employee_id: 'E1' is in row 2 already",
        "lontar: roster.csv has 2 errors; nothing was imported",
    ]
    assert place.outbox() == []


def test_what_waits_is_listed_newest_first_with_its_kind(place: Place):
    parked = place.set_aside(at=HELD_AT, routing_key="unit.changed", reason="off its schema")
    held = place.set_aside(at=HELD_AT + timedelta(hours=2), held=True)
    refused = place.refuse(an_employee_event(), at=HELD_AT + timedelta(hours=1))

    answer = place.lontar("parked", "list")

    assert [row[:3] for row in answer.rows] == [
        [held, "held", "enrolment"],
        [refused, "refused", "enrolment"],
        [parked, "parked", "enrolment"],
    ]
    assert answer.rows[2][3:] == ["2026-11-02 09:00:00+08:00", "unit.changed", "off its schema"]
    shortened = place.lontar("parked", "list", "--limit", "1", "--service", "enrolment")
    assert [row[0] for row in shortened.rows] == [held]
    assert shortened.err == "… and 2 older ones (--limit)\n"


def test_everything_about_a_message_can_be_seen(place: Place):
    event = an_employee_event(name="Yosep Ndün")
    parked = place.set_aside(
        routing_key="employee.changed",
        body=b'{"name":"Yosep Nd\xc3\xbcn","deep":{"a":[1]}}',
        headers=headers(event),
        message_id="m-1",
        reason="off its schema: no unit_id",
    )

    answer = place.lontar("parked", "show", parked)

    assert answer.code == 0
    for line in (
        f"id:           {parked}",
        "state:        parked",
        "service:      enrolment",
        "event:        employee.changed",
        "reason:       off its schema: no unit_id",
        "attempts:     1",
        "next attempt: -",
        f"queue:        {QUEUE}",
        "message id:   m-1",
        "  ce-source: /hr/simpeg",
        '    "name": "Yosep Ndün",',
    ):
        assert line in answer.out.splitlines()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"\x89PNG\xff\x00", "  000000  89 50 4e 47 ff 00"),
        (b"hello \x1b[2J world", r"  hello \x1b[2J world"),
        (b'{"a": "\\u009b31m\\ud800"}', r'    "a": "\x9b31m\ud800"'),
        (b"[" * 5000, "  … and 1000 more bytes (--raw writes all)"),
        ("ü".encode() * 3000, "  … and 2000 more bytes (--raw writes all)"),
        (b"", "body (0 bytes):"),
    ],
    ids=["binary", "escape sequence", "control character in JSON", "deep", "long", "empty"],
)
def test_no_body_can_harm_the_terminal(tmp_path: Path, body: bytes, shown: str):
    place = embedded(tmp_path)
    parked = place.set_aside(body=body, reason="\x1b[31mred", headers={"x\x07": "\x1b]0;title"})

    answer = place.lontar("parked", "show", parked)

    assert any(line.startswith(shown) for line in answer.out.splitlines()), answer.out
    assert not set("\x1b\x07\x9b") & set(answer.out + place.lontar("parked", "list").out)


def test_a_body_can_be_taken_out_byte_for_byte(place: Place):
    parked = place.set_aside(body=b'{"kept": "as it came"} \t')

    assert place.lontar("parked", "show", parked, "--raw").out == '{"kept": "as it came"} \t'


def test_a_retried_message_is_due_now_with_its_patience_anew(place: Place):
    parked, other = place.set_aside(), place.set_aside()

    answer = place.lontar("parked", "retry", parked)

    assert answer.code == 0
    row = place.waiting(parked)
    assert (row.state, row.attempts) == ("held", 0)
    assert row.next_at is not None
    assert place.waiting(other).state == "parked"
    assert place.audited() == [("retry", parked, None)]
    assert "retry by " in place.lontar("parked", "show", parked).out


def test_all_that_waits_can_be_retried_at_once(place: Place):
    rows = [place.set_aside(), place.set_aside(held=True)]
    refused = place.refuse(an_employee_event())
    discarded = place.set_aside()
    place.lontar("parked", "discard", discarded, "--reason", "a test of the sender")

    answer = place.lontar("parked", "retry", "--all")

    assert "3 are due now at enrolment" in answer.out.splitlines()
    assert [place.waiting(row).state for row in rows] == ["held", "held"]
    assert [row.refused_at for row in place.outbox()] == [None]
    assert place.waiting(discarded).state == "discarded"
    retried = {record for action, record, _ in place.audited() if action == "retry"}
    assert retried == {*rows, refused}


def test_a_refused_event_can_be_seen_and_sent_again(place: Place):
    refused = place.refuse(an_employee_event())
    place.refuse(an_employee_event())
    shown = place.lontar("parked", "show", refused).out.splitlines()
    assert "waits behind: 1 later events about the same" in shown
    assert "reason:       no queue takes it" in shown

    assert place.lontar("parked", "retry", refused).code == 0

    assert [row.refused_at is None for row in place.outbox()] == [True, False]
    assert place.audited() == [("retry", refused, None)]


def test_a_discarded_message_is_kept_with_its_reason_and_never_tried_again(place: Place):
    held = place.set_aside(held=True)

    answer = place.lontar("parked", "discard", held, "--reason", "sent twice by SIMPEG")

    assert answer.code == 0
    row = place.waiting(held)
    assert (row.state, row.next_at) == ("discarded", None)
    assert place.audited() == [("discard", held, "sent twice by SIMPEG")]
    assert place.lontar("parked", "list").rows == []
    assert "sent twice by SIMPEG" in place.lontar("parked", "show", held).out
    again = place.lontar("parked", "discard", held, "--reason", "again")
    assert again.failure == f"{held} was discarded before"

    assert place.lontar("parked", "retry", held).code == 0
    assert place.waiting(held).state == "held"


def test_a_discarded_event_makes_way_for_later_ones_and_is_kept(place: Place):
    event = an_employee_event()
    refused = place.refuse(event)

    answer = place.lontar("parked", "discard", refused, "--reason", "nobody needs it")

    assert place.outbox() == []
    ((action, kept, reason),) = place.audited()
    assert (action, reason) == ("discard", "nobody needs it")
    assert kept in answer.out
    row = place.waiting(kept)
    assert (row.state, json.loads(bytes(row.body))["employee_id"]) == ("discarded", "E1")
    assert "was discarded" in place.lontar("parked", "retry", kept).failure


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("show", "nothing"), "nothing held, parked or refused has the id nothing"),
        (("show", "outbox:enrolment:7"), "has the id outbox:enrolment:7"),
        (("show", "outbox:portal:7"), "has the id outbox:portal:7"),
        (("retry", "\x1b[2J"), r"has the id \x1b[2J"),
        (("retry",), "name one ID, or say --all"),
        (("retry", "x", "--all"), "name one ID, or say --all"),
        (("discard", "x"), "Missing option '--reason'"),
        (("discard", "x", "--reason", " "), "--reason must say something"),
        (("list", "--service", "portal"), "there is no service 'portal'"),
        (("list", "--limit", "0"), "'--limit': Input should be greater"),
        (("list", "--limit", "many"), "'--limit': Input should be a valid integer"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...], reason: str
):
    place = embedded(tmp_path)

    assert reason in place.lontar("parked", *arguments).failure
    assert place.audited() == []
