"""My tasks: what waits is shown with what helps to decide, and done in one tap."""

from tests.integration.portal.house import House
from tests.integration.portal.town import BOSS, COLLEAGUE, LEARNER, OFFICER


def test_a_supervisor_approves_a_request_beside_the_units_days_and_the_budget(house: House) -> None:
    budget = house.call(
        "enrolment",
        "save_budget",
        title="Diklat",
        fiscal_year=2026,
        amount=50_000_000,
        mode="restrictive",
    )
    offering_id = house.an_offering(budget_id=budget["budget_id"])
    enrolment_id = house.requested(LEARNER, offering_id)
    boss = house.visitor(BOSS)

    tasks = boss.get("/tasks").text
    assert "Maria Goreti Bano" in tasks
    assert "On duty in Loket Pelayanan Terpadu" in tasks
    assert "Rp\u00a050,000,000" in tasks

    done = boss.post(f"/tasks/requests/{enrolment_id}", action="approve", next="/tasks")

    assert done.url.path == "/tasks"
    assert "Approved: the seat is given." in done.text
    assert (
        house.call("enrolment", "get_enrolment", enrolment_id=enrolment_id)["status"] == "enrolled"
    )


def test_a_refusal_is_shown_in_the_rules_words_and_what_was_typed_stays(house: House) -> None:
    enrolment_id = house.requested(LEARNER)
    boss = house.visitor(BOSS)
    boss.post(f"/tasks/requests/{enrolment_id}", action="reject", reason="Belum waktunya")

    again = boss.post(f"/tasks/requests/{enrolment_id}", action="approve", reason="Ternyata bisa")

    assert again.status_code == 409
    assert "Nothing is left to do here: Rejected." in again.text


def test_sending_a_decision_twice_is_harmless(house: House) -> None:
    enrolment_id = house.requested(COLLEAGUE)
    boss = house.visitor(BOSS)
    form = boss.hidden(f"/tasks/requests/{enrolment_id}") | {"action": "approve"}

    first = boss.client.post(f"/tasks/requests/{enrolment_id}", data=form)
    second = boss.client.post(f"/tasks/requests/{enrolment_id}", data=form)

    assert first.status_code == second.status_code == 200
    assert "Approved: the seat is given." in second.text


def test_an_officer_sets_a_rule_aside_with_a_reason_and_others_cannot(house: House) -> None:
    offering_id = house.an_offering()
    staff = [f"P{number}" for number in range(13, 17)]
    house.call(
        "enrolment",
        "nominate",
        offering_id=offering_id,
        employee_ids=staff,
        nominated_by=OFFICER,
    )
    enrolment_id = house.requested(LEARNER, offering_id)
    path, fields = (
        f"/tasks/requests/{enrolment_id}",
        {"action": "approve", "override_reason": "Wajib"},
    )

    refused = house.visitor(BOSS).post(path, **fields)
    assert refused.status_code == 409
    assert "Loket Pelayanan Terpadu would have too few people on duty" in refused.text

    assert house.visitor(OFFICER).post(path, **fields).status_code == 200
    kept = house.call("enrolment", "get_enrolment", enrolment_id=enrolment_id)
    assert (kept["status"], kept["override_reason"]) == ("enrolled", "Wajib")
