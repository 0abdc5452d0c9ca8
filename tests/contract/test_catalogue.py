"""The published catalogue is what the declarations say."""

import json
from pathlib import Path

import pytest

from scripts.catalogue.files import DOCS, ROOT, generated, surplus
from tests.contract.frozen import thawed

files = generated()


@pytest.mark.parametrize("path", files, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_generated_file_is_up_to_date(path: Path) -> None:
    assert path.exists(), "run `make docs`"
    assert path.read_text("utf-8") == files[path], "run `make docs`"


def test_no_schema_is_left_of_an_event_that_is_gone() -> None:
    assert surplus() == []


@pytest.mark.parametrize(
    "path", sorted((DOCS / "schemas").glob("*.json")), ids=lambda path: path.stem
)
def test_a_schema_and_the_frozen_example_agree(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    _, frozen = thawed(ROOT / "tests" / "contract" / "events" / path.name)

    assert schema["$id"] == frozen["headers"]["ce-dataschema"]
    assert list(schema["properties"]) == list(frozen["body"])
    assert set(schema["required"]) <= set(frozen["body"])
