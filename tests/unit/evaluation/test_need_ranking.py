"""From counts of complaints to an order of needs, every part of it visible."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from services.evaluation.analysis.shrinkage import shrink
from services.evaluation.domain.behaviour_gaps import observed_gaps
from services.evaluation.domain.need import Basis, Gap, GapSource, Need, Unranked
from services.evaluation.domain.need_rule import Cause, NeedRule, in_force
from services.evaluation.domain.need_sentences import sentence
from services.evaluation.domain.ranking import Case, Outcome, Period, rank

NOTHING = Period(complaints={}, services={})


def a_rule(category: str = "antrean", competency: str = "pelayanan", **facts: Any) -> NeedRule:
    return NeedRule(**{"trainable_share": 0.5} | facts, category=category, competency=competency)


def a_case(complaints: dict[tuple[str, str], int], **facts: Any) -> Case:
    """Every unit has 10,000 services on 20 days and ten employees."""
    units = {unit for unit, _ in complaints}
    services = facts.pop("services", dict.fromkeys(units, (10_000.0, 20)))
    given = {
        "now": Period(complaints=complaints, services=services),
        "before": NOTHING,
        "employees": dict.fromkeys(units, 10),
        "names": {unit: f"Loket {unit}" for unit in units},
        "gaps": {},
        "observed": {},
        "rules": [a_rule()],
        "min_complaints": 5,
    }
    return Case(**given | facts)


def ranked(case: Case) -> Outcome:
    return rank(case, shrink)


def the(outcome: Outcome, unit_id: str) -> Need:
    (found,) = [need for need in outcome.needs if need.unit_id == unit_id]
    return found


def order(outcome: Outcome) -> list[str]:
    return [need.unit_id for need in outcome.needs]


def test_the_higher_rate_comes_first_not_the_higher_number():
    services = {"U1": (50_000.0, 20), "U2": (5_000.0, 20), "U3": (50_000.0, 20)}
    complaints = {("U1", "antrean"): 60, ("U2", "antrean"): 40, ("U3", "antrean"): 20}

    outcome = ranked(a_case(complaints, services=services))

    assert order(outcome) == ["U2", "U1", "U3"]
    rate = the(outcome, "U2").rate
    assert (rate.basis, rate.exposure, rate.days, rate.own) == (Basis.SERVICES, 5000, 20, 8.0)
    assert rate.common == pytest.approx(120 / 105)
    assert rate.low < rate.shrunk < rate.own


def test_a_small_unit_with_a_high_rate_is_drawn_to_the_others():
    services = {"U1": (100.0, 2)} | {f"U{n}": (20_000.0, 20) for n in range(2, 12)}
    complaints = {("U1", "antrean"): 5} | {(f"U{n}", "antrean"): 40 + n for n in range(2, 12)}

    rate = the(ranked(a_case(complaints, services=services)), "U1").rate

    assert rate.own == 50.0
    assert rate.shrunk < 10
    assert rate.high - rate.low > 1


def test_without_services_employees_are_counted_and_it_is_flagged():
    case = a_case({("U1", "antrean"): 20, ("U2", "antrean"): 20}, services={"U1": (10_000.0, 20)})

    rate = the(ranked(case), "U2").rate

    assert (rate.basis, rate.exposure, rate.own, rate.days) == (Basis.EMPLOYEES, 10, 2.0, None)


def test_without_services_and_employees_there_is_no_rate_and_no_rank():
    case = a_case({("U1", "antrean"): 20, ("U2", "antrean"): 20}, services={}, employees={"U1": 3})

    need = the(ranked(case), "U2")

    assert (need.rate, need.unranked(5)) == (None, Unranked.NO_BASIS)


def test_a_few_complaints_are_listed_behind_the_ranked_ones():
    outcome = ranked(a_case({("U1", "antrean"): 4, ("U2", "antrean"): 5}))

    assert [(need.unit_id, need.unranked(5)) for need in outcome.needs] == [
        ("U2", None),
        ("U1", Unranked.FEW_COMPLAINTS),
    ]


def test_severity_and_the_curable_share_weigh_by_their_complaints():
    rules = [
        a_rule("antrean", severity=1, trainable_share=0.2),
        a_rule("sikap", severity=3, trainable_share=1.0),
    ]

    need = the(ranked(a_case({("U1", "antrean"): 30, ("U1", "Sikap "): 10}, rules=rules)), "U1")

    assert (need.complaints, need.severity) == (40, 1.5)
    assert need.trainable_share == pytest.approx((30 * 0.2 + 10 * 3) / 60)
    assert need.score == pytest.approx(need.rate.relative * 1.5 * 0.6)
    assert [(part.category, part.complaints) for part in need.parts] == [
        ("antrean", 30),
        ("sikap", 10),
    ]
    assert need.categories == ("Sikap ", "antrean")


def test_what_training_cannot_cure_is_shown_as_such_with_its_share():
    rules = [
        a_rule("antrean", trainable_share=0.25, rest_cause=Cause.STAFFING),
        a_rule("sikap", trainable_share=1.0),
        a_rule("berkas", "arsip", trainable_share=0.0, rest_cause=Cause.TOOLS),
    ]
    complaints = {("U1", "antrean"): 20, ("U1", "sikap"): 9, ("U1", "berkas"): 50}

    outcome = ranked(a_case(complaints, rules=rules))

    assert [(x.category, x.complaints, x.share, x.cause) for x in outcome.untrainable] == [
        ("berkas", 50, 1.0, "tools"),
        ("antrean", 20, 0.75, "staffing"),
    ]
    assert outcome.needs[-1].competency == "arsip"
    assert outcome.needs[-1].unranked(5) is Unranked.NOT_TRAINABLE


def test_a_category_without_a_rule_is_not_lost():
    outcome = ranked(a_case({("U1", "antrean"): 9, ("U1", "parkir"): 7, ("U2", "parkir"): 2}))

    assert outcome.unmapped == {"parkir": 9}
    assert order(outcome) == ["U1"]


def test_a_rising_rate_weighs_more_and_at_most_twice():
    before = Period(
        complaints={("U1", "antrean"): 20, ("U2", "antrean"): 60, ("U3", "antrean"): 1},
        services=dict.fromkeys(("U1", "U2", "U3"), (10_000.0, 20)),
    )
    now = {("U1", "antrean"): 40, ("U2", "antrean"): 40, ("U3", "antrean"): 40}

    outcome = ranked(a_case(now, before=before))

    assert order(outcome) == ["U3", "U1", "U2"]
    assert the(outcome, "U3").rate.trend_factor == 2.0
    assert 0.5 < the(outcome, "U1").rate.trend < 1.0
    assert the(outcome, "U2").rate.trend < 0


def test_without_an_earlier_period_there_is_no_trend():
    rate = the(ranked(a_case({("U1", "antrean"): 40})), "U1").rate

    assert (rate.trend, rate.trend_factor) == (None, 1.0)


def test_a_new_kind_of_complaint_has_no_percentage_and_counts_as_rising():
    before = Period(complaints={("U1", "parkir"): 10}, services={"U1": (10_000.0, 20)})

    rate = the(ranked(a_case({("U1", "antrean"): 40}, before=before)), "U1").rate

    assert (rate.before, rate.trend, rate.trend_factor) == (0.0, None, 2.0)


def test_a_competency_gap_weighs_up_to_twice_and_is_listed_without_complaints_too():
    gaps = {
        ("U2", "pelayanan"): Gap("Pelayanan", 0.5, None, GapSource.UNIT),
        ("U9", "arsip"): Gap("Arsip", 1.0, 7, GapSource.EMPLOYEES),
    }
    case = a_case({("U1", "antrean"): 40, ("U2", "antrean"): 40}, gaps=gaps)

    outcome = ranked(case)

    assert order(outcome) == ["U2", "U1", "U9"]
    one, two = the(outcome, "U1"), the(outcome, "U2")
    assert two.score == pytest.approx(one.score * 1.5)
    assert two.competency == "pelayanan"
    last = the(outcome, "U9")
    assert (last.complaints, last.gap.people) == (0, 7)
    assert last.unranked(5) is Unranked.FEW_COMPLAINTS


def test_where_nobody_assessed_a_unit_the_behaviour_forms_of_the_office_speak():
    question = {"key": "applied", "kind": "scale", "n": 5, "min": 1, "max": 5}
    observed = observed_gaps(
        [
            (["Pelayanan", "arsip"], [question | {"sum": 10.0}, question | {"key": "improved"}]),
            (["pelayanan"], [question | {"n": 15, "low": 4.0, "high": 5.0}]),
        ]
    )
    gaps = {("U2", "pelayanan"): Gap("pelayanan", 0.9, None, GapSource.UNIT)}
    case = a_case({("U1", "antrean"): 9, ("U2", "antrean"): 9}, gaps=gaps, observed=observed)

    outcome = ranked(case)

    seen = the(outcome, "U1").gap
    assert (seen.people, seen.source) == (20, GapSource.BEHAVIOUR_FORMS)
    assert seen.gap_share == pytest.approx(1 - (5 * 0.25 + 15 * 0.875) / 20)
    assert observed["arsip"].gap_share == pytest.approx(0.75)
    assert the(outcome, "U2").gap.gap_share == 0.9


def test_equal_needs_stand_in_the_order_of_their_ids_however_they_were_counted():
    complaints = {(unit, "antrean"): 10 for unit in ("U3", "U1", "U2")}

    orders = {
        tuple(order(ranked(a_case(dict(counted))))) for counted in permutations(complaints.items())
    }

    assert orders == {("U1", "U2", "U3")}


def test_the_newest_rule_that_holds_by_the_last_day_counts():
    first, second = a_rule(), a_rule("Antrean", effective_from=date(2026, 7, 1), severity=4)

    assert in_force([second, first], date(2026, 6, 30)) == [first]
    assert in_force([second, first], date(2026, 7, 1)) == [second]


def test_one_sentence_explains_a_need_in_both_languages():
    gaps = {("U1", "pelayanan"): Gap("pelayanan", 0.3, 4, GapSource.EMPLOYEES)}
    services = {"U1": (10_000.0, 20)}
    before = Period(complaints={("U1", "antrean"): 20}, services=services)
    case = a_case({("U1", "antrean"): 40}, gaps=gaps, before=before)

    said = sentence(the(ranked(case), "U1"))

    assert said["en"] == (
        "Loket U1: 40 complaints about pelayanan; about 4 per 1,000 services (95 % interval 2.86 "
        "to 5.33; all units 4); 100 % more than in the period before; severity 1 of 5; training "
        "can cure 50 % of it; competency gap 30 %."
    )
    assert said["id"] == (
        "Loket U1: 40 pengaduan terkait pelayanan; sekitar 4 per 1.000 layanan (selang 95 % 2,86 "
        "sampai 5,33; semua unit 4); 100 % lebih banyak dari periode sebelumnya; tingkat keparahan "
        "1 dari 5; pelatihan dapat mengatasi 50 %; kesenjangan kompetensi 30 %."
    )


def test_a_sentence_says_that_services_are_not_known():
    case = a_case({("U1", "antrean"): 1}, services={})

    said = sentence(replace(the(ranked(case), "U1"), gap=None))

    assert "1 complaint about pelayanan; about 0.1 per employee (the number" in said["en"]
