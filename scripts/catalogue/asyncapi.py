"""docs/asyncapi.json: the same catalogue for machines, as AsyncAPI 3.0."""

from collections.abc import Sequence
from typing import Any

from scripts.catalogue.facts import EventFacts, publisher_of
from scripts.catalogue.schemas import body_of, dataschema
from shared.codec import BINARY
from shared.events import hr

_AMQP_BINDING = "0.3.0"


def asyncapi(facts: Sequence[EventFacts], version: str) -> dict[str, Any]:
    """The document, with Lontar as the application: it receives HR's facts and sends its own."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Lontar",
            "version": version,
            "description": "Training of civil servants: what travels between the services, "
            "and between Lontar and an HR system.",
            "license": {
                "name": "Apache-2.0",
                "url": "https://www.apache.org/licenses/LICENSE-2.0",
            },
        },
        "defaultContentType": BINARY,
        "channels": {one.name: _channel(one) for one in facts},
        "operations": {_operation_name(one): _operation(one) for one in facts},
        "components": {
            "messages": {one.name: _message(one) for one in facts},
            "schemas": {"CloudEventHeaders": _HEADERS},
        },
    }


def _channel(facts: EventFacts) -> dict[str, Any]:
    exchange = facts.event.exchange
    publisher = _plain(publisher_of(exchange))
    return {
        "address": facts.name,
        "title": facts.name,
        "description": f"On the exchange {exchange}. Published by {publisher}.",
        "messages": {facts.name: {"$ref": f"#/components/messages/{facts.name}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": exchange,
                    "type": "topic",
                    "durable": True,
                    "autoDelete": False,
                    "vhost": "/",
                },
                "bindingVersion": _AMQP_BINDING,
            }
        },
    }


def _operation_name(facts: EventFacts) -> str:
    return f"{_action(facts)}.{facts.name}"


def _action(facts: EventFacts) -> str:
    return "receive" if facts.event.exchange == hr.EXCHANGE else "send"


def _operation(facts: EventFacts) -> dict[str, Any]:
    return {
        "action": _action(facts),
        "channel": {"$ref": f"#/channels/{facts.name}"},
        "summary": _plain(facts.summary),
        "messages": [{"$ref": f"#/channels/{facts.name}/messages/{facts.name}"}],
        "bindings": {"amqp": {"deliveryMode": 2, "bindingVersion": _AMQP_BINDING}},
        "x-listeners": [
            {"service": one.service, "method": one.method, "order": _plain(one.order)}
            for one in facts.hearings
        ],
    }


def _message(facts: EventFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "title": facts.name,
        "summary": _plain(facts.summary),
        "contentType": BINARY,
        "headers": {
            "allOf": [
                {"$ref": "#/components/schemas/CloudEventHeaders"},
                {
                    "type": "object",
                    "properties": {
                        "ce-type": {"const": facts.name},
                        "ce-dataschema": {"const": dataschema(facts.name)},
                    },
                },
            ]
        },
        "payload": body_of(facts),
    }


def _plain(words: str) -> str:
    return words.replace("`", "")


_HEADERS = {
    "type": "object",
    "description": "CloudEvents 1.0 in binary mode. From an HR system only ce-id is asked for.",
    "required": ["ce-id"],
    "properties": {
        "ce-specversion": {"const": "1.0"},
        "ce-id": {"type": "string", "description": "of the message; the same when sent again"},
        "ce-type": {"type": "string", "description": "name of the event, as the routing key"},
        "ce-source": {"type": "string", "description": "who says so"},
        "ce-time": {
            "type": "string",
            "format": "date-time",
            "description": "when the publisher recorded it",
        },
        "ce-subject": {"type": "string", "description": "id of the record that it is about"},
        "ce-sequence": {
            "type": "integer",
            "minimum": 1,
            "description": "version of that record",
        },
        "ce-dataschema": {"type": "string", "description": "name of the schema of the body"},
        "traceparent": {"type": "string", "description": "W3C trace context"},
    },
}
