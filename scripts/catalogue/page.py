"""docs/events.md: the catalogue for people."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from scripts.catalogue.facts import EventFacts, Field, publisher_of
from shared.topology import CATCH_ALL, LISTENS, queue_of

_HEAD = """\
# Events

<!-- Made by `make docs` from shared/events/, shared/topology.py and the @subscribe methods. -->

Everything that travels on the bus. To change this page, change a declaration in
`shared/events/` and run `make docs`. Machines read the same from [asyncapi.json](asyncapi.json)
(AsyncAPI 3.0) and from one JSON Schema for each event in [schemas/](schemas/); a complete example
of each, with its headers, is in [tests/contract/events/](../tests/contract/events/).

## How a message looks

- Exchanges are durable topic exchanges. The routing key is the name of the event.
- The body is JSON of plain types, `content_type: application/json`, sent as persistent, at most
  1 MiB. An *id* is a text of 1 to 64 characters, an *instant* a text in ISO 8601 with an offset,
  a *date* a text `YYYY-MM-DD`.
- Fields are only ever added; readers ignore those that they do not know. A changed meaning
  would be a new event name.
- A field marked *required* is always there. *Or null* says that it may be there and empty.

The headers are CloudEvents 1.0 in binary mode:

| header | what |
|---|---|
| `ce-specversion` | `1.0` |
| `ce-id` | of the message; the same when it is sent again. Also the AMQP `message_id` |
| `ce-type` | name of the event, the same as the routing key |
| `ce-source` | who says so: `/lontar/enrolment`, `/lontar/import`, or the sender's own |
| `ce-time` | when the publisher recorded it |
| `ce-subject` | id of the record that it is about |
| `ce-sequence` | version of that record, from 1; each event of the record takes the next |
| `ce-dataschema` | name of the schema: `urn:lontar:schema:<event>:v1` |
| `traceparent` | W3C trace context; what an event causes carries the same |

An HR system should send `ce-id` (or `message_id`), so that a message that comes twice counts once;
the others help. It may also send the structured mode, `application/cloudevents+json`. A message
that a service cannot use is set aside there, and the sender hears of it on `hr.feedback`.
[operations.md](operations.md#connect-an-hr-system) has a complete sender.

## In what order

A message may come late, twice, or before an older one. What a listener does then is in the last
column of its row:

- **the latest wins**: a version older than the newest one applied changes nothing, neither does
  the same again. Versions are counted by `ce-sequence`, or for HR's facts by `changed_at` (the
  newer, or an equal one, applies).
- **each counts**: every message has its effect, once.
"""


def page(facts: Sequence[EventFacts]) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_map(facts), *_exchanges(facts)])


def _map(facts: Sequence[EventFacts]) -> Iterator[str]:
    yield "## The map\n"
    yield "| event | from | heard by |\n|---|---|---|"
    for one in facts:
        heard = ", ".join(hearing.service for hearing in one.hearings) or "nobody in Lontar"
        yield f"| [`{one.name}`](#{_anchor(one.name)}) | `{one.event.exchange}` | {heard} |"
    yield ""
    yield "| queue | bound to |\n|---|---|"
    for service, events in LISTENS.items():
        by_exchange: dict[str, list[str]] = {}
        for one in facts:
            if one.name in events:
                by_exchange.setdefault(one.event.exchange, []).append(one.name)
        for exchange, names in sorted(by_exchange.items()):
            everything = CATCH_ALL.get(service) == exchange
            keys = "`#` (everything)" if everything else ", ".join(f"`{one}`" for one in names)
            yield f"| `{queue_of(service, exchange)}` | {keys} |"
    yield ""


def _exchanges(facts: Sequence[EventFacts]) -> Iterator[str]:
    for exchange, events in groupby(facts, key=lambda one: one.event.exchange):
        yield f"## {exchange}\n"
        yield f"Published by {publisher_of(exchange)}.\n"
        for one in events:
            yield from _event(one)


def _event(facts: EventFacts) -> Iterator[str]:
    yield f"### {facts.name}\n"
    yield f"{facts.summary}\n"
    subject, schema = facts.event.subject_field, f"{facts.name}.json"
    yield f"`ce-subject`: the `{subject}`. Schema: [{schema}](schemas/{schema}).\n"
    yield from _fields(facts.fields)
    for name, fields in facts.records.items():
        yield f"**{name}**\n"
        yield from _fields(fields)
    yield from _hearings(facts)


def _fields(fields: Sequence[Field]) -> Iterator[str]:
    yield "| field | type | required | meaning |\n|---|---|---|---|"
    for field in fields:
        kind = f"{field.type} or null" if field.nullable else field.type
        required = "yes" if field.required else "no"
        yield f"| `{field.name}` | {kind} | {required} | {field.meaning} |"
    yield ""


def _hearings(facts: EventFacts) -> Iterator[str]:
    if not facts.hearings:
        yield "No service of Lontar listens to it.\n"
        return
    yield "| heard by | what for | order |\n|---|---|---|"
    for one in facts.hearings:
        yield f"| {one.service} (`{one.method}`) | {one.purpose} | {one.order} |"
    yield ""


def _anchor(name: str) -> str:
    """As GitHub and GitLab make it of a heading."""
    return name.replace(".", "")
