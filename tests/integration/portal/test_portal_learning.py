"""My learning: hours, seats, certificates, messages, preferences."""

import re
from datetime import UTC, datetime, timedelta

from tests.integration.portal.house import House, wait_until
from tests.integration.portal.town import HEAD, LEARNER, OFFICER


def test_learning_shows_hours_seats_and_a_certificate_to_download(house: House) -> None:
    seats = house.completed("P31")
    page = house.visitor("P31").get("/learning").text

    assert re.search(r"<strong>\d+</strong> JP", page)
    assert "Pelayanan Prima di Loket" in page
    pdf = house.visitor("P31").get(f"/learning/seats/{seats['P31']}/certificate")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_anybody_checks_a_certificate_and_learns_no_more_than_that_it_holds(house: House) -> None:
    seats = house.completed("P31")
    held = house.call("enrolment", "get_certificate", enrolment_id=seats["P31"])
    somebody = house.visitor()

    found = somebody.get(f"/certificates?code={held['code']}")
    assert "This certificate is genuine and valid." in found.text
    assert "Lusia Tmaneak" in found.text
    assert "P31" not in found.text

    unknown = somebody.get("/certificates/NOSUCH-CODE")
    assert unknown.status_code == 404
    assert "There is no certificate with this code." in unknown.text


def test_who_was_nominated_declines_with_a_reason(house: House) -> None:
    seats = house.nominated(house.an_offering(), "P31")
    learner, path = house.visitor("P31"), f"/learning/seats/{seats['P31']}"
    assert "You were nominated." in learner.get(path).text

    done = learner.post(path, action="decline", reason="workload", text="Akhir tahun")

    assert done.url.path == "/learning"
    declined = house.call("enrolment", "get_enrolment", enrolment_id=seats["P31"])
    assert (declined["status"], declined["reason"]) == ("declined", "workload")


def test_a_message_is_read_once_and_marked_by_its_reader_only(house: House) -> None:
    house.completed("P31")
    learner = house.visitor("P31")
    inbox = "/learning/inbox"
    wait_until(lambda: "unread</strong>" in learner.get(inbox).text, "message", house.services)
    page = learner.get(inbox).text
    message = re.search(r'name="notification_id" value="([^"]+)"', page)[1]
    mark = re.search(r'name="mark" value="([^"]+)"', page)[1]

    stolen = house.visitor(LEARNER).post(inbox, notification_id=message, mark=mark)
    assert stolen.status_code == 403

    learner.post(inbox, notification_id=message, mark=mark)
    unread = house.call(
        "notification", "list_notifications", employee_id="P31", unread_only=True, limit=500
    )
    assert message not in [one["notification_id"] for one in unread["items"]]


def test_preferences_are_kept_and_wrong_ones_marked(house: House) -> None:
    learner = house.visitor("P14")

    half = learner.post("/preferences", language="en", by_mail="1", quiet_from="21:00")
    assert half.status_code == 400
    assert "21:00" in half.text

    learner.post(
        "/preferences", language="id", quiet_from="21:00", quiet_to="06:00", digest="daily"
    )
    kept = house.call("notification", "get_preferences", employee_id="P14")
    assert (kept["quiet_to"], kept["digest"], kept["channels"]) == ("06:00", "daily", ["inapp"])
    assert '<html lang="id">' in learner.get("/preferences").text


def test_what_was_muted_by_a_mail_is_mailed_again_when_its_reader_says_so(house: House) -> None:
    muted = ["evaluation.due_soon", "training.completed"]
    house.call("notification", "set_preferences", employee_id="P15", muted=muted)
    reader = house.visitor("P15")
    assert "A form is due soon" in reader.get("/preferences").text

    reader.post("/preferences", language="en", by_mail="1", again="evaluation.due_soon")

    kept = house.call("notification", "get_preferences", employee_id="P15")
    assert kept["muted"] == ["training.completed"]


def test_a_report_of_a_study_is_handed_in(house: House) -> None:
    study_id = _a_study_that_began(house, HEAD)
    learner = house.visitor(HEAD)
    page = learner.get("/study")
    assert page.url.path == f"/study/{study_id}"
    assert "Hand in a report" in page.text

    wrong = learner.post(f"/study/{study_id}", semester="1", gpa="9", text="Lancar")
    assert wrong.status_code == 409
    assert "Lancar" in wrong.text

    done = learner.post(f"/study/{study_id}", semester="1", gpa="3,75", text="Lancar")
    assert "The report has arrived." in done.text
    reports = house.call("enrolment", "get_study", study_id=study_id)["reports"]
    assert (reports[0]["status"], reports[0]["gpa"]) == ("submitted", 3.75)


def _a_study_that_began(house: House, employee_id: str) -> str:
    degree = house.a_programme(kind="degree", title="Magister", learning_hours=0)
    began = datetime.now(UTC).date() - timedelta(days=300)
    offering_id = house.an_offering(
        programme_id=degree,
        meetings=[
            {
                "starts_at": f"{began}T00:00:00+00:00",
                "ends_at": f"{began + timedelta(days=700)}T08:00:00+00:00",
            }
        ],
    )
    by_the_officer = {"recorded_by": OFFICER}
    applied = house.call(
        "enrolment",
        "apply_for_study",
        offering_id=offering_id,
        employee_id=employee_id,
        funding="ministry",
        sanction="none",
        applied_by=OFFICER,
        override_reason="Pindahan dari sistem lama",
    )
    study_id = applied["study_id"]
    unknown = [one["rule"] for one in applied["checks"] if one["outcome"] == "cannot_be_checked"]
    house.call(
        "enrolment",
        "decide_study",
        study_id=study_id,
        confirmed=unknown,
        decision="select",
        decided_by=OFFICER,
        override_reason="Pindahan dari sistem lama",
    )
    house.call(
        "enrolment",
        "decree_study",
        study_id=study_id,
        decree_number="800/1",
        decreed_on=began.isoformat(),
        **by_the_officer,
    )
    house.call(
        "enrolment",
        "start_study",
        study_id=study_id,
        started_on=began.isoformat(),
        **by_the_officer,
    )
    return str(study_id)


def test_what_was_learned_elsewhere_is_handed_in_and_confirmed(house: House) -> None:
    learner = house.visitor(LEARNER)
    handed_in = {
        "title": "Bahasa isyarat dasar",
        "organiser": "Balai Latihan",
        "learning_hours": "6,5",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        "evidence": "arsip/17",
    }
    assert "Handed in" in learner.post("/learning/elsewhere", **handed_in).text

    officer = house.visitor(OFFICER)
    page = officer.get("/officer").text
    learning_id = re.search(r'name="learning_id" value="([^"]+)"', page)[1]
    officer.post("/officer", learning_id=learning_id, decision="confirm")

    found = house.call("enrolment", "list_external_learning", employee_id=LEARNER)["items"]
    assert [(one["learning_hours"], one["status"]) for one in found] == [(6.5, "confirmed")]


def test_an_employee_asks_for_a_seat(house: House) -> None:
    offering = f"/offerings/{house.an_offering()}"
    learner = house.visitor("P31")

    asked = learner.post(offering)

    assert "Your request waits for a decision." in asked.text
    assert "Waiting for a decision" in learner.get(offering).text
