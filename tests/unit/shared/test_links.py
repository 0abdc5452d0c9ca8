"""A link says who it was made for and what it allows, until it expires."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from itsdangerous import URLSafeSerializer

from shared.links import Link, LinkAltered, LinkExpired, Links, kept_links
from shared.seal import Seal

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
A_WEEK = timedelta(days=7)
KEY = Seal.new_key()


def test_a_link_says_what_it_is_for_which_page_and_whose_it_is():
    token = Links(KEY).sign("open", "/forms/0193", "E-1", NOW)

    assert Links(KEY).read(token, NOW + A_WEEK, A_WEEK) == Link("open", "/forms/0193", "E-1")


def test_a_link_expires():
    token = Links(KEY).sign("open", "/forms/0193", "E-1", NOW)

    with pytest.raises(LinkExpired, match="ask for a new one"):
        Links(KEY).read(token, NOW + A_WEEK + timedelta(seconds=1), A_WEEK)


@pytest.mark.parametrize("letter", range(0, 60, 7))
def test_a_link_that_was_altered_is_refused(letter):
    token = Links(KEY).sign("open", "/forms/0193", "E-1", NOW)
    altered = token[:letter] + ("A" if token[letter] != "A" else "B") + token[letter + 1 :]

    with pytest.raises(LinkAltered, match="not genuine"):
        Links(KEY).read(altered, NOW, A_WEEK)


@pytest.mark.parametrize("token", ["", ".", "nonsense", "a.b.c", "\x00", "é" * 400])
def test_what_is_no_link_is_refused_like_an_altered_one(token):
    with pytest.raises(LinkAltered):
        Links(KEY).read(token, NOW, A_WEEK)


def test_a_link_that_another_key_signed_is_refused():
    token = Links(Seal.new_key()).sign("open", "/forms/0193", "E-1", NOW)

    with pytest.raises(LinkAltered):
        Links(KEY).read(token, NOW, A_WEEK)


def test_what_was_signed_for_something_else_than_a_link_is_refused():
    cookie = URLSafeSerializer(KEY, salt="cookie").dumps(["open", "/forms/0193", "E-1", 0])

    with pytest.raises(LinkAltered):
        Links(KEY).read(cookie, NOW, A_WEEK)


def test_a_link_can_stand_in_an_address_as_it_is():
    token = Links(KEY).sign("open", "/certificates/ä?&=#", "peg awai/1", NOW)

    assert all(letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in token)


def test_two_processes_beside_the_same_data_understand_each_others_links(tmp_path):
    settings = SimpleNamespace(link_key=None, link_key_file=tmp_path / "link.key")
    token = kept_links(settings).sign("open", "/study", "E-1", NOW)

    assert kept_links(settings).read(token, NOW, A_WEEK).employee_id == "E-1"


def test_a_configured_key_comes_before_a_kept_one(tmp_path):
    settings = SimpleNamespace(link_key=KEY, link_key_file=tmp_path / "link.key")

    token = kept_links(settings).sign("open", "/study", "E-1", NOW)

    assert Links(KEY).read(token, NOW, A_WEEK).path == "/study"
    assert not settings.link_key_file.exists()
