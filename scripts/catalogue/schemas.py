"""The body of each event as a JSON Schema (draft 2020-12)."""

from typing import Any

import msgspec

from scripts.catalogue.facts import ENVELOPE, EventFacts, Field

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(facts: EventFacts) -> dict[str, Any]:
    """The schema that `ce-dataschema` names."""
    return {"$schema": _DIALECT, "$id": dataschema(facts.name), **body_of(facts)}


def dataschema(name: str) -> str:
    """The name of an event's schema, as its header `ce-dataschema` gives it."""
    return f"urn:lontar:schema:{name}:v1"


def body_of(facts: EventFacts) -> dict[str, Any]:
    """The schema alone: one object, with the records inside written where they stand."""
    made = msgspec.json.schema(facts.event)
    parts = made["$defs"]
    body: dict[str, Any] = _inlined(parts[facts.event.__name__], parts)
    body["title"], body["description"] = facts.name, facts.summary
    del body["properties"][ENVELOPE]
    body["required"].remove(ENVELOPE)
    _explain(body, facts.fields, facts.records)
    return body


def _inlined(node: Any, parts: dict[str, Any]) -> Any:
    """References resolved, so that a reader needs nothing else."""
    if isinstance(node, list):
        return [_inlined(item, parts) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(parts[node["$ref"].rpartition("/")[2]], parts)
    return {key: _inlined(value, parts) for key, value in node.items()}


def _explain(node: dict[str, Any], fields: list[Field], records: dict[str, list[Field]]) -> None:
    """Put the meanings where the tools of a reader look for them."""
    for field in fields:
        described = node["properties"][field.name]
        for inner in (described, described.get("items", {})):
            if inner.get("title") in records:
                record = inner.pop("title")
                inner.pop("description", None)
                _explain(inner, records[record], records)
        described["description"] = field.meaning
