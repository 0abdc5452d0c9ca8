"""What holds for every roster that the generator makes, at any seed and headcount."""

import csv
import random
from collections import Counter, defaultdict
from datetime import date

import pytest

from demo.roster import Roster, generate
from demo.roster.__main__ import main
from demo.roster.careers import AS_OF, EMPLOYMENTS, FIRST_SERIAL, RETIREMENT_AGE
from demo.roster.names import mail_name, plain_name
from demo.roster.positions import GRADES, POSITIONS
from demo.roster.posts import smallest_headcount

CASES = [(1, 600), (2, 600), (7, 400), (20, 600), (99, 1500), (3, smallest_headcount())]


@pytest.fixture(params=CASES, ids=lambda case: f"seed{case[0]}-{case[1]}", scope="module")
def roster(request) -> Roster:
    seed, employees = request.param
    return generate(seed, employees)


@pytest.fixture(scope="module")
def default_roster() -> Roster:
    return generate()


def people_by_id(roster: Roster) -> dict[str, dict[str, str]]:
    return {person["employee_id"]: person for person in roster.employees}


def people_by_unit(roster: Roster) -> dict[str, list[dict[str, str]]]:
    """The active people of each unit, by unit_id."""
    groups = defaultdict(list)
    for person in roster.employees:
        if person["active"] == "true":
            groups[person["unit_id"]].append(person)
    return groups


def positions_needed(unit: dict[str, str]) -> dict[str, int]:
    pairs = [p.split("=") for p in unit["min_on_duty_by_position"].split(";") if p]
    return {position: int(count) for position, count in pairs}


# --- The files


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for folder in ("once", "again"):
        main([str(tmp_path / folder), "--seed", "5", "--employees", "450"])

    for name in ("units.csv", "roster.csv"):
        written = (tmp_path / "once" / name).read_bytes()
        assert written == (tmp_path / "again" / name).read_bytes()


def test_another_seed_makes_other_people():
    assert generate(1).employees != generate(2).employees


def test_the_roster_does_not_disturb_the_shared_random_numbers():
    before = random.getstate()
    generate()
    assert random.getstate() == before


def test_the_files_have_the_columns_of_the_import(tmp_path):
    main([str(tmp_path)])

    assert header(tmp_path / "units.csv") == (
        "unit_id,name,kind,parent_id,head_id,min_on_duty,min_on_duty_by_position"
    )
    assert header(tmp_path / "roster.csv") == (
        "employee_id,nip,name,unit_id,position,supervisor_id,email,phone,language,employment,"
        "roles,active,appointed_on,grade"
    )


def header(path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0]


def test_what_is_written_reads_back_as_it_was_made(tmp_path):
    main([str(tmp_path), "--seed", "4"])

    with (tmp_path / "roster.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == generate(4).employees


@pytest.mark.parametrize("employees", ["0", "-1", str(smallest_headcount() - 1)])
def test_a_headcount_too_small_for_the_units_is_refused_in_one_line(tmp_path, capsys, employees):
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path), "--employees", employees])

    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not list(tmp_path.iterdir())


# --- Units


@pytest.mark.parametrize(("seed", "employees"), CASES)
def test_the_roster_has_exactly_the_wanted_headcount(seed, employees):
    assert len(generate(seed, employees).employees) == employees


def test_the_district_has_its_twelve_kelurahan(default_roster):
    names = {unit["name"] for unit in default_roster.units if unit["kind"] == "kelurahan"}
    assert len(names) == 12
    assert {"Kelurahan Alak", "Kelurahan Nunbaun Delha", "Kelurahan Penkase Oeleta"} <= names


def test_ids_are_unique_and_short(roster):
    for ids in (
        [unit["unit_id"] for unit in roster.units],
        [person["employee_id"] for person in roster.employees],
    ):
        assert len(set(ids)) == len(ids)
        assert all(0 < len(one) <= 64 for one in ids)


def test_units_form_one_tree_with_parents_before_children(roster):
    seen = set()
    for unit in roster.units:
        assert unit["parent_id"] in seen or not (unit["parent_id"] or seen)
        seen.add(unit["unit_id"])


def test_every_unit_is_headed_by_an_active_pns_who_works_there(roster):
    people = people_by_id(roster)
    for unit in roster.units:
        head = people[unit["head_id"]]
        assert head["unit_id"] == unit["unit_id"]
        assert (head["active"], head["employment"]) == ("true", "PNS")


def test_every_unit_can_spare_somebody_for_training(roster):
    people = people_by_unit(roster)
    for unit in roster.units:
        assert 0 < int(unit["min_on_duty"]) < len(people[unit["unit_id"]])


def test_every_position_with_a_minimum_can_spare_somebody(roster):
    people = people_by_unit(roster)
    for unit in roster.units:
        held = Counter(person["position"] for person in people[unit["unit_id"]])
        for position, needed in positions_needed(unit).items():
            assert 0 < needed < held[position], (unit["unit_id"], position)


def test_the_minimum_by_position_fits_into_the_minimum_of_the_unit(roster):
    for unit in roster.units:
        assert sum(positions_needed(unit).values()) <= int(unit["min_on_duty"])


# --- Supervisors


def test_every_supervisor_is_somebody_else_who_is_active(roster):
    people = people_by_id(roster)
    for person in roster.employees:
        if supervisor_id := person["supervisor_id"]:
            assert supervisor_id != person["employee_id"]
            assert people[supervisor_id]["active"] == "true"


def test_following_the_supervisors_never_leads_in_a_circle(roster):
    people = people_by_id(roster)
    for person in roster.employees:
        chain = [person["employee_id"]]
        while supervisor_id := people[chain[-1]]["supervisor_id"]:
            assert supervisor_id not in chain
            chain.append(supervisor_id)


def test_heads_report_to_the_head_of_the_parent_unit(roster):
    people = people_by_id(roster)
    head_of = {unit["unit_id"]: unit["head_id"] for unit in roster.units}
    for unit in roster.units:
        expected = head_of.get(unit["parent_id"], "")
        assert people[unit["head_id"]]["supervisor_id"] in (expected, "")


def test_most_staff_report_to_their_head_and_some_to_a_deputy(default_roster):
    head_of = {unit["unit_id"]: unit["head_id"] for unit in default_roster.units}
    staff = [p for p in default_roster.employees if p["employee_id"] not in head_of.values()]
    to_head = [p for p in staff if p["supervisor_id"] == head_of[p["unit_id"]]]
    to_other = [p for p in staff if p["supervisor_id"] not in ("", head_of[p["unit_id"]])]

    assert len(to_head) > 0.7 * len(staff)
    assert to_other


def test_a_few_heads_and_staff_name_no_supervisor(roster):
    heads = {unit["head_id"] for unit in roster.units}
    unnamed = {p["employee_id"] for p in roster.employees if not p["supervisor_id"]}

    assert len(unnamed & heads) == 3  # the root's, and two that fall back on the parent's head
    assert 0 < len(unnamed - heads) < 0.05 * len(roster.employees)


# --- Employment, grade and NIP


def test_every_employment_occurs_and_most_people_are_pns(roster):
    counts = Counter(person["employment"] for person in roster.employees)
    assert set(counts) == set(EMPLOYMENTS)
    assert counts.most_common(1)[0][0] == "PNS"
    assert counts["PPPK_PARUH_WAKTU"] < 0.15 * len(roster.employees)


def test_grades_belong_to_the_employment(roster):
    for person in roster.employees:
        on_contract = person["employment"].startswith("PPPK")
        assert person["grade"] in (("V", "VII", "IX", "X") if on_contract else GRADES)


def test_nobody_holds_a_position_outside_its_grades(roster):
    for person in roster.employees:
        position = POSITIONS[person["position"]]
        if person["employment"] in ("PNS", "CPNS"):
            lowest = position.lowest or position.level.first_grade
            between = GRADES[GRADES.index(lowest) : GRADES.index(position.highest) + 1]
            assert person["grade"] in between


def test_a_nip_has_18_digits_and_belongs_to_one_person(roster):
    nips = [person["nip"] for person in roster.employees]
    assert len(set(nips)) == len(nips)
    assert all(len(nip) == 18 and nip.isdecimal() for nip in nips)


def test_a_nip_of_a_pns_names_the_month_of_appointment(roster):
    for person in roster.employees:
        if person["employment"] in ("PNS", "CPNS"):
            assert person["nip"][8:14] == person["appointed_on"][:7].replace("-", "")


def test_a_nip_of_a_pppk_names_the_year_and_a_contract_count_that_is_no_month(roster):
    for person in roster.employees:
        if person["employment"].startswith("PPPK"):
            assert person["nip"][8:12] == person["appointed_on"][:4]
            assert person["nip"][12:14] in ("21", "22")


def test_a_nip_says_woman_for_positions_that_only_women_hold(roster):
    for person in roster.employees:
        assert person["nip"][14] in "12"
        if POSITIONS[person["position"]].women_only:
            assert person["nip"][14] == "2"


def test_the_serial_of_a_nip_is_one_that_real_ones_do_not_reach(roster):
    assert all(int(person["nip"][15:]) >= FIRST_SERIAL for person in roster.employees)


def test_everybody_was_grown_up_at_appointment_and_active_people_are_below_retirement(roster):
    for person in roster.employees:
        born_on = date.fromisoformat(person["nip"][:8])
        appointed_on = date.fromisoformat(person["appointed_on"])
        assert age(born_on, appointed_on) >= 18
        assert appointed_on < AS_OF
        assert (age(born_on, AS_OF) < RETIREMENT_AGE) == (person["active"] == "true")


def age(born_on: date, on: date) -> int:
    """Completed years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def test_part_time_contracts_are_not_older_than_their_law(roster):
    for person in roster.employees:
        if person["employment"] == "PPPK_PARUH_WAKTU":
            assert person["appointed_on"] >= "2025"


def test_probation_lasts_a_year(roster):
    for person in roster.employees:
        served_days = (AS_OF - date.fromisoformat(person["appointed_on"])).days
        if person["employment"] in ("PNS", "CPNS"):
            assert (served_days < 365) == (person["employment"] == "CPNS")


# --- People


def test_a_handful_has_retired(roster):
    inactive = [person for person in roster.employees if person["active"] == "false"]
    assert 5 <= len(inactive) <= max(5, 0.02 * len(roster.employees))
    assert all(person["employment"] == "PNS" for person in inactive)


def test_three_training_officers_work_in_the_training_office(roster):
    kind_of = {unit["unit_id"]: unit["kind"] for unit in roster.units}
    officers = [person for person in roster.employees if person["roles"]]

    assert [person["roles"] for person in officers] == ["officer"] * 3
    assert {kind_of[person["unit_id"]] for person in officers} == {"training_office"}
    assert all(person["active"] == "true" for person in officers)


def test_mail_addresses_are_unique_and_reach_nobody(roster):
    addresses = [person["email"] for person in roster.employees]
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@alak.example") and address.isascii() for address in addresses)


def test_phone_numbers_are_unique_and_cannot_ring(roster):
    numbers = [person["phone"] for person in roster.employees]
    assert len(set(numbers)) == len(numbers)
    assert all(n.startswith("+62000") and len(n) == 13 and n[1:].isdecimal() for n in numbers)


def test_most_people_read_indonesian_and_a_few_english(roster):
    counts = Counter(person["language"] for person in roster.employees)
    assert set(counts) == {"id", "en"}
    assert counts["en"] < 0.03 * len(roster.employees)


def test_some_names_carry_titles_and_mail_addresses_never_do(default_roster):
    titled = [p for p in default_roster.employees if "," in p["name"]]
    doctors = [p for p in default_roster.employees if p["position"] == "Dokter"]

    assert 0.2 < len(titled) / len(default_roster.employees) < 0.8
    assert all(p["name"].startswith("dr. ") for p in doctors)
    assert not any(p["email"].startswith("dr.") for p in doctors)


def test_every_name_makes_a_mail_name():
    rng = random.Random(11)
    for woman in (True, False) * 500:
        assert mail_name(plain_name(woman, rng)).replace(".", "").isalpha()


def test_a_single_name_stays_alone_in_the_mail_address():
    assert mail_name("Slamet") == "slamet"
    assert mail_name("Maria Yuliana Benu") == "maria.benu"
