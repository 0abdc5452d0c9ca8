"""Who is who: remembered for a while, and longer while enrolment is away."""

import asyncio

import pytest

from services.portal import roster as under_test
from services.portal.calling import Away
from services.portal.roster import Roster


class Enrolment:
    """Knows E1, who leads E2; may be away."""

    def __init__(self):
        self.names = {"E1": "Maria Tallo", "E2": "Yosef Tefa"}
        self.away = False
        self.asked = 0

    async def call(self, service, method, arguments, *, seconds=None):
        self.asked += 1
        if self.away:
            raise Away(service)
        ids = arguments.get(
            "employee_ids", ["E2"] if arguments.get("supervisor_id") == "E1" else []
        )
        facts = {"unit_id": "U1", "position": "Lurah", "active": True, "roles": ["officer"]}
        known = [one for one in ids if one in self.names]
        return {"items": [facts | {"employee_id": x, "name": self.names[x]} for x in known]}


@pytest.fixture
def enrolment():
    return Enrolment()


def test_a_person_is_known_with_what_they_may_do(enrolment):
    roster = Roster(enrolment)

    maria, yosef, nobody = (asyncio.run(roster.person(one)) for one in ("E1", "E2", "E9"))

    assert (maria.name, maria.officer, maria.leads) == ("Maria Tallo", True, True)
    assert not yosef.leads
    assert nobody is None


def test_who_was_asked_for_a_moment_ago_is_not_asked_for_again(enrolment):
    roster = Roster(enrolment)
    asyncio.run(roster.person("E1"))
    asyncio.run(roster.find(["E1", "E2"]))
    asked = enrolment.asked

    asyncio.run(roster.person("E1"))
    asyncio.run(roster.find(["E1", "E2"]))

    assert enrolment.asked == asked


def test_who_is_called_otherwise_is_shown_so_after_a_while(enrolment, monkeypatch):
    roster = Roster(enrolment)
    asyncio.run(roster.find(["E1"]))
    enrolment.names["E1"] = "Maria Tefa"
    monkeypatch.setattr(under_test, "_RECENT_SECONDS", -1)

    found = asyncio.run(roster.find(["E1"]))

    assert found["E1"]["name"] == "Maria Tefa"


def test_names_stay_known_while_enrolment_is_away(enrolment, monkeypatch):
    for constant in ("_FRESH_SECONDS", "_RECENT_SECONDS"):
        monkeypatch.setattr(under_test, constant, -1)
    roster = Roster(enrolment)
    asyncio.run(roster.find(["E1"]))
    asyncio.run(roster.person("E1"))
    enrolment.away = True

    found = asyncio.run(roster.find(["E1", "E2", None]))

    assert {one: facts["name"] for one, facts in found.items()} == {"E1": "Maria Tallo", "E2": "E2"}
    assert asyncio.run(roster.person("E1")).name == "Maria Tallo"
    with pytest.raises(Away):
        asyncio.run(roster.person("E2"))
