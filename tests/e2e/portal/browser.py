"""Chromium without a screen, as a phone or a desktop, with an accessibility checker."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import randrange
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests import servers
from tests.servers.programs import find

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PATIENCE = 30  # s


class Browser:
    """One window. url: of the portal."""

    def __init__(self, driver: Any, url: str, axe: str):
        self.driver = driver
        self._url = url
        self._axe = axe

    def look_as(self, size: str, language: str, *, dark: bool = False) -> None:
        """As a phone or a desktop, in a language, and signed out. dark: as the screen asks for."""
        width, height = SIZES[size]
        metrics = {
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": size == "phone",
        }
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self._be_somebody_else()
        self.open(f"/language/{language}?next=/sign-in")

    def _be_somebody_else(self) -> None:
        """Another machine, as a proxy says it: so many sign-ins from one would be guessing."""
        address = f"10.{randrange(256)}.{randrange(256)}.{randrange(256)}"
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd(
            "Network.setExtraHTTPHeaders", {"headers": {"X-Forwarded-For": address}}
        )

    def sign_in(self, name: str) -> None:
        """On a trial: by a part of the name."""
        if self.driver.find_elements(By.CSS_SELECTOR, "form[action='/sign-out'] button"):
            self.press("form[action='/sign-out'] button")
        self.open(f"/sign-in?name={name}")
        self.press("button.person")

    def open(self, path: str) -> None:
        self.driver.get(self._url + path)

    @property
    def path(self) -> str:
        return str(self.driver.current_url).removeprefix(self._url)

    @property
    def text(self) -> str:
        return str(self.find("main").text)

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def press(self, selector: str) -> None:
        """A button or a link; returns when the next page is there."""
        before = self.find("html")
        target = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", target)
        target.click()
        WebDriverWait(self.driver, _PATIENCE, 0.02).until(lambda _: _is_gone(before))

    def press_by_key(self, selector: str) -> None:
        """As somebody without a mouse does."""
        before = self.find("html")
        self.find(selector).send_keys(Keys.ENTER)
        WebDriverWait(self.driver, _PATIENCE, 0.02).until(lambda _: _is_gone(before))

    def press_key(self, selector: str) -> None:
        """The same where no other page follows."""
        self.find(selector).send_keys(Keys.ENTER)

    def choose(self, selector: str) -> None:
        """A radio button, whose label is what people see."""
        self.driver.execute_script("arguments[0].click()", self.find(selector))

    def type(self, selector: str, text: str) -> None:
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def what_is_inaccessible(self) -> list[str]:
        """Rule and places, by the checker."""
        self.driver.execute_script(self._axe)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run({runOnly: arguments[0], resultTypes: ['violations']})"
            ".then((found) => done(found.violations));",
            _RULES,
        )
        return [
            f"{self.path}: {one['id']}: {[node['target'] for node in one['nodes']][:3]}"
            for one in found
        ]

    def what_is_wrong(self) -> list[str]:
        """What is inaccessible, and whether the page is too wide."""
        return self.what_is_inaccessible() + ([f"{self.path} is too wide"] * self.overflows())

    def overflows(self) -> bool:
        """Whether the page is wider than the screen."""
        return bool(
            self.driver.execute_script(
                "return document.documentElement.scrollWidth > window.innerWidth"
            )
        )


def _is_gone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except Exception:  # whichever way the driver says that the page is another one
        return True
    return False


@contextmanager
def open_browser(url: str) -> Iterator[Browser]:
    """Raises NotInstalled."""
    folder = servers.install_node_packages()
    axe = (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    options = Options()
    options.binary_location = find("chromium", "chromium")
    for one in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(one)
    service = Service(find("chromedriver", "chromium-driver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_page_load_timeout(_PATIENCE)
    driver.set_script_timeout(_PATIENCE)
    try:
        yield Browser(driver, url, axe)
    finally:
        driver.quit()


def a_picture(browser: Browser, path: Path, height: int) -> None:
    """Of the upper part of a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = browser.driver.execute_script("return [window.innerWidth, window.innerHeight]")
    metrics = {
        "width": size[0],
        "height": height,
        "deviceScaleFactor": 1,
        "mobile": size[0] < 600,
    }
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    browser.driver.save_screenshot(str(path))
