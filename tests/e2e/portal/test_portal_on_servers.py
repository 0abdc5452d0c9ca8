"""The portal and the three services as processes on real servers, one of them taken away."""

from datetime import UTC, datetime
from pathlib import Path

from shared.links import OPEN, Links
from shared.seal import Seal
from tests import servers
from tests.e2e.office import Office, wait_until_known
from tests.e2e.system import Process, System, wait_until
from tests.integration.portal.house import Visitor

KEY = Seal.new_key()
AWAY = "cannot be reached at the moment"


def test_a_service_that_is_down_is_missing_from_its_pages_and_from_no_others(
    system: System, tmp_path: Path
) -> None:
    system.start()
    people = Office(system.amqp_uri)
    (learner,) = people.new_learners(1)
    people.introduce([learner])
    wait_until_known(system, "enrolment", [learner])
    (trained,) = people.enrol([learner], class_size=1)
    people.complete(trained)
    port = servers.free_port()
    settings = {
        "AMQP_URI": system.amqp_uri,
        "PORTAL_PORT": str(port),
        "PORTAL_KEY": Seal.new_key(),
        "LINK_KEY": KEY,
        "PORTAL_OPERATORS": learner.employee_id,
    }
    portal = Process("portal", ["-m", "services.portal"], tmp_path / "portal", settings)
    try:
        portal.wait_for("portal ready")
        reader = Visitor(f"http://127.0.0.1:{port}")
        learning, tasks, inbox, operation = (
            _opened(path, learner.employee_id)
            for path in ("/learning", "/tasks", "/learning/inbox", "/operator")
        )
        wait_until(lambda: "Forms to answer" in reader.get(tasks).text, "forms", portal.lines)
        assert "Certificates" in reader.get(learning).text
        wait_until(lambda: "unread</strong>" in reader.get(inbox).text, "a message", portal.lines)

        system.stop("notification")
        wait_until(
            lambda: AWAY in reader.get(inbox).text, "a message that it is away", portal.lines
        )
        assert AWAY not in reader.get(learning).text
        page = reader.get(operation).text
        assert page.count('<span class="status good">') == 2
        assert page.count('<span class="status bad">') == 1
        assert "This service does not answer." in page
        system.stop("evaluation")
        page = reader.get(tasks).text
        assert "Forms cannot be reached at the moment." in page
        assert "Certificates" in reader.get(learning).text
        assert portal.terminate() == 0
    finally:
        portal.kill()


def _opened(path: str, employee_id: str) -> str:
    """A link in a mail; without an identity provider there is no other way in."""
    return f"/links/{Links(KEY).sign(OPEN, path, employee_id, datetime.now(UTC))}"
