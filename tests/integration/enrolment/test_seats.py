"""From the request to the seat."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared.errors import Conflict, Forbidden, NotFound
from tests.integration.enrolment.desk import MONDAY_NOON, Desk, a_unit, an_employee


def test_a_request_waits_for_the_supervisor(desk: Desk):
    enrolment_id = desk.a_request(desk.an_offering())

    [asked] = desk.told("enrolment.requested")
    assert (asked["enrolment_id"], asked["approver_id"]) == (enrolment_id, "BOSS")
    assert desk.status(enrolment_id) == "requested"


def test_an_approval_gives_the_seat(desk: Desk):
    enrolment_id = desk.a_request(desk.an_offering())

    answer = desk.service.decide_enrolment(
        enrolment_id=enrolment_id, decision="approve", decided_by="BOSS"
    )

    assert (answer["status"], answer["decided_by"]) == ("enrolled", "BOSS")
    named = [(name, sequence) for name, sequence, _ in desk.everything_told()][-3:]
    assert named == [
        ("enrolment.requested", 1),
        ("enrolment.approved", 2),
        ("enrolment.enrolled", 3),
    ]


def test_a_rejection_says_why(desk: Desk):
    enrolment_id = desk.a_request(desk.an_offering())

    desk.service.decide_enrolment(
        enrolment_id=enrolment_id, decision="reject", decided_by="BOSS", reason="loket sibuk"
    )

    [told] = desk.told("enrolment.rejected")
    assert told["reason"] == "loket sibuk"
    assert desk.status(enrolment_id) == "rejected"


@pytest.mark.parametrize("who", ["BOSS", "HEAD", "OFFICER"])
def test_the_approver_the_next_up_and_officers_decide(desk: Desk, who: str):
    enrolment_id = desk.a_request(desk.an_offering())

    desk.service.decide_enrolment(enrolment_id=enrolment_id, decision="approve", decided_by=who)

    assert desk.status(enrolment_id) == "enrolled"


@pytest.mark.parametrize("who", ["E1", "E2", "NOBODY", "TOP"])
def test_nobody_else_decides_least_of_all_the_learner(desk: Desk, who: str):
    enrolment_id = desk.a_request(desk.an_offering())

    with pytest.raises(Forbidden, match="BOSS"):
        desk.service.decide_enrolment(enrolment_id=enrolment_id, decision="approve", decided_by=who)

    assert desk.status(enrolment_id) == "requested"


def test_without_a_named_supervisor_the_head_of_the_unit_decides(desk: Desk):
    desk.learn(an_employee("E1", changed_at=MONDAY_NOON + timedelta(seconds=1)))

    desk.a_request(desk.an_offering())

    assert desk.told("enrolment.requested")[0]["approver_id"] == "HEAD"


def test_the_head_of_a_unit_asks_the_head_of_the_unit_above(desk: Desk):
    desk.a_request(desk.an_offering(), "HEAD")

    assert desk.told("enrolment.requested")[0]["approver_id"] == "TOP"


def test_who_stands_at_the_top_asks_an_officer(desk: Desk):
    desk.a_request(desk.an_offering(), "TOP")

    assert desk.told("enrolment.requested")[0]["approver_id"] is None


def test_a_circle_of_units_ends(desk: Desk):
    later = MONDAY_NOON + timedelta(seconds=1)
    desk.learn(a_unit("U0", parent_id="U1", head_id=None, changed_at=later))
    desk.learn(a_unit("U1", parent_id="U0", head_id=None, changed_at=later))
    desk.learn(an_employee("E1", changed_at=later))

    desk.a_request(desk.an_offering())

    assert desk.told("enrolment.requested")[0]["approver_id"] is None


def test_older_news_of_hr_changes_nothing(desk: Desk):
    desk.learn(an_employee("E1", supervisor_id="TOP", changed_at=MONDAY_NOON - timedelta(days=1)))

    desk.a_request(desk.an_offering())

    assert desk.told("enrolment.requested")[0]["approver_id"] == "BOSS"


def test_a_second_request_for_the_same_offering_is_a_conflict(desk: Desk):
    offering_id = desk.an_offering()
    first = desk.a_request(offering_id)

    with pytest.raises(Conflict, match=first):
        desk.a_request(offering_id)


def test_after_a_cancellation_one_may_ask_again(desk: Desk):
    offering_id = desk.an_offering()
    first = desk.a_request(offering_id)
    desk.service.cancel_enrolment(enrolment_id=first, cancelled_by="E1", reason="sakit")

    second = desk.a_request(offering_id)

    assert (desk.status(first), desk.status(second)) == ("cancelled", "requested")


def test_a_decision_falls_once(desk: Desk):
    enrolment_id = desk.a_request(desk.an_offering())
    decide = desk.service.decide_enrolment
    decide(enrolment_id=enrolment_id, decision="approve", decided_by="BOSS")

    with pytest.raises(Conflict, match="already enrolled"):
        decide(enrolment_id=enrolment_id, decision="reject", decided_by="BOSS")


def test_who_left_asks_for_nothing(desk: Desk):
    gone = MONDAY_NOON + timedelta(seconds=1)
    desk.learn(an_employee("E1", active=False, changed_at=gone))

    with pytest.raises(Conflict, match="no longer in service"):
        desk.a_request(desk.an_offering())


def test_requests_end_at_enrol_by(desk: Desk):
    closed = (desk.clock.now() - timedelta(hours=1)).isoformat()

    with pytest.raises(Conflict, match="requests for this offering ended"):
        desk.a_request(desk.an_offering(enrol_by=closed))


def test_prerequisites_come_first(desk: Desk):
    basics = desk.a_programme(title="Dasar")
    advanced = desk.a_programme(title="Lanjutan", prerequisites=[basics])
    offering_id = desk.an_offering(programme_id=advanced)
    with pytest.raises(Conflict, match=basics):
        desk.a_request(offering_id)

    first = desk.an_offering(programme_id=basics, starts_in=timedelta(days=-3))
    desk.a_seat(first)
    desk.complete(first, {"employee_id": "E1", "passed": True})

    desk.a_request(offering_id)


def test_unknown_records_are_not_found(desk: Desk):
    with pytest.raises(NotFound, match="offering"):
        desk.a_request("nowhere")
    with pytest.raises(NotFound, match="employee"):
        desk.a_request(desk.an_offering(), "nobody")
    with pytest.raises(NotFound, match="enrolment"):
        desk.status("nothing")


def test_a_class_is_nominated_and_one_refusal_leaves_the_others_standing(desk: Desk):
    offering_id = desk.an_offering(capacity=2)
    seated = desk.a_seat(offering_id, "E1")

    answers = desk.nominate(offering_id, "E1", "E2", "E3", "NOBODY", "E2")

    assert [(one["employee_id"], one["status"]) for one in answers] == [
        ("E1", "enrolled"),
        ("E2", "enrolled"),
        ("E3", "waitlisted"),
        ("NOBODY", "refused"),
    ]
    assert answers[0]["enrolment_id"] == seated
    assert answers[3]["enrolment_id"] is None
    assert answers[3]["reason"]
    assert [one["employee_id"] for one in desk.told("enrolment.enrolled")] == ["E1", "E2"]


def test_two_approvals_of_the_last_seat_give_it_once(desk: Desk):
    offering_id = desk.an_offering(capacity=1)
    requests = [desk.a_request(offering_id, f"E{n}") for n in range(1, 9)]

    def approve(enrolment_id: str) -> str:
        answer = desk.service.decide_enrolment(
            enrolment_id=enrolment_id, decision="approve", decided_by="BOSS"
        )
        return str(answer["status"])

    with ThreadPoolExecutor(8) as together:
        outcomes = list(together.map(approve, requests))

    assert (outcomes.count("enrolled"), outcomes.count("waitlisted")) == (1, 7)
    assert desk.service.get_offering(offering_id=offering_id)["seats_taken"] == 1


def test_lists_are_read_page_by_page(desk: Desk):
    offering_id = desk.an_offering()
    desk.nominate(offering_id, *[f"E{n}" for n in range(1, 8)])

    seen: list[str] = []
    after = None
    while True:
        page = desk.service.list_enrolments(offering_id=offering_id, limit=3, after=after)
        seen += [one["employee_id"] for one in page["items"]]
        if (after := page["next"]) is None:
            break

    assert sorted(seen) == [f"E{n}" for n in range(1, 8)]


def test_enrolments_are_found_by_each_of_their_marks(desk: Desk):
    offering_id = desk.an_offering()
    enrolment_id = desk.a_request(offering_id)
    desk.a_seat(desk.an_offering(), "TOP")

    for mark in (
        {"employee_id": "E1"},
        {"approver_id": "BOSS"},
        {"unit_id": "U1"},
        {"status": "requested"},
        {"offering_id": offering_id},
    ):
        page = desk.service.list_enrolments(**mark)
        assert [one["enrolment_id"] for one in page["items"]] == [enrolment_id], mark
