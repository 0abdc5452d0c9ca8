"""The witness on both kinds of installation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.messaging.installation import Installation, installed


@pytest.fixture(params=["embedded", "servers"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """Not running yet."""
    with installed(request.param, request, tmp_path) as made:
        yield made


@pytest.fixture
def servers_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """On RabbitMQ and PostgreSQL only."""
    with installed("servers", request, tmp_path) as made:
        yield made
