"""Competency gaps in the ranking: assessed by somebody, or spoken by released behaviour forms."""

import pytest

from shared.errors import ValidationError
from tests.integration.evaluation.house import MONDAY_NOON
from tests.integration.evaluation.needs_house import (
    DAY,
    WEEK,
    a_unit,
    complaints,
    fields_of,
    hear,
    two_offices,
)
from tests.integration.evaluation.study_house import an_offering
from tests.integration.evaluation.test_results import completed
from tests.integration.evaluation.test_roster_ahead import a_message


def test_competency_gaps_weigh_the_unit_s_own_before_the_mean_of_its_people(house):
    two_offices(house)
    hear(
        house,
        a_message(employee_id="E1", unit_id="U1"),
        a_message(employee_id="E2", unit_id="U1"),
    )
    facts = {"competency": "Pelayanan  Prima", "assessed_on": "2026-10-01"}

    def gaps(*rows):
        return house.service.save_competency_gaps(rows=[facts | row for row in rows])

    assert gaps(
        {"employee_id": "E1", "gap_share": 0.2}, {"employee_id": "E2", "gap_share": 0.6}
    ) == {"saved": 2}
    need = house.service.rank_needs(**WEEK)["needs"][0]
    assert (need["gap"], need["gap_people"], need["gap_source"]) == (0.4, 2, "employees")

    gaps({"unit_id": "U1", "gap_share": 0.1, "assessed_on": "2026-11-01"})
    gaps({"unit_id": "U1", "gap_share": 0.9})
    need = house.service.rank_needs(**WEEK)["needs"][0]
    assert (need["gap"], need["gap_people"], need["gap_source"]) == (0.1, None, "unit")


def test_where_nobody_assessed_a_gap_the_released_behaviour_forms_of_the_office_speak(house):
    hear(house, an_offering(MONDAY_NOON))  # of P1, which teaches `pelayanan`
    completed(house, 6)
    house.tick(91 * DAY)
    for number, form in enumerate(house.evaluations(respondent_id="S1", status="open")):
        house.service.submit_evaluation(
            evaluation_id=form["evaluation_id"],
            respondent_id="S1",
            answers={"applied": 1 + number % 4, "improved": 4},
        )
    house.tick(45 * DAY)
    house.service.save_need_rule(category="antrean", competency="Pelayanan", trainable_share=1)
    now = house.clock.now()
    hear(house, a_unit(), *complaints("U1", 6, received_at=now))
    day = house.service.calendar.day_of(now).isoformat()

    def need():
        return house.service.rank_needs(period_start=day, period_end=day)["needs"][0]

    assert need()["gap"] is None
    house.service.get_results(programme_id="P1", level=3)  # releases what has closed
    assert (need()["gap"], need()["gap_people"]) == (pytest.approx(1 - 7 / 24), 6)
    assert need()["gap_source"] == "behaviour_forms"


def test_gaps_that_cannot_be_are_refused_by_row_and_nothing_is_kept(house):
    hear(house, a_unit())
    good = {"unit_id": "U1", "competency": "x", "gap_share": 0.5, "assessed_on": "2026-11-01"}

    with pytest.raises(ValidationError) as refused:
        house.service.save_competency_gaps(
            rows=[good, good | {"unit_id": "U9"}, good | {"assessed_on": "2026-12-24"}]
        )
    assert fields_of(refused) == ["rows.1.unit_id", "rows.2.assessed_on"]

    with pytest.raises(ValidationError) as refused:
        house.service.save_competency_gaps(
            rows=[good | {"gap_share": 3}, good | {"employee_id": "E1"}]
        )
    assert fields_of(refused) == ["rows.0.gap_share", "rows.1.unit_id"]
