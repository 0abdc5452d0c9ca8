"""Units by name: remembered for a while, chosen from a list or typed."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from services.portal import units as under_test
from services.portal.calling import Away
from services.portal.units import MOST_OFFERED, Units, unit_id_of
from services.portal.words import Words

NAMES = {"U1": "Kelurahan Alak", "U2": "Puskesmas", "U3": "Puskesmas"}


class Enrolment:
    """Knows so many units, and may be away."""

    def __init__(self, number: int):
        self.ids = [f"U{each:05}" for each in range(number)]
        self.away = False
        self.asked = 0

    async def call(self, service, method, arguments, *, seconds=None):
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise Away(service)
        later = [one for one in self.ids if one > arguments.get("after", "")]
        some = later[: arguments["limit"]]
        items = [{"unit_id": one, "name": f"Unit {99_999 - int(one[1:])}"} for one in some]
        return {"items": items, "next": some[-1] if len(later) > len(some) else None}


def test_all_units_are_known_in_order_of_name_however_many_there_are():
    names = asyncio.run(Units(Enrolment(1203)).names())

    assert len(names) == 1203
    assert list(names.values()) == sorted(names.values())


def test_many_visitors_at_once_ask_once():
    enrolment = Enrolment(3)
    units = Units(enrolment)

    async def visitors():
        return await asyncio.gather(*(units.names() for _ in range(20)))

    assert all(len(names) == 3 for names in asyncio.run(visitors()))
    assert enrolment.asked == 1


def test_new_units_are_seen_after_a_while_and_old_ones_while_enrolment_is_away(monkeypatch):
    monkeypatch.setattr(under_test, "_FRESH_SECONDS", -1)
    enrolment = Enrolment(1)
    units = Units(enrolment)

    async def visits():
        assert len(await units.names()) == 1
        enrolment.ids.append("U00007")
        assert len(await units.names()) == 2
        enrolment.away = True
        assert len(await units.names()) == 2

    asyncio.run(visits())


def test_who_never_was_asked_is_away():
    enrolment = Enrolment(1)
    enrolment.away = True

    with pytest.raises(Away):
        asyncio.run(Units(enrolment).names())


@pytest.mark.parametrize(
    ("typed", "unit_id"),
    [
        ("Kelurahan Alak (U1)", "U1"),
        ("kelurahan alak", "U1"),
        ("U2", "U2"),
        ("Puskesmas", "Puskesmas"),
        ("Puskesmas (U3)", "U3"),
        ("Puskesmas (U9)", "Puskesmas (U9)"),
        ("", ""),
    ],
)
def test_a_unit_is_chosen_by_its_name_or_its_id(typed, unit_id):
    assert unit_id_of(typed, NAMES) == unit_id


@pytest.mark.parametrize("number", [MOST_OFFERED, 4000])
def test_a_page_offers_a_bounded_list_and_takes_what_is_typed(number):
    names = {f"U{each}": f"Kelurahan Contoh {each}" for each in range(number)}
    words = Words("id", ZoneInfo("Asia/Makassar"))
    source = '{% import "pieces.html" as piece with context %}{{ piece.choose_unit(names, "U7") }}'

    page = words._environment.from_string(source).render(names=names, visit=None)

    assert page.count("<option") == MOST_OFFERED
    assert len(page) < 50_000
    assert 'value="Kelurahan Contoh 7 (U7)"' in page or 'value="U7" selected' in page
    assert ("<input" in page) == (number > MOST_OFFERED)
