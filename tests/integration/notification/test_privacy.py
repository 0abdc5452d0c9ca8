"""Contact data: sealed where there is a key, given to whom they belong, and taken away."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from services.notification.channels import Mail
from services.notification.domain.delivery import Attempt, Outcome
from services.notification.preparing import prepare_contacts
from services.notification.storage.tables import PersonAheadRow, PersonRow
from shared.errors import NotFound
from shared.messaging.tables import answered_request
from shared.seal import Seal
from shared.service.wiring import Wiring
from shared.settings import BadSetting
from tests.integration.notification.house import House, a_person, in_an_envelope
from tests.unit.notification.builders import NOON, a_completion

KEY, OTHER_KEY = Seal.new_key(), Seal.new_key()
ADDRESS = "e1@alak.example"
A_DAY = timedelta(days=1)
UUIDS = {
    "E1": "01936a2b-1c00-7a00-8000-000000000001",
    "E_": "01936a2b-1c00-7a00-8000-000000000002",
}


def prepare(house: House, key: str | None) -> None:
    """As the launcher does before the service starts."""
    settings = replace(house.settings, contact_key=key)
    databases = {"notification": house.database}
    prepare_contacts(Wiring(settings=settings, clock=house.clock, databases=databases, bus=None))


def stored(house: House, employee_id: str = "E1") -> str | None:
    with house.database.reading() as session:
        found = select(PersonRow.email).where(PersonRow.employee_id == employee_id)
        return session.scalars(found).one()


def everything_stored(house: House) -> str:
    """Every cell of the tables that hold anything of people."""
    with house.database.reading() as session:
        tables = ("person", "person_ahead", "message", "delivery", "delivery_step", "unreachable")
        return "\n".join(
            str(tuple(row))
            for table in (*tables, "answered_request")
            for row in session.execute(text(f"select * from {table}"))
        )


def erased(house: House, employee_id: str = "E1"):
    return house.service.erase_person(employee_id=employee_id, requested_by="BKPSDM")["erased"]


def test_with_a_key_the_database_holds_no_address_and_mails_go_out(each_house):
    house = each_house
    prepare(house, KEY)
    tomorrow = (NOON + A_DAY).date()
    house.hear(a_person("E1"), a_completion())
    house.hear(a_person("E1", email="baru@alak.example", effective_on=tomorrow))

    house.tick()

    assert [one["To"] for one in house.mails()] == [f"Maria E1 <{ADDRESS}>"]
    assert "@alak.example" not in everything_stored(house)
    house.clock.travel(A_DAY)
    house.service.apply_changes_dated_ahead()
    assert house.service.export_person(employee_id="E1")["email"] == "baru@alak.example"


def test_a_correction_made_before_an_announced_day_survives_also_under_a_seal(house):
    prepare(house, KEY)
    house.hear(a_person("E1"))
    house.hear(a_person("E1", active=False, effective_on=(NOON + A_DAY).date()))
    house.hear(a_person("E1", email="benar@alak.example", changed_at=NOON + timedelta(hours=1)))

    house.clock.travel(A_DAY)
    house.service.apply_changes_dated_ahead()

    assert house.service.export_person(employee_id="E1")["email"] == "benar@alak.example"


def test_what_was_stored_before_there_was_a_key_is_sealed_at_the_start(house):
    house.hear(a_person("E1"), a_person("E2", email=None))
    house.hear(a_person("E1", effective_on=(NOON + A_DAY).date()))
    assert stored(house) == ADDRESS

    prepare(house, KEY)

    assert ADDRESS not in everything_stored(house)
    with house.database.reading() as session:
        assert session.scalars(select(PersonAheadRow)).one().facts["email"].startswith("sealed:")
    house.hear(a_completion())
    house.tick()
    assert len(house.mails()) == 1


@pytest.mark.parametrize("key", [None, OTHER_KEY])
def test_without_its_key_the_service_does_not_start(house, key):
    prepare(house, KEY)

    with pytest.raises(BadSetting, match=r"bring (that one|the key) back"):
        prepare(house, key)


def test_without_any_key_addresses_stay_as_they_are(house):
    prepare(house, None)
    house.hear(a_person("E1"))

    assert stored(house) == ADDRESS


def test_a_person_gets_all_that_is_kept_of_them(house):
    house.hear(a_person("E1"), a_completion())
    house.service.set_preferences(employee_id="E1", digest="daily", language="en")

    given = house.service.export_person(employee_id="E1")

    assert (given["name"], given["email"], given["roles"]) == ("Maria E1", ADDRESS, [])
    assert given["preferences"]["digest"] == "daily"
    (message,) = given["messages"]
    assert "Pelayanan Prima" in message["text"]
    assert message["deliveries"][0]["channel"] == "email"


def test_an_erased_person_leaves_counts_and_nothing_else(each_house):
    house = each_house
    house.hear(a_person("E1"), a_completion(title="Rahasia"), a_person("E2"))
    house.hear(a_person("E1", name="Maria Baru", effective_on=(NOON + A_DAY).date()))
    house.service.set_preferences(employee_id="E1", language="en", digest="daily")
    house.service.mark_read(notification_id=house.inbox()[0]["notification_id"])
    house.tick()

    counts = erased(house)

    assert (counts["messages"], counts["announced"]) == (1, 1)
    left = everything_stored(house)
    assert all(word not in left for word in (ADDRESS, "Maria E1", "Maria Baru", "Rahasia"))
    assert "Maria E2" in left
    (message,) = house.inbox()
    assert message["subject"] == "Pesan yang telah dihapus"
    assert message["read_at"] is not None
    house.tick(after=2 * A_DAY)
    assert house.mails() == []
    assert house.states() == ["cancelled"]


def test_an_erased_persons_later_messages_stay_in_the_inbox_until_hr_tells_anew(house):
    house.hear(a_person("E1"))
    house.clock.travel(A_DAY)
    erased(house)

    house.hear(a_completion())
    house.hear(a_person("E1"))  # an old message of HR that comes again
    house.tick()
    assert (len(house.inbox()), house.mails()) == (1, [])
    assert house.service.list_unreachable()["items"] == []

    house.hear(a_person("E1", changed_at=house.clock.now()))
    house.hear(a_completion())
    house.tick()
    assert len(house.mails()) == 1


def test_who_is_not_known_can_neither_be_given_nor_erased(house):
    with pytest.raises(NotFound):
        house.service.export_person(employee_id="nobody")
    with pytest.raises(NotFound):
        erased(house, "nobody")


def test_an_erasure_forgets_only_that_persons_remembered_answers(house):
    house.hear(a_person("E1"), a_person("E_"))
    for employee_id in ("E1", "E_"):
        known = {"employee_id": employee_id, "request_id": UUIDS[employee_id]}
        house.service.set_preferences(digest="daily", **known)

    erased(house, "E_")

    with house.database.reading() as session:
        assert session.scalars(select(answered_request.c.request_id)).all() == [UUIDS["E1"]]


def test_who_has_left_is_forgotten_after_a_while(house):
    house.hear(a_person("E1", active=False), a_person("E2"))

    house.clock.travel((house.settings.keep_contacts_days - 1) * A_DAY)
    house.service.forget_leavers()
    assert stored(house) == ADDRESS
    house.clock.travel(2 * A_DAY)
    house.service.forget_leavers()

    assert stored(house) is None
    assert stored(house, "E2") == "e2@alak.example"


class _Talkative:
    """A channel whose words name its recipients."""

    name, batch, repeatable = "email", 1, False

    def __init__(self, outcome: Outcome):
        self._outcome = outcome

    def send(self, mail: Mail) -> Attempt:
        return Attempt(self._outcome, f"550 <{mail.address}>: no such person {mail.address}")

    def close(self) -> None: ...


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.DEFERRED, Outcome.UNREACHABLE])
def test_no_address_is_logged_published_or_kept_in_a_reason(house, capfd, outcome):
    house.hear(a_person("E1"), a_completion(), a_completion())
    house.service.postman._channel = _Talkative(outcome)
    broken = in_an_envelope(a_person("E3"))
    house.deliver([replace(broken, body=broken.body.replace(b'"active":true', b'"active":7'))])

    house.tick()
    with house.database.transaction() as session:
        session.execute(text("update message set data = '{}'"))
    house.tick(after=A_DAY)

    said = capfd.readouterr()
    with house.database.reading() as session:
        reasons = session.execute(text("select reason from delivery_step")).scalars().all()
    told = said.out + said.err + str([house.published(), house.waiting(), reasons])
    assert "***@alak.example" in told
    assert ADDRESS not in told
    assert "e3@alak.example" not in told
    assert all(ADDRESS not in (row.reason or "") for row in house.deliveries())
