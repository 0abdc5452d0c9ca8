"""The cast is chosen from any roster by what people are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo import roster
from demo.cast import Unplayable, choose
from shared.events.hr import EmployeeChanged
from tests.unit.demo.people import LONG_AGO, a_person, a_unit, an_office


def ids(people):
    return [one.employee_id for one in people]


def test_the_lead_reports_to_whoever_leads_most_people_who_serve_the_public():
    office = [
        *an_office(staff=9),
        a_person("COUNTER-HEAD"),
        *(a_person(f"C{n}", "COUNTER-HEAD", position="Petugas Loket") for n in range(3)),
    ]
    cast = choose(office)
    assert cast.supervisor.employee_id == "COUNTER-HEAD"
    assert cast.hero.supervisor_id == "COUNTER-HEAD"


def test_the_lead_has_a_mail_address_and_reads_indonesian_where_somebody_does():
    office = [
        a_person("HEAD"),
        a_person("NO-MAIL", "HEAD", email=None),
        a_person("ENGLISH", "HEAD", language="en"),
        a_person("BAD-MAIL", "HEAD", email="not an address"),
        a_person("BOTH", "HEAD"),
    ]
    assert choose(office).hero.employee_id == "BOTH"


def test_a_reader_of_english_is_in_the_class_where_there_is_one():
    office = [*an_office(), a_person("E", "ELSEWHERE", language="en")]
    assert choose(office).second_reader.employee_id == "E"


def test_nobody_with_another_part_fails_or_is_undone():
    cast = choose([*an_office(staff=3), a_person("E", "HEAD", language="en")])
    parts = [cast.hero, cast.second_reader, cast.undone, cast.failing]
    assert len(set(ids(parts))) == 4


def test_a_training_officer_nominates_and_does_not_learn():
    office = [*an_office(), a_person("OFFICER", "HEAD", roles=["officer"])]
    cast = choose(office)
    assert cast.nominator.employee_id == "OFFICER"
    assert "OFFICER" not in ids(cast.learners)


def test_without_a_training_officer_the_supervisor_nominates():
    assert choose(an_office()).nominator.employee_id == "HEAD"


def test_the_head_of_a_unit_is_not_taken_for_a_stranger():
    office = an_office()
    colleagues = ids(choose(office).learners)[1:]
    heads = [a_unit(f"U-{one}", one) for one in colleagues[:-1]]
    assert choose(office, heads).stranger.employee_id == colleagues[-1]


def test_where_everybody_leads_somebody_the_lead_is_refused_the_own_request():
    office = an_office()
    cast = choose(office, [a_unit(f"U-{one}", one) for one in ids(office)])
    assert cast.stranger == cast.hero


def test_who_has_left_is_nominated_but_never_learns():
    office = [*an_office(), a_person("GONE", "HEAD", active=False)]
    cast = choose(office)
    assert cast.gone is not None
    assert cast.gone.employee_id == "GONE"
    assert "GONE" not in ids(cast.learners)


def test_a_roster_where_nobody_has_left_plays_as_well():
    assert choose(an_office()).gone is None


def test_whoever_is_kept_at_work_leaves_the_class_and_the_parts_go_to_others():
    cast = choose(an_office(staff=6))
    seated = ids(cast.learners)[:-1]
    smaller = cast.with_learners(seated)
    assert ids(smaller.learners) == seated
    assert smaller.failing.employee_id == seated[-1]


def test_a_class_of_whom_nearly_all_are_kept_at_work_is_refused_in_words():
    cast = choose(an_office())
    with pytest.raises(Unplayable, match="lets only 1 go"):
        cast.with_learners(ids(cast.learners)[:1])


@pytest.mark.parametrize(
    ("office", "missing"),
    [
        ([], "supervises"),
        ([a_person("ALONE", "ALONE")], "supervises"),
        ([a_person("A", "UNKNOWN")], "supervises"),
        (an_office(staff=3), "needs 4"),
        ([a_person("A"), *(a_person(f"O{n}", "A", roles=["officer"]) for n in range(9))], "needs"),
    ],
)
def test_too_small_a_roster_is_refused_in_words(office, missing):
    with pytest.raises(Unplayable, match=missing):
        choose(office)


def test_the_synthetic_roster_fills_every_part():
    people = [_as_event(row) for row in roster.generate().employees]
    cast = choose(people)
    assert len(cast.learners) == 12
    assert cast.gone
    assert cast.second_reader.language == "en"
    assert "officer" in cast.nominator.roles


def _as_event(row):
    facts = {name: value or None for name, value in row.items() if name in ("language", "email")}
    return a_person(
        row["employee_id"],
        row["supervisor_id"] or None,
        position=row["position"],
        roles=row["roles"].split(";"),
        active=row["active"] == "true",
        changed_at=LONG_AGO,
        **facts,
    )


_ids = st.sampled_from([f"P{number}" for number in range(12)])
_people = st.builds(
    a_person,
    _ids,
    st.none() | _ids,
    active=st.booleans(),
    email=st.sampled_from([None, "a@b.example", "x"]),
    language=st.sampled_from([None, "id", "en", "fr"]),
    roles=st.sampled_from([[], ["officer"], ["other"]]),
    position=st.sampled_from(["Staf", "Petugas Loket"]),
)


@given(st.lists(_people, max_size=25, unique_by=lambda one: one.employee_id), st.lists(_ids))
def test_any_roster_gives_a_cast_that_keeps_the_rules_or_is_refused(people, heads):
    try:
        cast = choose(people, [a_unit(f"U{n}", head) for n, head in enumerate(heads)])
    except Unplayable:
        return
    learners = ids(cast.learners)
    assert 4 <= len(learners) == len(set(learners)) <= 12
    assert all(_may_learn(one) for one in cast.learners)
    assert cast.hero.supervisor_id == cast.supervisor.employee_id
    assert cast.supervisor.active
    assert cast.supervisor.employee_id not in learners
    assert cast.stranger.employee_id in learners


def _may_learn(one: EmployeeChanged) -> bool:
    return one.active and "officer" not in one.roles
