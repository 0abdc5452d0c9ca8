"""Formal education is paid per year: each year is owed by the budget of that fiscal year."""

import pytest

from services.enrolment.auditing import differences
from shared.errors import Conflict, Forbidden, NotFound, ValidationError
from tests.integration.enrolment.campus import (
    applied,
    extend,
    open_campus,
    returned,
    selected,
    study_of,
)
from tests.integration.enrolment.house import at, on
from tests.integration.enrolment.test_seats_budgets import SEAT, kinds, money


@pytest.fixture
def campus(house):
    """`budgets` by fiscal year, each of three million rupiah."""
    campus = open_campus(house)
    campus.a_unit("BKPSDM")
    campus.budgets = {
        year: campus.save_budget(
            title=f"Tugas belajar {year}",
            fiscal_year=year,
            amount=3 * SEAT,
            mode="indicative" if year == 2028 else "restrictive",
        )["budget_id"]
        for year in (2026, 2027, 2028)
    }
    return campus


def decreed(campus, *years):
    """The id of a study that was decreed, and the answer."""
    study_id = applied(campus)
    selected(campus, study_id)
    answer = campus.decree_study(
        study_id=study_id,
        decree_number="800/12/BKPSDM/2026",
        decreed_on="2026-11-23",
        recorded_by="OFFICER",
        years=list(years),
    )
    return study_id, answer


def a_year(campus, year, amount=SEAT):
    return {"budget_id": campus.budgets[year], "amount": amount}


def begun(campus, *years):
    """The id of a study that began on the first of December 2026."""
    study_id, _ = decreed(campus, *years)
    campus.clock.travel_to(at("2026-12-01", 9))
    campus.start_study(study_id=study_id, started_on="2026-12-01", recorded_by="OFFICER")
    return study_id


def statuses(campus, study_id):
    return {one["fiscal_year"]: one["status"] for one in study_of(campus, study_id)["years"]}


def balances(campus, *years):
    return [money(campus, campus.budgets[year]) for year in years]


def fits_together(campus):
    with campus.database.reading() as session:
        return list(differences(session)) == []


def test_the_decree_owes_each_year_to_the_budget_of_that_year(campus):
    study_id, answer = decreed(campus, a_year(campus, 2026), a_year(campus, 2027, 2 * SEAT))

    assert answer["warnings"] == []
    assert [one["amount"] for one in answer["years"]] == [SEAT, 2 * SEAT]
    assert balances(campus, 2026, 2027) == [[0, 1, 0, 2], [0, 2, 0, 1]]
    assert statuses(campus, study_id) == {2026: "committed", 2027: "committed"}
    assert fits_together(campus)


def test_a_year_is_paid_when_it_is_over(campus):
    study_id = begun(campus, a_year(campus, 2026), a_year(campus, 2027))
    campus.pay_study_years()
    assert balances(campus, 2026) == [[0, 1, 0, 2]]

    campus.clock.travel_to(at("2027-01-01", 0))
    campus.pay_study_years()
    campus.pay_study_years()

    assert balances(campus, 2026, 2027) == [[0, 0, 1, 2], [0, 1, 0, 2]]
    assert kinds(campus, campus.budgets[2026]) == ["reserve", "commit", "spend"]
    assert statuses(campus, study_id) == {2026: "spent", 2027: "committed"}
    assert fits_together(campus)


def test_the_degree_pays_the_years_it_took_and_frees_the_rest(campus):
    study_id = begun(campus, a_year(campus, 2026), a_year(campus, 2027))
    campus.clock.travel_to(at("2026-12-20"))

    campus.complete_study(
        study_id=study_id, completed_at=on("2026-12-18")["ends_at"], recorded_by="OFFICER"
    )

    assert balances(campus, 2026, 2027) == [[0, 0, 1, 2], [0, 0, 0, 3]]
    assert statuses(campus, study_id) == {2026: "spent", 2027: "released"}
    assert fits_together(campus)


def test_an_early_return_frees_the_years_ahead(campus):
    study_id = begun(campus, a_year(campus, 2026), a_year(campus, 2027))

    returned(campus, study_id, "2026-12-20")

    assert balances(campus, 2026, 2027) == [[0, 1, 0, 2], [0, 0, 0, 3]]
    assert statuses(campus, study_id) == {2026: "committed", 2027: "released"}


def test_who_gives_up_has_used_this_year_and_not_the_next(campus):
    study_id = begun(campus, a_year(campus, 2026), a_year(campus, 2027))

    campus.end_study(study_id=study_id, reason="illness", recorded_by="OFFICER")

    assert balances(campus, 2026, 2027) == [[0, 0, 1, 2], [0, 0, 0, 3]]
    assert fits_together(campus)


def test_a_study_that_never_began_costs_nothing(campus):
    study_id, _ = decreed(campus, a_year(campus, 2026), a_year(campus, 2027))

    campus.an_employee("LEARNER", active=False)

    assert balances(campus, 2026, 2027) == [[0, 0, 0, 3], [0, 0, 0, 3]]
    assert statuses(campus, study_id) == {2026: "released", 2027: "released"}
    assert fits_together(campus)


def test_a_study_that_begins_a_year_late_owes_nothing_for_the_year_before(campus):
    study_id, _ = decreed(campus, a_year(campus, 2026), a_year(campus, 2027))
    campus.clock.travel_to(at("2027-01-11", 9))
    campus.pay_study_years()
    assert statuses(campus, study_id)[2026] == "committed"

    campus.start_study(study_id=study_id, started_on="2027-01-11", recorded_by="OFFICER")

    assert balances(campus, 2026, 2027) == [[0, 0, 0, 3], [0, 1, 0, 2]]


def test_an_extension_brings_its_own_year_and_an_indicative_budget_warns(campus):
    study_id = begun(campus)
    with pytest.raises(Conflict, match="the study takes the years 2026 to 2027"):
        commit(campus, study_id, 2028)

    answer = campus.extend_study(
        study_id=study_id,
        until="2028-05-31",
        decree_number="801/2027",
        recorded_by="OFFICER",
        years=[a_year(campus, 2028, 4 * SEAT)],
    )

    assert "Rp 4,000,000 are needed" in answer["warnings"][0]
    assert balances(campus, 2028) == [[0, 4, 0, -1]]


def commit(campus, study_id, year, amount=SEAT, by="OFFICER"):
    return campus.commit_study_year(
        study_id=study_id, recorded_by=by, **a_year(campus, year, amount)
    )


def test_a_year_can_be_added_or_corrected_later_until_it_is_paid(campus):
    study_id = begun(campus)

    commit(campus, study_id, 2026)
    answer = commit(campus, study_id, 2026, 3 * SEAT)

    assert [one["amount"] for one in answer["years"]] == [3 * SEAT]
    assert balances(campus, 2026) == [[0, 3, 0, 0]]
    assert fits_together(campus)
    campus.clock.travel_to(at("2027-01-04"))
    campus.pay_study_years()
    with pytest.raises(Conflict, match="Rp 3,000,000 were spent on the year 2026"):
        commit(campus, study_id, 2026)


def test_a_restrictive_budget_refuses_a_year_and_nothing_is_decreed(campus):
    study_id = applied(campus)
    selected(campus, study_id)

    with pytest.raises(Conflict, match="has Rp 3,000,000 left and Rp 4,000,000 are needed"):
        campus.decree_study(
            study_id=study_id,
            decree_number="1",
            decreed_on="2026-11-23",
            recorded_by="OFFICER",
            years=[a_year(campus, 2026, 4 * SEAT)],
        )

    assert study_of(campus, study_id)["status"] == "selected"


def test_bad_input_about_years_gets_a_named_error(campus):
    study_id = begun(campus)
    with pytest.raises(Forbidden, match="only a training officer"):
        commit(campus, study_id, 2026, by="HEAD")
    with pytest.raises(NotFound, match="study"):
        commit(campus, "X", 2026)
    with pytest.raises(ValidationError, match="amount"):
        commit(campus, study_id, 2026, amount=0)
    with pytest.raises(NotFound, match="budget"):
        campus.commit_study_year(study_id=study_id, budget_id="X", amount=1, recorded_by="OFFICER")


def test_one_budget_pays_for_a_year_and_only_for_whom_it_is(campus):
    same_year = campus.save_budget(title="x", fiscal_year=2026, amount=SEAT, mode="restrictive")
    with pytest.raises(Conflict, match="the year 2026 is given twice"):
        decreed(campus, a_year(campus, 2026), {"budget_id": same_year["budget_id"], "amount": 1})

    others = campus.save_budget(
        title="Lain", fiscal_year=2026, amount=SEAT, mode="restrictive", unit_id="BKPSDM"
    )
    study_id = campus.list_studies(employee_id="LEARNER")["items"][0]["study_id"]
    with pytest.raises(Conflict, match="pays only for the unit BKPSDM"):
        campus.decree_study(
            study_id=study_id,
            decree_number="1",
            decreed_on="2026-11-23",
            recorded_by="OFFICER",
            years=[{"budget_id": others["budget_id"], "amount": 1}],
        )


def test_a_seat_of_a_degree_that_is_paid_by_a_budget_is_spent_with_the_study(campus):
    programme = campus.a_programme(
        kind="degree", title="Doktor", degree_level="master", cost_per_participant=SEAT
    )
    campus.intake = campus.an_offering(
        programme_id=programme,
        budget_id=campus.budgets[2026],
        meetings=[
            {"starts_at": at("2026-12-01").isoformat(), "ends_at": at("2027-11-30").isoformat()}
        ],
    )
    study_id = begun(campus)

    campus.end_study(study_id=study_id, reason="illness", recorded_by="OFFICER")

    assert balances(campus, 2026) == [[0, 0, 1, 2]]
    assert fits_together(campus)


def test_the_audit_names_a_year_without_its_money_and_money_of_a_study_that_is_over(campus):
    study_id, _ = decreed(campus, a_year(campus, 2026))
    with campus.database.transaction() as session:
        session.connection().exec_driver_sql("update study_year set amount = 7")
        session.connection().exec_driver_sql("update study set status = 'withdrawn'")

    with campus.database.reading() as session:
        year, over = differences(session)

    assert (year.record, over.record) == (study_id, study_id)
    assert "holds Rp 1,000,000 and spent Rp 0" in year.words
    assert over.words == "is withdrawn, but Rp 1,000,000 are still held for it"


def test_an_extension_without_money_asks_nothing(campus):
    assert extend(campus, begun(campus), "2028-01-31")["warnings"] == []
