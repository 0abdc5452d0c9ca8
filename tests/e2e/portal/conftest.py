"""One office and one browser for all that is tried in a browser."""

from collections.abc import Iterator

import pytest

from tests import servers
from tests.e2e.portal.browser import Browser, open_browser
from tests.e2e.portal.story import prepare
from tests.integration.portal.house import House, open_house


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(tmp_path_factory.mktemp("portal")) as opened:
        yield opened


@pytest.fixture(scope="package")
def ids(house: House) -> dict[str, str]:
    return prepare(house)


@pytest.fixture(scope="package")
def browser(house: House) -> Iterator[Browser]:
    try:
        with open_browser(house.url) as opened:
            yield opened
    except servers.NotInstalled as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None
