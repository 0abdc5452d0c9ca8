"""Reports, evidence for colleagues, and the quarterly review."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from services.evaluation.analysis import room
from services.evaluation.analysis.functions import FUNCTIONS
from services.evaluation.printing.page import page_of
from services.evaluation.printing.workbook import write_workbook
from services.lontar import app
from shared.errors import NotFound
from shared.operating.installation import Installation
from tests.integration.evaluation.asking import DAY, now_completed
from tests.integration.evaluation.house import House, in_an_envelope
from tests.integration.evaluation.study_house import a_seat, a_unit, an_employee, an_offering
from tests.integration.evaluation.test_pretests import PRETEST

COMPLETION = {**PRETEST, "at": "completion"}
BEHAVIOUR = {**COMPLETION, "level": 3, "opens_after_days": 90}


@pytest.fixture
def town(house, monkeypatch):
    """Twelve clerks at counters and three drivers at a garage are taught P1, and answer all."""
    monkeypatch.setattr(room, "run", lambda function, given, **_: FUNCTIONS[function](given))
    reaction = {**COMPLETION, "level": 1}
    house.service.save_policy(programme_id="P1", items=[PRETEST, reaction, COMPLETION, BEHAVIOUR])
    people = [f"clerk-{n:02}" for n in range(12)] + [f"driver-{n}" for n in range(3)]
    house.deliver(
        in_an_envelope(a_unit("U1", "counter")),
        in_an_envelope(a_unit("U2", "garage")),
        *[
            in_an_envelope(
                an_employee(
                    one, "U1" if "clerk" in one else "U2", position=one.split("-", maxsplit=1)[0]
                )
            )
            for one in people
        ],
    )
    offering = an_offering(house.clock.now() + DAY, offering_id="O1")
    house.deliver(in_an_envelope(offering, sequence=1))
    seats = [a_seat(offering, one, house.clock.now()) for one in people]
    house.deliver(*[in_an_envelope(one, sequence=2) for one in seats])
    answer(house, people)
    house.clock.travel(2 * DAY)
    house.deliver(*[in_an_envelope(completion(house, one), sequence=3) for one in seats])
    answer(house, people)
    house.tick(91 * DAY)
    answer(house, people)
    return house


def completion(house: House, seat):
    return now_completed(
        house,
        enrolment_id=seat.enrolment_id,
        employee_id=seat.employee_id,
        offering_id=seat.offering_id,
        unit_id="U1" if "clerk" in seat.employee_id else "U2",
    )


def answer(house: House, people: list[str]) -> None:
    """Whatever is open; somewhat differently each."""
    for one in house.evaluations(status="open", limit=500):
        number = people.index(one["respondent_id"])
        answers = {
            1: {"useful": 3 + number % 3, "trainer": 4 + number % 2, "organisation": 4},
            2: {"score": 40 + number % 7 if one["is_pretest"] else 70 + number % 5},
            3: {"applied": 5 - number % 4, "supported": 3},
        }[one["level"]]
        house.service.submit_evaluation(
            evaluation_id=one["evaluation_id"],
            respondent_id=one["respondent_id"],
            answers=answers,
        )


def evidence(house: House, employee_id: str) -> dict:
    items = house.service.get_evidence(programme_id="P1", employee_id=employee_id)["items"]
    return {one["about"]: one for one in items}


def test_from_seats_to_the_service_and_what_a_colleague_may_hear_of_it(town, tmp_path):
    before = evidence(town, "clerk-00")
    assert before["used"]["certainty"] == "insufficient_data"
    assert "closed" in before["used"]["reason"]
    town.tick(60 * DAY)

    report = town.service.get_report(programme_id="P1")

    assert (report["enrolled"], report["completed"]) == (15, 15)
    rates = {(one["level"], one["respondent"]): one["rate"] for one in report["responses"]}
    assert rates == dict.fromkeys(
        [(1, "participant"), (2, "participant"), (2, "pretest"), (3, "participant")], 1.0
    )
    shown = {(one["level"], one["respondent"]): one["n"] for one in report["results"]}
    assert shown[1, "participant"] == shown[2, "pretest"] == shown[3, "participant"] == 15
    assert report["learning"]["certainty"] == "learned"
    assert [one["certainty"] for one in report["effects"]] == ["insufficient_data"]
    assert [(one["unit_id"], one["enrolled"]) for one in report["units"]] == [
        ("U1", 12),
        ("U2", 3),
    ]
    [year] = report["years"]
    assert (year["year"], year["completed"], len(year["offerings"])) == (2026, 15, 4)

    town.deliver(in_an_envelope(an_employee("doubter", "U1", position="clerk")))
    items = evidence(town, "doubter")
    assert {about: one["certainty"] for about, one in items.items()} == {
        "learned": "learned",
        "used": "reported",
        "changed": "insufficient_data",
    }
    # Of the clerks alone, the three drivers would be what is left over.
    assert (items["learned"]["n"], items["learned"]["position"]) == (15, None)
    assert (items["used"]["n"], items["used"]["position"]) == (15, None)
    assert "no study" in items["changed"]["sentence"]["en"]
    check_files(report, tmp_path)


def check_files(report: dict, tmp_path: Path) -> None:
    """The same as a workbook and as a page, in both languages."""
    write_workbook(report, tmp_path / "report.xlsx", "id")
    book = load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == [
        "Ringkasan",
        "Tanggapan yang masuk",
        "Jawaban",
        "Perubahan layanan",
        "Per unit",
        "Per tahun",
    ]
    assert [cell.value for cell in book["Ringkasan"][2]][2:4] == [15, 15]
    page = page_of(report, "en")
    assert page.count("<svg") == 2
    assert "learned" in page
    assert "effect" not in page.split("<h2>What was learned</h2>")[1].split("<h2>")[0]
    assert "http" not in page.replace("http-equiv", "")


def test_what_people_wrote_becomes_neither_a_formula_nor_markup(house, tmp_path):
    house.deliver(in_an_envelope(now_completed(house, programme_id="P1", title="=cmd()<b>")))
    report = house.service.get_report(programme_id="P1")

    write_workbook(report, tmp_path / "report.xlsx", "en")

    cell = load_workbook(tmp_path / "report.xlsx")["Summary"]["A2"]
    assert (cell.value, cell.data_type) == ("=cmd()<b>", "s")
    assert "&lt;b&gt;" in page_of(report, "id")
    assert "<b>" not in page_of(report, "id")


def test_one_odd_character_does_not_cost_the_workbook(house, tmp_path):
    house.deliver(in_an_envelope(now_completed(house, programme_id="P1", title="Pri\x0bma")))
    report = house.service.get_report(programme_id="P1")

    write_workbook(report, tmp_path / "report.xlsx", "en")

    assert load_workbook(tmp_path / "report.xlsx")["Summary"]["A2"].value == "Prima"


@pytest.mark.parametrize("ending", ["xlsx", "html"])
def test_operators_print_a_report_by_a_command(house, tmp_path, ending, monkeypatch):
    monkeypatch.setattr(Installation, "database", lambda *_: house.database)
    file = tmp_path / f"report.{ending}"
    command = ["report", "P1", str(file)]

    assert isinstance(CliRunner().invoke(app, command).exception, NotFound)
    assert not file.exists()
    house.deliver(in_an_envelope(now_completed(house, programme_id="P1", title="Prima")))
    assert CliRunner().invoke(app, command).output == f"report.{ending}: report of Prima\n"
    assert file.stat().st_size > 1000
    assert "--force" in str(CliRunner().invoke(app, command).exception)
    assert CliRunner().invoke(app, [*command, "--force", "--language", "en"]).exit_code == 0


def nurses_are_taught_too(town: House) -> None:
    """And answer, so that clerks are told of where enough others are left."""
    nurses = [f"nurse-{n}" for n in range(5)]
    people = nurses + [f"clerk-{n:02}" for n in range(12)]
    town.deliver(*[in_an_envelope(an_employee(one, "U2", position="nurse")) for one in nurses])
    town.deliver(
        *[
            in_an_envelope(
                now_completed(town, employee_id=one, programme_id="P1", offering_id="O2")
            )
            for one in nurses
        ]
    )
    town.tick(91 * DAY)
    answer(town, people)


def test_colleagues_of_the_same_role_are_told_of_where_enough_others_are_left(town):
    nurses_are_taught_too(town)
    town.tick(60 * DAY)

    used = evidence(town, "clerk-00")["used"]

    assert (used["position"], used["unit_kind"], used["n"]) == ("clerk", "counter", 12)
    assert used["found"]["share"] == 0.5
    assert "50 %" in used["sentence"]["id"]

    town.deliver(in_an_envelope(now_completed(town, employee_id="clerk-00")))
    town.clock.travel_to(datetime(2027, 10, 1, 8, tzinfo=UTC))
    for _ in range(2):
        town.service.review_programmes()
    [told] = [one for one in town.told() if one.name == "programme.reviewed"]
    assert (told.subject, told.sequence, told.data["completed"]) == ("P1", 1, 1)
    assert (told.data["period_start"], told.data["period_end"]) == ("2027-07-01", "2027-09-30")
    groups = {one["position"]: (one["people"], one["applied_share"]) for one in told.data["groups"]}
    assert groups["clerk"] == (13, 0.5)


def test_what_is_not_known_is_not_found(house):
    with pytest.raises(NotFound):
        house.service.get_report(programme_id="P9")
    with pytest.raises(NotFound):
        house.service.get_evidence(programme_id="P1", employee_id="nobody")


def test_a_programme_without_answers_has_a_report_too(house):
    house.deliver(in_an_envelope(now_completed(house, programme_id="P1")))

    report = house.service.get_report(programme_id="P1")

    assert (report["enrolled"], report["completed"]) == (1, 1)
    assert {one["n"] for one in report["results"]} == {0}


def test_what_was_taught_once_is_reviewed_again_when_its_answers_about_use_are_in(town):
    nurses_are_taught_too(town)
    for first_day in (datetime(2027, month, 1, 8, tzinfo=UTC) for month in (1, 4, 7, 10)):
        if town.clock.now() < first_day:
            town.clock.travel_to(first_day)
            town.tick()
            town.service.review_programmes()
    reviews = [one.data for one in town.told() if one.name == "programme.reviewed"]

    last = reviews[-1]
    assert last["completed"] == 0
    assert {one["position"]: one["applied_share"] for one in last["groups"]}["clerk"] == 0.5


def test_a_quarter_without_completions_is_not_reviewed(house):
    house.deliver(in_an_envelope(now_completed(house)))

    house.service.review_programmes()

    assert "programme.reviewed" not in house.names_told()


def test_evidence_of_a_programme_that_nobody_knows_is_refused_like_a_report(house):
    house.deliver(in_an_envelope(an_employee("E1", "U1")))

    with pytest.raises(NotFound, match="programme"):
        house.service.get_report(programme_id="UNKNOWN")
    with pytest.raises(NotFound, match="programme"):
        house.service.get_evidence(programme_id="UNKNOWN", employee_id="E1")
