"""Limits, marks and addresses: what stands before every page."""

from types import SimpleNamespace

import pytest

from services.portal.limiting import Allowance, Limits
from services.portal.roster import Person
from services.portal.signing import Signatures
from services.portal.visit import Visit, local_path
from shared.seal import Seal


def test_a_visitor_has_so_much_at_once_and_more_with_time() -> None:
    clock = [0.0]
    limits, little = Limits(lambda: clock[0]), Allowance(burst=2, per_minute=60)

    assert [limits.allows(little, "A") for _ in range(3)] == [True, True, False]
    assert limits.allows(little, "B")
    clock[0] = 1.0
    assert [limits.allows(little, "A") for _ in range(2)] == [True, False]


def test_a_mark_is_another_one_each_time_and_good_for_its_holder_only() -> None:
    signatures = Signatures(Seal.new_key())
    mark = signatures.field("mine")

    assert mark != signatures.field("mine")
    assert signatures.is_field(mark, "mine")
    assert not signatures.is_field(mark, "yours")
    assert not signatures.is_field("", "mine")


def test_a_cookie_of_another_purpose_age_or_key_is_worth_nothing() -> None:
    signatures = Signatures(Seal.new_key())
    sealed = signatures.seal("sign-in", {"employee_id": "E1"})

    assert signatures.read("sign-in", sealed, 60) == {"employee_id": "E1"}
    assert signatures.read("notice", sealed, 60) is None
    assert signatures.read("sign-in", sealed, -1) is None
    assert signatures.read("sign-in", sealed + "x", 60) is None
    assert Signatures(Seal.new_key()).read("sign-in", sealed, 60) is None


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
)
def test_a_way_back_stays_in_this_house(elsewhere: str) -> None:
    assert local_path(elsewhere) == "/"


def test_a_way_back_may_have_a_question() -> None:
    assert local_path("/inbox?unread=1") == "/inbox?unread=1"


@pytest.mark.parametrize(
    ("is_trial", "named", "officer", "looks_after_it"),
    [
        (False, "E1", False, True),
        (False, "E2", True, False),
        (False, "", True, False),
        (True, "", True, True),
        (True, "", False, False),
        (True, "E2", True, False),
    ],
)
def test_operators_are_named_and_on_a_trial_without_any_officers_are(
    is_trial: bool, named: str, officer: bool, looks_after_it: bool
) -> None:
    settings = SimpleNamespace(operators=frozenset(filter(None, [named])))
    house = SimpleNamespace(settings=settings, is_trial=is_trial)
    person = Person(employee_id="E1", name="Maria Tallo", unit_id="U1", officer=officer)

    visit = Visit(None, house, None, person=person)

    assert visit.is_operator is looks_after_it
