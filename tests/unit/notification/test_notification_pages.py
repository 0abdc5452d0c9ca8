"""A message as a page: its button, and what mail clients make of it."""

import re
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from services.notification.domain.links import PAGES, PAGES_OF_OTHERS
from services.notification.domain.occasions import OCCASIONS
from services.notification.rendering import Renderer
from services.notification.rendering.samples import SAMPLES
from shared.settings import read_settings
from tests.unit.notification.builders import HOSTILE

PORTAL = "https://belajar.office.example"
LANGUAGES = ("id", "en")
PORTAL_PAGES = re.compile(
    r"/tasks|/tasks/requests/[^/]+|/forms/[^/]+|/learning|/learning/inbox|/offerings/[^/]+"
    r"|/certificates/[^/]+|/study|/officer"
)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(replace(read_settings(), portal_url=PORTAL))


def links(html: str) -> list[str]:
    return [address.removeprefix(PORTAL) for address in re.findall(r'href="([^"]*)"', html)]


def test_every_occasion_has_its_page():
    assert {each.template for each in OCCASIONS.values()} <= PAGES.keys()
    assert PAGES_OF_OTHERS.keys() <= PAGES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", SAMPLES)
def test_every_message_has_a_button_to_a_page_of_the_portal(renderer, template, language):
    words = renderer.preview(template, language, {})

    assert links(words.html)
    for link in links(words.html):
        assert PORTAL_PAGES.fullmatch(link)
        assert PORTAL + link in words.text


@pytest.mark.parametrize(
    ("template", "data", "page"),
    [
        ("enrolment_requested", {"enrolment_id": "N1"}, "/tasks/requests/N1"),
        ("enrolment_enrolled", {"offering_id": "O1"}, "/offerings/O1"),
        ("training_completed", {"code": "8F3A"}, "/certificates/8F3A"),
        ("evaluation_opened", {"evaluation_id": "V1"}, "/forms/V1"),
        ("study_report_overdue", {"own": True}, "/study"),
        ("study_report_overdue", {"own": False}, "/tasks"),
    ],
)
def test_the_button_leads_to_the_matter(renderer, template, data, page):
    assert links(renderer.preview(template, "id", data).html) == [page]


def test_without_a_portal_there_is_no_button():
    renderer = Renderer(replace(read_settings(), portal_url=""))

    for template in SAMPLES:
        words = renderer.preview(template, "en", {})
        assert links(words.html) == []
        assert "http" not in words.text


@pytest.mark.parametrize(
    "name", [each for each in HOSTILE if each], ids=lambda name: ascii(name)[:16]
)
def test_no_name_can_lead_a_button_astray(renderer, name):
    words = renderer.preview("training_completed", "id", {"code": name})

    (link,) = links(words.html)
    assert PORTAL_PAGES.fullmatch(link)
    assert not set(link) & set("<>\"' \r\n")


def test_styles_stand_beside_their_elements_and_those_for_narrow_and_dark_screens_in_the_head(
    renderer,
):
    html = renderer.preview("training_completed", "id", {}).html
    head, body = html.split("</head>")

    assert 'style="display: inline-block;padding: 12px 24px;' in body
    assert re.findall(r"@media \([^)]*\)", head) == [
        "@media (max-width: 480px)",
        "@media (prefers-color-scheme: dark)",
    ]
    assert '<meta name="color-scheme" content="light dark">' in head
    assert "src=" not in html
    assert "url(" not in html


def test_the_same_message_is_always_the_same_page(renderer):
    again = Renderer(replace(read_settings(), portal_url=PORTAL))

    assert renderer.preview("evaluations_open", "id", {}) == again.preview(
        "evaluations_open", "id", {}
    )


def test_a_missing_variable_stops_the_start(monkeypatch):
    incomplete = {**SAMPLES["training_completed"]}
    del incomplete["learning_hours"]
    monkeypatch.setitem(SAMPLES, "training_completed", incomplete)

    with pytest.raises(UndefinedError, match="learning_hours"):
        Renderer(read_settings())
