"""Where webhooks may go."""

from ipaddress import ip_address

import pytest

from services.notification.domain.webhooks import EVENTS, is_public, is_well_formed, new_secret
from shared.errors import ValidationError


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "2002:7f00:1::", "2002:a00:1::",
    ],
)  # fmt: skip
def test_addresses_that_are_not_on_the_internet_are_recognised(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_on_the_internet_are_recognised(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "", "nonsense", "ftp://a.example/", "http://a.example/", "https://", "https://a:b@c.example/",
        "https://a.example:port/", "https://a.example/\r\nHost: b", "https://ä.example/",
        "https://a.example/" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_safe_address_of_an_endpoint_is_refused(url):
    with pytest.raises(ValidationError) as refused:
        is_well_formed(url, [], None, private_allowed=False)

    assert list(refused.value.fields) == ["url"]


@pytest.mark.parametrize("secret", ["", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_?"])
def test_a_secret_that_can_be_guessed_is_refused(secret):
    with pytest.raises(ValidationError, match="leave it out"):
        is_well_formed("https://a.example/", [], secret, private_allowed=False)


def test_a_secret_that_was_made_here_is_good_and_each_is_another():
    is_well_formed("https://a.example/", sorted(EVENTS), new_secret(), private_allowed=False)
    assert new_secret() != new_secret()


def test_endpoints_cannot_hear_of_people():
    assert "employee.changed" not in EVENTS
