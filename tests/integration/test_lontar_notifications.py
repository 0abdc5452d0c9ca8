"""Operators look after messages: list, show, retry, cancel, and what an event would cause."""

import json
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.lontar import MIGRATIONS, main
from shared.codec import encode
from shared.database import embedded_url
from shared.events import enrolment as en
from shared.events import evaluation as ev
from tests.integration.console import SETTINGS, Answer
from tests.integration.notification.house import House, a_person
from tests.servers import migrated_file
from tests.unit.notification.builders import (
    a_completion,
    an_enrolment_event,
    an_evaluation_event,
    an_offering_event,
)


class Office(House):
    """A house that operators can look after."""

    capture: pytest.CaptureFixture[str]

    def lontar(self, *arguments: str | Path) -> Answer:
        """The command, in this process: starting one takes longer than what it does."""
        self.capture.readouterr()
        broken_pipe = signal.getsignal(signal.SIGPIPE)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["lontar", "notifications", *map(str, arguments)])
            with pytest.raises(SystemExit) as ended:
                main()
        signal.signal(signal.SIGPIPE, broken_pipe)
        return Answer(int(ended.value.code or 0), *self.capture.readouterr())


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request, tmp_path, monkeypatch, capsys):
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    if request.param == "sqlite":
        for service in MIGRATIONS:
            migrated_file(service, tmp_path)
        url = embedded_url(tmp_path, "notification")
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
    else:
        copied_database: Callable[[str], str] = request.getfixturevalue("copied_database")
        made = copied_database("notification")
        url = made.replace("postgresql://", "postgresql+psycopg2://")
        monkeypatch.setenv("DATABASE_URL", made)
    with Office(url, tmp_path) as house:
        house.capture = capsys
        yield house


def a_file(tmp_path: Path, event, **attributes) -> Path:
    path = tmp_path / "event.json"
    told = {"type": event.event_name, "data": json.loads(encode(event)), **attributes}
    path.write_text(json.dumps(told))
    return path


def test_an_operator_finds_what_failed_and_has_it_tried_again(office):
    office.hear(a_person("E1"), a_person("E2"), a_completion(), a_completion(employee_id="E2"))
    office.hear(a_person("E1", email=None))
    office.tick()

    (row,) = office.lontar("list", "--state", "failed").rows
    assert row[1:6] == ["failed", "email", "E1", "training.completed", "1"]
    shown = office.lontar("show", row[0]).out
    assert "email:      failed, 1 tried: no address" in shown
    assert "refused  email  no address" in shown
    assert office.lontar("retry", row[0]).out == "1 due now\n"
    office.hear(a_person("E1"))
    office.tick(after=timedelta(hours=24 * 365))

    assert office.states() == ["sent", "sent"]
    shown = office.lontar("show", row[0]).out
    assert "address:    ***@alak.example" in shown
    assert "retried  email" in shown


def test_an_operator_cancels_what_waits(office):
    office.hear(a_person("E1"), a_completion())
    message = office.inbox()[0]["notification_id"]

    refused = office.lontar("cancel", message, "--reason", " ").failure
    answer = office.lontar("cancel", message, "--reason", "sent by hand")
    again = office.lontar("cancel", message, "--reason", "sent by hand").failure
    office.tick()

    assert refused == "--reason must say something"
    assert answer.out == f"{message} is cancelled on email\n"
    assert again.startswith(f"{message} is cancelled on email: see `lontar notifications show")
    assert office.mails() == []
    assert len(office.inbox()) == 1


def test_a_dry_run_says_who_would_get_what_when_and_why_not(office, tmp_path):
    people = [a_person(f"E{number}") for number in (1, 2, 3)]
    office.hear(*people, a_person("E4", email=None), a_person("E5", active=False))
    office.service.set_preferences(employee_id="E2", quiet_from="21:00", quiet_to="06:00")
    office.service.set_preferences(employee_id="E3", channels=["inapp"])
    readers = ["E1", "E2", "E3", "E4", "E5"]
    cancelled = an_offering_event(en.OfferingCancelled, employee_ids=readers)
    before = len(office.messages())

    answer = office.lontar("dry-run", a_file(tmp_path, cancelled), "--at", "2026-11-24 22:30:00")

    assert (answer.code, len(office.messages())) == (0, before)
    by_reader = {row[0]: row[1:] for row in answer.rows}
    later = "unless weightier news of the same moment comes"
    at_once = ["email", "2026-11-24 22:30:03+08:00", "***@alak.example", later]
    morning = ["email", "2026-11-25 06:00:00+08:00", "***@alak.example", "quiet hours"]
    assert by_reader == {
        "E1": ["offering_cancelled", *at_once],
        "E2": ["offering_cancelled", *morning],
        "E3": ["offering_cancelled", "inapp", "-", "-", "inbox only: as the reader chose"],
        "E4": ["offering_cancelled", "inapp", "-", "-", "inbox only: HR gives no mail address"],
        "E5": ["offering_cancelled", "inapp", "-", "-", "inbox only: has left the service"],
    }
    assert answer.err == f"settles offering {cancelled.offering_id}: the offering was cancelled\n"


def test_a_dry_run_knows_what_was_told_is_settled_or_not_known_yet(office, tmp_path):
    today = datetime.now(UTC)  # as the command takes it: a reminder is told once a day
    about = {"evaluation_id": "V1", "respondent_id": "E1", "occurred_at": today}
    reminder = an_evaluation_event(ev.EvaluationDueSoon, **about)
    strange = an_enrolment_event(en.EnrolmentRequested, approver_id="E9")
    office.hear(a_person("E1"), reminder)

    (told,) = office.lontar("dry-run", a_file(tmp_path, reminder)).rows
    (unknown,) = office.lontar("dry-run", a_file(tmp_path, strange)).rows
    silent = office.lontar("dry-run", a_file(tmp_path, an_enrolment_event(en.EnrolmentApproved)))

    assert told[2:] == ["nothing", "-", "-", "told already"]
    assert unknown[5] == "HR has not told of E9 yet: the event would be held"
    assert silent.rows == []
    assert "nobody is told of enrolment.approved" in silent.err


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nothing", "it is no JSON"),
        ('{"type": "weather.changed", "data": {}}', "there is no event 'weather.changed'"),
        ('{"type": "evaluation.submitted", "data": {}}', "is off its schema"),
    ],
)
def test_what_is_no_event_is_refused_in_one_line(office, tmp_path, text, reason):
    path = tmp_path / "event.json"
    path.write_text(text)

    assert reason in office.lontar("dry-run", path).failure


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_an_unknown_message_is_refused_in_one_line(office):
    assert "there is no notification 'nothing'" in office.lontar("show", "nothing").failure
    assert office.lontar("retry").failure == "name one ID, or say --failed"
