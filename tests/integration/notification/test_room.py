"""The chat room of the office: one message for each occasion, and nothing of a person in it."""

from dataclasses import replace
from datetime import date, timedelta

import eventlet
import pytest

from services.notification.announcing import Announcer, Room, room_of
from services.notification.channels import chat_channel
from services.notification.channels.chat import Chat
from services.notification.domain.delivery import Attempt, Outcome
from services.notification.pausing import Outage
from shared.events.coverage import CoverageShort, ShortDay
from shared.settings import BadSetting
from tests.integration.notification.endpoint import Endpoint
from tests.integration.notification.house import PATIENCE, a_person
from tests.integration.notification.test_chat import as_apprise_is_loaded
from tests.integration.notification.test_officers import a_finding, a_parked_message
from tests.unit.notification.builders import NOON, a_completion

URL = "tgram://123456789:abcdefghijklmnop/12315544"
EVERYTHING = frozenset({"coverage.short", "effect.measured", "message.parked"})


@pytest.fixture
def office(each_house):
    """Two officers, and a room that hears of everything it can."""
    each_house.hear(a_person("O1", roles=["officer"]), a_person("O2", roles=["officer"]))
    open_room(each_house, chat_channel(each_house.settings))
    return each_house


class Unsteady(Chat):
    """A service that answers as it is told; taken: the subjects of what it took."""

    def __init__(self, *outcomes: Outcome):
        self.outcomes, self.taken = list(outcomes), []

    def send(self, mail):
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.SENT
        if outcome is Outcome.SENT:
            self.taken.append(mail.subject)
            return Attempt(outcome)
        return Attempt(outcome, "the chat service did not take it")


def open_room(house, channel, url=URL, hears_of=EVERYTHING):
    house.service.announcer = Announcer(
        house.database,
        house.clock,
        channel,
        house.service.renderer,
        room=Room(url=url, hears_of=hears_of),
        language="id",
        patience=PATIENCE,
    )


def say(house, after=timedelta(0)):
    """The timer, some time later; a pause is over by then."""
    house.clock.travel(after)
    house.service.announcer._outage = Outage()
    house.service.deliver_due_announcements()


def said(house):
    return [file.read_text("utf-8") for file in sorted((house.mail.parent / "chat").glob("*.txt"))]


def fates(house):
    items = house.service.list_announcements()["items"]
    return [(one["state"], one["attempts"]) for one in items]


def short_cover(**facts):
    days = [
        ShortDay(day=date(2026, 12, 1), position=None, on_duty=2, min_on_duty=3),
        ShortDay(day=date(2026, 12, 1), position="Kasir", on_duty=0, min_on_duty=1),
        ShortDay(day=date(2026, 12, 3), position=None, on_duty=2, min_on_duty=3),
    ]
    given = {
        "occurred_at": NOON,
        "warning_id": "W1",
        "unit_id": "U1",
        "unit_name": "Loket",
        "because": "somebody left",
        "days": days,
    }
    return CoverageShort(**{**given, **facts})


def test_each_occasion_is_said_once_however_many_officers_there_are(office):
    office.hear(short_cover(), a_finding(), a_parked_message())

    say(office)
    say(office)

    assert len(said(office)) == 3
    assert fates(office) == [("sent", 1)] * 3
    assert [one["about"] for one in office.inbox("O1")].count("coverage.short") == 1


def test_counts_and_references_are_said_and_nothing_in_which_a_person_could_stand(office):
    leaking = "Maria Tallo <maria@alak.example> left, NIP 199503152020012001"
    office.hear(
        short_cover(because=leaking),
        a_finding(),
        a_parked_message(reason=leaking, id="maria"),
    )

    say(office)

    whole = "\n".join(said(office))
    assert not [one for one in ("Maria", "maria", "1995", "Kasir", "Yth", URL) if one in whole]
    assert "Jumlah hari dengan petugas yang mungkin kurang: 2\nHari pertama: 1 Desember" in whole
    assert all(f"{one}\n" in whole for one in ("Nomor rujukan: W1", "Nomor rujukan: S1"))
    assert "Disisihkan sebagai: R1\n" in whole
    assert "http://localhost:8080/officer" in whole


def test_messages_of_one_kind_that_cannot_be_used_are_said_once_a_day(office):
    office.hear(*(a_parked_message(id=f"M{number}") for number in range(20)))
    office.hear(a_parked_message(type="leave.changed"), a_parked_message(type="message.parked"))
    say(office)

    assert len(said(office)) == 2


def test_a_result_is_said_again_when_it_is_revised(office):
    office.hear(a_finding(), a_finding(revision=2, verdict="no_evidence"))
    office.hear(a_finding(revision=2, verdict="no_evidence"))
    say(office)

    assert len(said(office)) == 2


def test_the_room_hears_only_of_what_the_operator_chose(office):
    open_room(office, chat_channel(office.settings), hears_of=frozenset({"message.parked"}))
    office.hear(short_cover(), a_finding(), a_parked_message(), a_person("E1"), a_completion())

    say(office)

    assert [one["about"] for one in office.service.list_announcements()["items"]] == [
        "message.parked"
    ]


def test_without_a_room_nothing_is_kept_for_it(each_house):
    each_house.hear(short_cover(), a_finding(), a_parked_message())
    each_house.service.deliver_due_announcements()

    assert fates(each_house) == []


def test_while_the_room_takes_nothing_it_pauses_and_other_channels_go_on(office):
    room = Unsteady(Outcome.DEFERRED)
    open_room(office, room)
    office.hear(short_cover(), a_finding())

    office.service.deliver_due_announcements()
    office.service.deliver_due_announcements()
    office.tick()

    assert sorted(fates(office)) == [("pending", 0), ("pending", 1)]
    assert len(office.mails()) == 4
    say(office, after=timedelta(minutes=2))
    assert sorted(fates(office)) == [("sent", 1), ("sent", 2)]


def test_several_processes_say_each_of_them_once(office):
    class Slow(Unsteady):
        def send(self, mail):
            eventlet.sleep(0.01)
            return super().send(mail)

    room, announcers = Slow(), []
    for _ in range(3):
        open_room(office, room)
        announcers.append(office.service.announcer)
    office.hear(*(a_parked_message(type=f"kind.{number}") for number in range(9)))

    for running in [eventlet.spawn(one.deliver_due) for one in announcers]:
        running.wait()

    assert len(room.taken) == len(set(room.taken)) == 9
    assert fates(office) == [("sent", 1)] * 9


def test_an_outage_burns_no_attempt(office):
    open_room(office, Unsteady(Outcome.UNREACHABLE, Outcome.UNREACHABLE))
    office.hear(a_finding())

    say(office)
    say(office)
    assert fates(office) == [("pending", 0)]
    say(office)

    assert fates(office) == [("sent", 1)]


def test_what_the_room_never_takes_has_failed_and_what_it_refuses_fails_at_once(office):
    open_room(office, Unsteady(Outcome.REFUSED, *[Outcome.DEFERRED] * PATIENCE.attempts))
    office.hear(short_cover())
    say(office)
    office.hear(a_finding())
    for _ in range(PATIENCE.attempts + 2):
        say(office, after=timedelta(hours=1))

    assert fates(office) == [("failed", PATIENCE.attempts), ("failed", 1)]


def test_after_a_crash_while_it_was_said_it_is_said_once_more_and_not_a_third_time(office):
    class Dying(Unsteady):
        def send(self, mail):
            self.taken.append(mail.subject)
            raise RuntimeError("killed")

    room = Dying()
    open_room(office, room)
    office.hear(a_finding())
    for _ in range(2):
        with pytest.raises(RuntimeError, match="killed"):
            office.service.announcer.deliver_due()
        office.clock.travel(timedelta(seconds=61))

    say(office)

    assert len(room.taken) == 2
    assert [state for state, _ in fates(office)] == ["failed"]


@as_apprise_is_loaded
def test_apprise_carries_it_to_the_room(house):
    with Endpoint() as service:
        service.status = 200
        open_room(house, Chat(), url=f"json://127.0.0.1:{service.port}/")
        house.hear(a_parked_message())
        say(house)

        ((_, body),) = service.heard
    assert "employee.changed" in body
    assert "no name" not in body


def test_old_announcements_are_forgotten_with_the_messages(office):
    office.hear(a_finding())
    say(office)
    office.clock.travel(timedelta(days=office.settings.keep_messages_days + 1))

    office.service.forget_old_messages()

    assert fates(office) == []


def test_what_the_room_cannot_hear_of_stops_the_start(house):
    settings = replace(house.settings, room_chat_url=URL)

    assert room_of(settings) == Room(url=URL, hears_of=EVERYTHING)
    assert room_of(replace(settings, room_chat_url=None)) is None
    for events in ("training.completed", "message.parked, nonsense"):
        with pytest.raises(BadSetting, match="ROOM_CHAT_EVENTS"):
            room_of(replace(settings, room_chat_events=events))
