"""`python -m tests.e2e.portal.pictures`: the pictures of docs/portal.md, taken anew."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402
import tempfile  # noqa: E402
from pathlib import Path  # noqa: E402

from tests.e2e.portal.browser import Browser, a_picture, open_browser  # noqa: E402
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
                ("phone", "id", "Lado", "/complaints", "complaints-phone", 844),
                ("desktop", "id", "Nule", "/operator", "operator", 1180),
                ("phone", "en", None, f"/certificates/{ids['code']}", "certificate-phone", 844),
            ):
                browser.look_as(size, language)
                if name:
                    browser.sign_in(name)
                browser.open(path)
                a_picture(browser, folder / f"portal-{picture}.png", height)
            _look_at_a_file(browser, Path(place) / "pegawai.csv")
            a_picture(browser, folder / "portal-imports.png", 900)


def _look_at_a_file(browser: Browser, file: Path) -> None:
    """As an officer, in Indonesian; two of its rows are wrong."""
    head = "employee_id,name,unit_id,position,supervisor_id,email,employment,active\n"
    rows = "".join(
        f"P{n},Nama Rekaan {n},U1,Petugas Pelayanan,P03,p{n}@alak.example,PNS,ya\n"
        for n in range(41, 53)
    )
    wrong = "P53,Nama Rekaan 53,U1,Petugas,P03,bukan-surel,PNS,ya\nP54,,U1,Petugas,,,PNS,aktif\n"
    file.write_text(head + rows + wrong, "utf-8")
    browser.look_as("desktop", "id")
    browser.sign_in("Lado")
    browser.open("/imports")
    browser.find("#kind option[value=roster]").click()
    browser.find("#file").send_keys(str(file))
    browser.press("button[value=check]")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
