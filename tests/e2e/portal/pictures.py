"""`python -m tests.e2e.portal.pictures`: the pictures of docs/portal.md, taken anew."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402

from tests.e2e.portal.browser import a_picture, open_browser  # noqa: E402
from tests.e2e.portal.story import prepare, trouble  # noqa: E402
from tests.integration.portal.house import open_house  # noqa: E402
from tests.integration.portal.town import LEARNER  # noqa: E402

FOLDER = Path(__file__).parents[3] / "docs" / "pictures"


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place, open_house(Path(place) / "house") as house:
        ids = prepare(house)
        trouble(house)
        form = house.form_of(LEARNER, ids["done"])
        with open_browser(house.url) as browser:
            for size, language, name, path, picture, height in (
                ("desktop", "id", "Tefamnasi", "/tasks", "tasks", 820),
                ("phone", "id", "Tefamnasi", "/tasks", "tasks-phone", 844),
                ("phone", "id", "Maria Goreti", f"/forms/{form}", "form-phone", 844),
                ("desktop", "en", "Maria Goreti", "/learning", "learning", 900),
                ("desktop", "en", "Lado", f"/offerings/{ids['over']}/class", "class", 900),
                ("desktop", "id", "Lado", "/officer", "officer", 900),
                ("desktop", "id", "Nule", "/operator", "operator", 1180),
                ("phone", "en", None, f"/certificates/{ids['code']}", "certificate-phone", 844),
            ):
                browser.look_as(size, language)
                if name:
                    browser.sign_in(name)
                browser.open(path)
                a_picture(browser, folder / f"portal-{picture}.png", height)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
