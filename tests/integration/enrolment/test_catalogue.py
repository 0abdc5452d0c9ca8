"""The catalogue: programmes with versions, and the agreements that degrees need."""

import pytest

from shared.errors import Conflict, NotFound, ValidationError
from tests.integration.enrolment.house import on


def a_degree(house, provider="Universitas Nusa Cendana", **facts):
    return house.a_programme(kind="degree", title="Magister", provider=provider, **facts)


def a_provider(house, **facts):
    given = {
        "name": "Universitas Nusa Cendana",
        "capacity": 5,
        "agreement_number": "415.4/12/2026",
        "agreement_from": "2026-01-01",
        "agreement_until": "2027-12-31",
    }
    return house.save_provider(**given | facts)["provider_id"]


def test_a_programme_says_how_it_is_taught_and_what_it_costs(house):
    saved = house.save_programme(
        title="Pelayanan prima",
        kind="training",
        learning_hours=20,
        competencies=["pelayanan"],
        cost_per_participant=1_500_000,
        delivery_mode="blended",
        cost_per_offering=10_000_000,
        travel_cost_per_day=430_000,
    )

    assert house.get_programme(programme_id=saved["programme_id"]) == saved
    assert saved["delivery_mode"] == "blended"
    assert (saved["cost_per_offering"], saved["travel_cost_per_day"]) == (10_000_000, 430_000)
    assert saved["version"] == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"delivery_mode": "by post"}, "delivery_mode"),
        ({"cost_per_offering": -1}, "cost_per_offering"),
        ({"travel_cost_per_day": 1.5}, "travel_cost_per_day"),
        ({"degree_level": "master"}, "degree_level"),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_with_the_field(house, facts, field):
    with pytest.raises(ValidationError) as refused:
        house.a_programme(**facts)

    assert field in refused.value.fields


def test_a_programme_cannot_be_changed_into_its_own_prerequisite(house):
    programme = house.a_programme()

    with pytest.raises(ValidationError, match="prerequisites"):
        house.a_programme(programme_id=programme, prerequisites=[programme])


def test_programmes_cannot_require_each_other_however_far_apart(house):
    first = house.a_programme(title="Dasar")
    second = house.a_programme(title="Lanjutan", prerequisites=[first])
    third = house.a_programme(title="Mahir", prerequisites=[second])

    with pytest.raises(ValidationError) as refused:
        house.a_programme(programme_id=first, prerequisites=[third])

    [reason] = refused.value.fields["prerequisites"]
    for needy, needed in ((first, third), (third, second), (second, first)):
        assert f"{needy} requires {needed}" in reason
    assert house.get_programme(programme_id=first)["prerequisites"] == []


def test_an_unknown_prerequisite_or_programme_is_not_found(house):
    with pytest.raises(NotFound):
        house.a_programme(prerequisites=["nothing"])
    with pytest.raises(NotFound):
        house.get_programme(programme_id="nothing")


def test_an_announced_offering_keeps_its_version_and_the_next_one_takes_the_new(house):
    programme = house.a_programme(title="Old", learning_hours=20)
    announced = house.an_offering(programme_id=programme)

    house.a_programme(programme_id=programme, title="New", learning_hours=40)

    assert house.get_programme(programme_id=programme)["version"] == 2
    assert house.get_offering(offering_id=announced)["title"] == "Old"
    later = house.an_offering(programme_id=programme)
    assert house.get_offering(offering_id=later)["title"] == "New"


def test_who_completes_an_announced_offering_is_credited_what_was_announced(house):
    programme = house.a_programme(learning_hours=20)
    offering = house.an_offering(programme_id=programme, meetings=[on("2026-11-20")])
    learner = house.an_employee()
    house.approved(offering, learner)
    house.a_programme(programme_id=programme, learning_hours=40)

    house.complete_offering(
        offering_id=offering,
        completed_at=on("2026-11-20")["ends_at"],
        results=[{"employee_id": learner, "passed": True}],
    )

    assert house.get_learning_hours(employee_id=learner, year=2026)["earned"] == 20


def test_saving_the_same_again_makes_no_new_version(house):
    programme = house.a_programme()

    house.a_programme(programme_id=programme)

    assert house.get_programme(programme_id=programme)["version"] == 1


def test_a_degree_offering_needs_an_agreement_in_force(house):
    provider = a_provider(house)
    degree = a_degree(house)
    house.an_offering(programme_id=degree, meetings=[on("2027-08-02")])

    with pytest.raises(Conflict, match="not in force on 2028-08-01"):
        house.an_offering(programme_id=degree, meetings=[on("2028-08-01")])

    a_provider(house, provider_id=provider, agreement_until="2028-12-31")
    house.an_offering(programme_id=degree, meetings=[on("2028-08-01")])


def test_a_degree_of_somebody_unregistered_cannot_be_offered_until_they_are(house):
    degree = a_degree(house, provider="universitas nusa cendana")
    with pytest.raises(Conflict, match="save_provider"):
        house.an_offering(programme_id=degree)

    a_provider(house)

    house.an_offering(programme_id=degree)


def test_a_degree_cannot_be_moved_out_of_the_agreement(house):
    a_provider(house)
    offering = house.an_offering(programme_id=a_degree(house), meetings=[on("2027-08-02")])

    with pytest.raises(Conflict, match="not in force"):
        house.schedule_offering(offering_id=offering, meetings=[on("2028-08-01")])


def test_a_provider_takes_as_many_as_agreed_at_one_time(house):
    provider = a_provider(house, capacity=5)
    degree = a_degree(house, provider=provider)
    house.an_offering(programme_id=degree, capacity=3)

    with pytest.raises(Conflict, match="takes 5 of our learners at one time, 3 are wanted"):
        house.an_offering(programme_id=degree, capacity=3)
    house.an_offering(programme_id=degree, capacity=2)
    house.an_offering(programme_id=degree, capacity=5, meetings=[on("2027-02-01")])


def test_an_offering_that_was_cancelled_gives_its_room_back(house):
    a_provider(house, capacity=3)
    degree = a_degree(house)
    offering = house.an_offering(programme_id=degree, capacity=3)

    house.cancel_offering(offering_id=offering, reason="too few")

    house.an_offering(programme_id=degree, capacity=3)


def test_two_providers_do_not_share_a_name(house):
    a_provider(house)

    with pytest.raises(Conflict, match="already"):
        a_provider(house, name="UNIVERSITAS  nusa cendana")


def test_providers_are_listed_with_capacity_and_agreement(house):
    provider = a_provider(house)
    house.save_provider(name="BPSDM", kind="training_centre")

    first, second = house.list_providers()["items"]

    assert first == {
        "provider_id": provider,
        "name": "Universitas Nusa Cendana",
        "kind": "university",
        "capacity": 5,
        "agreement_number": "415.4/12/2026",
        "agreement_from": "2026-01-01",
        "agreement_until": "2027-12-31",
    }
    assert (second["kind"], second["capacity"], second["agreement_from"]) == (
        "training_centre",
        None,
        None,
    )


def test_an_unknown_provider_cannot_be_changed(house):
    with pytest.raises(NotFound):
        a_provider(house, provider_id="nothing")
