"""The versions of each service's tables."""

import pytest
from alembic.script import ScriptDirectory

from services.parts import PARTS


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_versions_of_a_service_are_one_line_in_one_order(part):
    versions = ScriptDirectory("shared/migrations", version_locations=[str(part.migrations)])

    assert len(versions.get_heads()) == 1
    assert len(list(versions.walk_revisions())) == len(list(part.migrations.glob("*_*.py")))
