"""A campus for the tests of formal education: a learner with everything a study needs."""

from datetime import date

from shared.events.hr import PerformanceRated
from tests.integration.enrolment.house import House, at, on

A_NIP = "199503152020012001"


def open_campus(house: House) -> House:
    """A learner under a head, and `house.intake`, a degree of one year with one place."""
    house.an_officer()
    house.a_unit("U1", head_id="HEAD")
    house.an_employee("HEAD")
    house.an_employee("LEARNER", nip=A_NIP, appointed_on=date(2020, 1, 1), grade="III/b")
    for year in ("2024", "2025"):
        rate(house, year)
    house.intake = an_intake(house)
    return house


def rate(house, period, predicate="Baik"):
    now = house.clock.now()
    told = PerformanceRated(
        occurred_at=now,
        employee_id="LEARNER",
        period=period,
        predicate=predicate,
        changed_at=now,
    )
    with house.database.transaction() as session:
        house.service.learn_rating(told, session)


def an_intake(house, capacity=1, **facts):
    degree = house.a_programme(
        kind="degree", title="Magister", degree_level="master", learning_hours=0, **facts
    )
    whole = {"starts_at": on("2026-12-01")["starts_at"], "ends_at": on("2027-11-30")["ends_at"]}
    return house.an_offering(programme_id=degree, capacity=capacity, meetings=[whole])


def applied(house, **facts):
    given = {
        "offering_id": house.intake,
        "employee_id": "LEARNER",
        "funding": "ministry",
        "sanction": "none",
        "applied_by": "OFFICER",
    }
    return house.apply_for_study(**given | facts)["study_id"]


def selected(house, study_id, **facts):
    return house.decide_study(
        **{"study_id": study_id, "decision": "select", "decided_by": "OFFICER"} | facts
    )


def decreed(house, study_id):
    selected(house, study_id)
    return house.decree_study(
        study_id=study_id,
        decree_number="800/12/BKPSDM/2026",
        decreed_on="2026-11-23",
        recorded_by="OFFICER",
    )


def under_way(house, **facts):
    """The id of a study that began on the first of December."""
    study_id = applied(house, **facts)
    decreed(house, study_id)
    house.clock.travel_to(at("2026-12-01", 9))
    house.start_study(study_id=study_id, started_on="2026-12-01", recorded_by="OFFICER")
    return study_id


def study_of(house, study_id):
    return house.get_study(study_id=study_id)


def ask(house, until):
    house.clock.travel_to(at(until, 9))
    house.ask_for_study_reports()


def returned(house, study_id, day):
    house.clock.travel_to(at(day, 9))
    return house.return_from_study(study_id=study_id, returned_on=day, recorded_by="OFFICER")


def extend(house, study_id, until):
    return house.extend_study(
        study_id=study_id, until=until, decree_number="801/2027", recorded_by="OFFICER"
    )


def absences(house):
    with house.database.reading() as session:
        rows = session.connection().exec_driver_sql("select kind, starts_on, ends_on from absence")
        return [(row.kind, str(row.starts_on), str(row.ends_on)) for row in rows]
