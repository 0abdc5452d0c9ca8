"""What the demo shows of messages: calendars, reminders, digests, campaigns; and what it leaves."""

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from tests.e2e.playing import Played, opened


def test_a_mail_invites_and_a_later_one_moves_the_same_entry(played: Played):
    of_the_class = [
        entries
        for entries in _entries(played).values()
        if entries[0]["SUMMARY"] == "Pelayanan Prima di Loket"
    ]
    assert len(of_the_class) > 11
    for invitation, update in of_the_class:
        assert update["METHOD"] == invitation["METHOD"] == "REQUEST"
        assert update["SEQUENCE"] > invitation["SEQUENCE"]
        assert update["DTSTART"].dt > invitation["DTSTART"].dt
        assert str(update["DTSTART"].dt.tzinfo) == "Asia/Makassar"
    shown = [update["UID"] for _, update in of_the_class if f"UID:{update['UID']}" in played.said]
    assert len(shown) == 1


def test_a_class_that_is_called_off_leaves_the_calendar(played: Played):
    [entries] = [
        entries
        for entries in _entries(played).values()
        if entries[0]["SUMMARY"] == "Surat Dinas Elektronik"
    ]
    assert [one["METHOD"] for one in entries] == ["REQUEST", "CANCEL"]
    assert entries[1]["SEQUENCE"] > entries[0]["SEQUENCE"]
    assert "METHOD:CANCEL" in played.said


def test_a_reminder_is_not_sent_because_the_answer_had_come(played: Played):
    shown = re.search(r"lontar notifications show (\S+)", played.said)
    assert shown is not None
    assert not [path for path in played.mails if path.stem.endswith(shown[1])]
    row = f"delivery where notification_id = '{shown[1]}' and state = 'superseded'"
    assert played.count("notification", row) == 1
    assert "superseded email the evaluation was answered" in " ".join(played.said.split())


def test_the_messages_of_a_day_come_as_one_mail(played: Played):
    digests = "message where about = 'notification.digest'"
    carried = "delivery where state = 'sent' and carried_by is not null"
    assert played.count("notification", digests) == 1
    assert played.count("notification", carried) > 2
    told = re.search(r"(\d+) of them no longer true by then; (\d+) came", _words(played))
    assert told is not None
    assert int(told[2]) == played.count("notification", carried)


def test_a_campaign_says_what_is_known_and_how_sure_it_is(played: Played):
    said = _words(played)
    assert re.search(r"waiting_minutes -\d+\.\d \(.*?\) registered", said)
    assert re.search(r"\d+% of \d+ use it reported", said)
    assert "Tingkat kepastian" in said
    assert "How sure" in said
    assert "only a training officer approves a campaign" in said
    assert "there is nothing to show yet" in said
    told = re.search(r"uptake: of (\d+) who were told, \1 were reached and (\d+) have asked", said)
    assert told is not None
    assert int(told[1]) == played.count("notification", "message where template = 'campaign'") > 4
    assert int(told[2]) == 2


def test_somebody_is_named_in_a_campaign_only_with_consent(played: Played):
    assert "who has not agreed to be named: refused" in _words(played)
    assert played.count("notification", "story where consented_at is not null") == 1


def test_the_story_ends_today_and_leaves_something_to_do(played: Played):
    assert played.count("enrolment", "enrolment where status = 'requested'") == 1
    forms = "evaluation where status = 'open' and respondent_id is not null"
    assert played.count("evaluation", forms) > 0
    latest = opened(max(played.mails))["Date"].datetime
    assert datetime.now(UTC) - latest < timedelta(hours=1)
    assert played.count("evaluation", f"{forms} and due_at < datetime('now')") == 0


def _words(played: Played) -> str:
    """Without the frames of letters."""
    return " ".join(played.said.replace("│", " ").split())


def _entries(played: Played) -> dict[str, list[dict]]:
    """By UID, as mails told of them, the earliest first."""
    found = defaultdict(list)
    for path in sorted(played.mails):
        for part in opened(path).walk():
            if part.get_content_type() == "text/calendar" and part.get_filename() is None:
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                [event, *_] = calendar.walk("VEVENT")
                found[str(event["UID"])].append({**event, "METHOD": str(calendar["METHOD"])})
    return found
