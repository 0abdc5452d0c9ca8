"""One house for all tests of the portal; each test makes its own records in it."""

from collections.abc import Iterator

import pytest

from tests.integration.portal.house import House, open_house


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("portal")) as opened:
        yield opened
