"""From events to the messages of a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.notification.storage.messages import Messages
from shared.errors import NotFound, ValidationError
from shared.events import enrolment as en
from shared.events import evaluation as ev
from tests.integration.notification.house import a_person, in_an_envelope
from tests.unit.notification.builders import (
    NOON,
    a_certificate,
    a_completion,
    an_enrolment_event,
    an_evaluation_event,
    the_built_in_schedule,
)

REQUEST = an_enrolment_event(en.EnrolmentRequested, approver_id="E2")


def abouts(items) -> list[str]:
    return [item["about"] for item in items]


def test_one_completion_makes_two_messages_for_the_learner_and_none_for_others(house):
    completed = a_completion()
    house.hear(a_person("E1"), a_person("E2"))

    house.hear(completed, the_built_in_schedule(enrolment_id=completed.enrolment_id))

    assert sorted(abouts(house.inbox("E1"))) == ["evaluation.scheduled", "training.completed"]
    assert house.inbox("E2") == []
    assert house.states() == ["pending", "pending"]


def test_a_batch_with_a_person_and_an_event_about_them(house):
    house.hear(a_person("E1"), a_completion())

    assert abouts(house.inbox()) == ["training.completed"]


def test_the_approver_reads_who_asks_for_what(house):
    house.hear(a_person("E1", name="Maria Tallo"), a_person("E2"), REQUEST)

    (message,) = house.inbox("E2")

    assert message["subject"] == "Permohonan Maria Tallo untuk mengikuti Pelayanan Prima"
    assert message["read_at"] is None


def test_the_same_event_twice_is_one_message(house):
    house.hear(a_person("E1"))
    once = in_an_envelope(a_completion())

    house.deliver([once, once])
    house.deliver([once])

    assert len(house.inbox()) == 1
    assert len(house.deliveries()) == 1


def test_a_duplicate_without_ids_is_one_message(house):
    house.hear(a_person("E1"))
    completed = in_an_envelope(a_completion(), with_id=False)
    reminder = an_evaluation_event(ev.EvaluationDueSoon, respondent_id="E1")
    reminded = in_an_envelope(reminder, with_id=False)

    house.deliver([completed, reminded, completed])
    house.deliver([reminded])
    house.deliver([completed, reminded])

    assert sorted(abouts(house.inbox())) == ["evaluation.due_soon", "training.completed"]
    assert len(house.deliveries()) == 2
    assert house.waiting() == []


def test_a_completion_after_a_reversal_is_told_again(house):
    first = a_completion()
    house.hear(a_person("E1"))

    house.hear(first, replace(first, certificate=a_certificate("NEW")))

    assert len(house.inbox()) == 2


def test_an_event_about_somebody_unknown_waits_for_them(house):
    house.hear(a_person("E1"), REQUEST)
    assert house.waiting() == [("held", "employee 'E2' is not known here yet")]

    house.hear(a_person("E2"))
    house.retry_held()

    assert abouts(house.inbox("E2")) == ["enrolment.requested"]
    assert house.waiting() == []


def test_one_unknown_person_does_not_keep_the_batch_waiting(house):
    house.hear(a_person("E1"))

    house.hear(a_completion(), a_completion(employee_id="E9"), a_completion())

    assert len(house.inbox("E1")) == 2
    assert len(house.waiting()) == 1


def test_newer_or_equal_news_of_a_person_applies_whatever_its_offset(house):
    wita = timezone(timedelta(hours=8))
    later = datetime(2026, 11, 24, 12, 0, 1, tzinfo=wita)  # a second after NOON in UTC
    house.hear(a_person(language="en", changed_at=later))

    house.hear(a_person(language="id", changed_at=NOON))
    assert house.service.get_preferences(employee_id="E1")["language"] == "en"

    house.hear(a_person(language="id", changed_at=later.astimezone(UTC)))
    assert house.service.get_preferences(employee_id="E1")["language"] == "id"


def test_messages_are_read_in_the_language_that_the_person_chose(house):
    house.hear(a_person(language="id"), a_completion())

    house.service.set_preferences(employee_id="E1", language="en")
    house.hear(a_person(language="id", changed_at=NOON + timedelta(days=1)))

    assert house.inbox()[0]["subject"].startswith("Congratulations")
    house.service.set_preferences(employee_id="E1", language=None)
    assert house.inbox()[0]["subject"].startswith("Selamat")


def test_the_inbox_is_paged_newest_first(house):
    house.hear(a_person())
    for day in range(5):
        house.clock.travel(timedelta(days=1))
        house.hear(a_completion(title=f"Day {day}"))

    first = house.service.list_notifications(employee_id="E1", limit=2)
    second = house.service.list_notifications(employee_id="E1", limit=2, after=first["next"])
    third = house.service.list_notifications(employee_id="E1", limit=2, after=second["next"])

    seen = [*first["items"], *second["items"], *third["items"]]
    assert [item["subject"].rsplit(" ")[-1] for item in seen] == ["4", "3", "2", "1", "0"]
    assert third["next"] is None


def test_the_first_reading_counts(house):
    house.hear(a_person(), a_completion(), a_completion())
    message, other = house.inbox()

    read = house.service.mark_read(notification_id=message["notification_id"])
    house.clock.travel(timedelta(days=1))
    again = house.service.mark_read(notification_id=message["notification_id"])

    assert read["read_at"] == again["read_at"] is not None
    assert house.inbox(unread_only=True) == [other]


def test_calls_are_refused_in_the_contracts_words(house):
    with pytest.raises(NotFound):
        house.service.mark_read(notification_id="none")
    with pytest.raises(NotFound):
        house.service.set_preferences(employee_id="E9", language="en")
    with pytest.raises(ValidationError, match="language"):
        house.service.set_preferences(employee_id="E1", language="tet")
    with pytest.raises(ValidationError, match="colour"):
        house.service.list_notifications(employee_id="E1", colour="red")
    with pytest.raises(NotFound, match="template"):
        house.service.preview(template="poem", language="id")
    assert house.inbox("E9") == []


def test_a_preview_shows_a_template_with_the_callers_data(house):
    words = house.service.preview(
        template="training_completed", language="en", data={"title": "Archives"}
    )

    assert words["subject"] == "Congratulations, you have completed Archives"
    assert "Archives" in words["html"]


def test_old_messages_are_forgotten_with_their_deliveries(house):
    house.hear(a_person(), a_completion())
    house.clock.travel(timedelta(days=house.settings.keep_messages_days - 1))
    house.hear(a_completion())
    house.clock.travel(timedelta(days=2))

    house.service.forget_old_messages()

    assert len(house.inbox()) == 1
    assert len(house.deliveries()) == 1
    with house.database.transaction() as session:
        assert Messages(session).forget_before(NOON) == 0
