"""What was learned elsewhere: handed in, confirmed, taken back."""

import pytest

from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from tests.integration.enrolment.training_office import confirms, hands_in, hours, open_office


@pytest.fixture
def office(house):
    return open_office(house)


def test_what_was_learned_elsewhere_counts_once_an_officer_confirms_it(office):
    learning = hands_in(office)
    waiting = hours(office)

    confirmed = confirms(office, learning)
    counted = hours(office)

    assert (waiting["earned"], waiting["unconfirmed"]) == (0, 6)
    assert (confirmed["status"], confirmed["decided_by"]) == ("confirmed", "OFFICER")
    assert (counted["earned"], counted["unconfirmed"]) == (6, 0)
    (entry,) = counted["entries"]
    assert (entry["source"], entry["evidence"], entry["learning_id"]) == (
        "external",
        "arsip 12",
        learning,
    )


def test_only_another_officer_confirms(office):
    learning = hands_in(office, employee_id="OFFICER")

    for by in ("OFFICER", "LEARNER", "NOBODY"):
        with pytest.raises(Forbidden):
            confirms(office, learning, by=by)
    confirms(office, learning, by=office.an_officer("COLLEAGUE"))


def test_a_rejection_gives_its_reason_and_it_may_be_handed_in_again(office):
    learning = hands_in(office)

    with pytest.raises(ValidationError, match="reason"):
        confirms(office, learning, "reject")
    assert confirms(office, learning, "reject", reason="bukti kurang")["reason"] == "bukti kurang"
    with pytest.raises(Conflict, match="rejected already"):
        confirms(office, learning)
    hands_in(office)

    listed = office.list_external_learning(employee_id="LEARNER")["items"]
    assert [one["status"] for one in listed] == ["rejected", "recorded"]
    assert len(office.list_external_learning(status="rejected")["items"]) == 1


def test_the_same_thing_is_handed_in_once(office):
    hands_in(office)

    with pytest.raises(Conflict, match="recorded for LEARNER already"):
        hands_in(office, title="SEMINAR NASIONAL")
    hands_in(office, ends_on="2026-03-04")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"employee_id": "NOBODY"}, NotFound),
        ({"ends_on": "2026-03-01"}, ValidationError),
        ({"ends_on": "2026-11-24"}, ValidationError),
        ({"learning_hours": 0}, ValidationError),
        ({"evidence": " "}, ValidationError),
    ],
)
def test_what_cannot_be_is_refused(office, wrong, error):
    with pytest.raises(error):
        hands_in(office, **wrong)


def test_a_confirmation_is_taken_back_by_a_counter_entry(office):
    learning = hands_in(office)
    confirms(office, learning)

    office.reverse_external_learning(learning_id=learning, reversed_by="OFFICER", reason="palsu")

    answer = hours(office)
    assert (answer["earned"], [one["hours"] for one in answer["entries"]]) == (0, [6, -6])
    with pytest.raises(Conflict, match="reversed"):
        office.reverse_external_learning(
            learning_id=learning, reversed_by="OFFICER", reason="palsu"
        )
