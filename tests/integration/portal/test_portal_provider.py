"""Signing in by an identity provider: code flow with PKCE, state and nonce; and nothing less."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import servers
from tests.integration.portal.house import House, Running, Visitor, wait_until
from tests.integration.portal.town import GONE, LEARNER


@pytest.fixture(scope="module")
def portal(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with a provider, beside the one of the house."""
    folder: Path = tmp_path_factory.mktemp("provider")
    port = servers.free_port()
    module = "tests.integration.portal.identity_provider"
    provider = Running(["-m", module, str(port)], folder / "provider", house.environment())
    issuer = f"http://127.0.0.1:{port}"
    settings = {
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": "lontar",
        "OIDC_CLIENT_SECRET": "s3cret",
    }
    own = servers.free_port()
    url = f"http://127.0.0.1:{own}"
    beside = house.start_portal(folder / "portal", **settings, PORTAL_PORT=str(own), PORTAL_URL=url)
    beside.wait_for("portal ready")
    wait_until(lambda: _answers(f"{issuer}/keys"), "provider", provider)
    yield url
    assert beside.stop() == 0, beside.said
    provider.process.kill()
    provider.process.wait()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


def _there_and_back(visitor: Visitor, login: str, evil: str = "", to: str = "/learning") -> str:
    """The address with which the provider sends somebody back."""
    left = visitor.client.get(f"/sign-in/provider?next={to}", follow_redirects=False)
    answer = httpx.get(f"{left.headers['location']}&login={login}&evil={evil}")
    return answer.headers["location"]


def test_who_comes_back_from_the_provider_is_signed_in_and_where_they_wanted(portal: str) -> None:
    visitor = Visitor(portal)
    assert "Sign in with your account" in visitor.get("/learning").text

    arrived = visitor.client.get(_there_and_back(visitor, LEARNER))

    assert (arrived.status_code, arrived.url.path) == (200, "/learning")
    assert "Maria Goreti Bano" in arrived.text


def test_with_a_provider_nobody_may_choose_whom_to_be(portal: str) -> None:
    visitor = Visitor(portal)

    answer = visitor.post("/sign-in", employee_id=LEARNER, next="/")

    assert answer.status_code in (403, 404)
    assert "lontar" not in visitor.client.cookies


@pytest.mark.parametrize("evil", ["nonce", "audience", "issuer", "key", "expired"])
def test_a_token_that_does_not_hold_signs_nobody_in(portal: str, evil: str) -> None:
    visitor = Visitor(portal)

    answer = visitor.client.get(_there_and_back(visitor, LEARNER, evil))

    assert answer.status_code == 400
    assert "You could not be signed in." in answer.text
    assert "lontar" not in visitor.client.cookies


@pytest.mark.parametrize("login", [GONE, "nobody"])
def test_who_is_not_in_service_is_not_signed_in_whatever_the_provider_says(
    portal: str, login: str
) -> None:
    visitor = Visitor(portal)

    answer = visitor.client.get(_there_and_back(visitor, login))

    assert answer.status_code == 403
    assert "lontar" not in visitor.client.cookies


def test_an_answer_of_the_provider_counts_once_and_for_who_left_only(portal: str) -> None:
    visitor, thief = Visitor(portal), Visitor(portal)
    back = _there_and_back(visitor, LEARNER)
    thief.client.get("/sign-in/provider", follow_redirects=False)

    assert thief.client.get(back).status_code == 400
    assert visitor.client.get(back).status_code == 200
    assert visitor.client.get(back).status_code == 400


def test_the_way_back_leads_to_pages_of_ours_only(portal: str) -> None:
    visitor = Visitor(portal)

    back = _there_and_back(visitor, LEARNER, to="https://evil.example/")

    assert visitor.client.get(back, follow_redirects=False).headers["location"] == "/tasks"
