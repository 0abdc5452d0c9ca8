"""Whatever arrives: it is understood, or there is a reason why not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.codec import Unreadable, attributes_of, decode
from shared.envelope import Envelope, storable
from shared.events import event_types

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
NAMES = [declared.event_name for declared in event_types()]

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ce_names = st.sampled_from(
    ["ce-id", "ce-type", "ce-source", "ce-time", "ce-specversion", "ce-sequence", "traceparent"]
)
envelopes = st.builds(
    Envelope,
    exchange=st.sampled_from(["hr.events", "enrolment.events", ""]),
    routing_key=st.sampled_from(NAMES) | st.text(max_size=20),
    body=st.binary(max_size=200) | st.sampled_from([b"{}", b"[]", b'{"data": {}}']),
    headers=st.dictionaries(ce_names | st.text(), anything, max_size=5),
    content_type=st.sampled_from(
        ["application/json", "application/cloudevents+json", "text/plain", None, ""]
    ),
    content_encoding=st.none() | st.text(max_size=8),
    message_id=st.none() | st.text(max_size=8),
)


@given(envelopes)
def test_decoding_raises_nothing_but_its_reason(envelope: Envelope):
    reason = why_not(envelope)

    assert reason is None or reason.strip()


def why_not(envelope: Envelope) -> str | None:
    """The reason why a message cannot be understood; None: it can."""
    try:
        decode(envelope, NOON)
    except Unreadable as unreadable:
        return str(unreadable)
    return None


@given(envelopes)
def test_what_a_message_says_of_itself_can_be_stored(envelope: Envelope):
    attributes = attributes_of(envelope)

    for text in (attributes.type, attributes.source, attributes.message_id):
        assert text is None or "\x00" not in text
        (text or "").encode()


@given(st.text(st.characters(), max_size=50))
def test_a_storable_text_is_utf8_without_nul_and_changes_nothing_else(text: str):
    kept = storable(text)

    assert "\x00" not in kept
    assert kept.encode().decode() == kept
    assert storable(kept) == kept


@pytest.mark.parametrize("text", ["", "Lontar", "Bahasa Indonésia", "😀"])
def test_an_ordinary_text_stays_as_it_is(text: str):
    assert storable(text) == text


def test_a_body_of_one_byte_too_many_is_not_read():
    envelope = Envelope(
        exchange="hr.events", routing_key="unit.changed", body=b" " * (1024 * 1024 + 1)
    )

    with pytest.raises(Unreadable, match="1048577 bytes"):
        decode(envelope, NOON)


def test_the_type_is_the_routing_key_where_no_header_says_it():
    envelope: Any = Envelope(exchange="hr.events", routing_key="unit.changed", body=b"{}")

    assert attributes_of(envelope).type == "unit.changed"
    assert attributes_of(envelope).source == "hr.events"
