"""Which files the catalogue consists of, and writing them."""

import json
import tomllib
from pathlib import Path
from typing import Any

from scripts.catalogue.asyncapi import asyncapi
from scripts.catalogue.facts import all_facts
from scripts.catalogue.page import page
from scripts.catalogue.schemas import schema_of

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def generated() -> dict[Path, str]:
    """What each generated file must hold."""
    facts = all_facts()
    files = {DOCS / "events.md": page(facts)}
    files |= {DOCS / "schemas" / f"{one.name}.json": _json(schema_of(one)) for one in facts}
    files[DOCS / "asyncapi.json"] = _json(asyncapi(facts, _version()))
    return files


def surplus() -> list[Path]:
    """Schemas of events that are no longer declared."""
    return sorted(set((DOCS / "schemas").glob("*.json")) - generated().keys())


def write() -> None:
    """Make the files of the repository what they must be."""
    for path in surplus():
        path.unlink()
    for path, content in generated().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _version() -> str:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
