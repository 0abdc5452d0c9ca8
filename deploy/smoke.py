"""One completion from outside: events with HR's user, calls with ours, then what came of it."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

from kombu import Connection, Exchange
from nameko.standalone.rpc import ClusterRpcProxy

SECRETS = Path(__file__).parents[1] / "secrets"
PORT = os.environ.get("AMQP_PORT", "5672")
PORTAL_PORT = os.environ.get("PORTAL_PORT", "8080")
PATIENCE = 30  # seconds
NAME = "Uji Coba"


def main() -> None:
    """Print one line a step; raises SystemExit with what did not happen."""
    learner, supervisor = f"smoke-{uuid4().hex[:8]}", f"smoke-{uuid4().hex[:8]}"
    tell_hr([_employee(supervisor, None), _employee(learner, supervisor)])
    print("hr: two people told as employee.changed, confirmed by the broker")
    with ClusterRpcProxy({"AMQP_URI": _uri("amqp_uri")}, timeout=PATIENCE) as services:
        enrolment_id = complete(services.enrolment, learner)
        evaluations = wait_for(
            "five evaluations",
            lambda: _items(services.evaluation.list_evaluations(enrolment_id=enrolment_id), 5),
        )
        for one in evaluations:
            print(f"evaluation: level {one['level']} {one['status']}, due {one['due_at']}")
        messages = wait_for(
            "two messages",
            lambda: [
                one
                for one in services.notification.list_notifications(employee_id=learner)["items"]
                if one["about"] in ("training.completed", "evaluation.scheduled")
            ],
            2,
        )
        for one in messages:
            print(f"notification: {one['about']}: {one['subject']}")
        code = services.enrolment.get_certificate(enrolment_id=enrolment_id)["code"]
    look_at_certificate(code)
    print("all is well")


def complete(enrolment: Any, learner: str) -> str:
    """Programme, offering, seat and completion by calls; the id of the enrolment."""
    programme = enrolment.save_programme(
        title="Uji coba pemasangan",
        kind="training",
        learning_hours=3,
        competencies=["uji_coba"],
        cost_per_participant=0,
    )
    ends_at = datetime.now(UTC) - timedelta(hours=1)
    meeting = {
        "starts_at": (ends_at - timedelta(hours=2)).isoformat(),
        "ends_at": ends_at.isoformat(),
    }
    offering = enrolment.schedule_offering(
        programme_id=programme["programme_id"],
        meetings=[meeting],
        capacity=1,
        min_participants=1,
    )

    def seat() -> list[dict[str, Any]]:
        answers = enrolment.nominate(
            offering_id=offering["offering_id"], employee_ids=[learner], nominated_by="smoke"
        )
        return [one for one in answers if one["status"] == "enrolled"]

    (seated,) = wait_for("a seat", seat)
    answer = enrolment.complete_offering(
        offering_id=offering["offering_id"],
        completed_at=datetime.now(UTC).isoformat(),
        results=[{"employee_id": learner, "passed": True}],
    )
    print(f"enrolment: {answer['completed']} completed, {answer['not_completed']} not")
    return str(seated["enrolment_id"])


def tell_hr(employees: list[dict[str, Any]]) -> None:
    """Publish as the user `hr`, and wait for each confirm."""
    options = {"confirm_publish": True}
    with Connection(_uri("hr_amqp_uri"), transport_options=options) as connection:
        producer = connection.Producer(exchange=Exchange("hr.events", "topic", no_declare=True))
        for employee in employees:
            producer.publish(
                json.dumps(employee).encode(),
                routing_key="employee.changed",
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                headers={"ce-id": str(uuid4()), "ce-source": "/smoke"},
            )


def look_at_certificate(code: str) -> None:
    """As anybody may, on the portal; it asks enrolment over the broker. Raises SystemExit."""
    try:
        page = urlopen(f"http://127.0.0.1:{PORTAL_PORT}/certificates/{code}", timeout=PATIENCE)
    except OSError as error:
        sys.exit(f"smoke: the portal does not show the certificate: {error}")
    with page:
        if NAME not in page.read().decode():
            sys.exit("smoke: the portal shows another certificate")
    print(f"portal: the certificate {code} is genuine")


def wait_for(what: str, look: Callable[[], list[Any]], wanted: int = 1) -> list[Any]:
    """What a look finds, once it finds enough. Raises SystemExit."""
    deadline = time.monotonic() + PATIENCE
    while len(found := look()) < wanted:
        if time.monotonic() > deadline:
            sys.exit(f"smoke: no {what} within {PATIENCE} s")
        time.sleep(0.2)
    return found


def _items(page: dict[str, Any], wanted: int) -> list[Any]:
    return page["items"] if len(page["items"]) == wanted else []


def _employee(employee_id: str, supervisor_id: str | None) -> dict[str, Any]:
    return {
        "employee_id": employee_id,
        "name": NAME,
        "unit_id": "smoke",
        "position": "Uji coba",
        "supervisor_id": supervisor_id,
        "email": f"{employee_id}@contoh.invalid",
        "employment": "PNS",
        "active": True,
        "changed_at": datetime.now(UTC).isoformat(),
    }


def _uri(name: str) -> str:
    """A secret, as it is reached from this machine."""
    return (SECRETS / name).read_text().strip().replace("@broker:5672", f"@127.0.0.1:{PORT}")


if __name__ == "__main__":
    main()
