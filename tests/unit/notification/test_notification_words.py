"""Messages in words, in both languages."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError

from services.enrolment.domain import approval
from services.enrolment.domain.enrolment import Enrolment, Status
from services.enrolment.learning_roster import LEFT
from services.notification.domain.message import Message
from services.notification.rendering import Renderer
from services.notification.rendering.catalogues import Catalogue, IncompleteCatalogue
from services.notification.rendering.reasons import reasons_in
from services.notification.rendering.samples import SAMPLES
from shared.errors import NotFound, ValidationError
from shared.office_calendar import office_calendar
from shared.settings import read_settings
from tests.unit.notification.builders import HOSTILE, NOON

LANGUAGES = ("id", "en")
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(read_settings())


def a_message(**facts) -> Message:
    given = {
        "notification_id": "N1",
        "employee_id": "E1",
        "about": "training.completed",
        "template": "training_completed",
        "template_version": 1,
        "data": {
            "title": "Pelayanan Prima",
            "learning_hours": 1234.5,
            "completed_at": "2026-11-24T20:00:00+00:00",
            "score": None,
            "code": "8F3A",
            "expires_at": None,
        },
        "created_at": NOON,
    }
    return Message(**{**given, **facts})


@pytest.mark.parametrize("template", ["effect_measured", "room_effect_measured", "campaign"])
def test_figures_have_their_unit_in_the_reader_s_language(renderer, template):
    assert "menit" in renderer.preview(template, "id", {}).text
    assert "minutes" in renderer.preview(template, "en", {}).text
    assert "minutes" not in renderer.preview(template, "id", {}).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", SAMPLES)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name)[:16])
def test_every_template_bears_hostile_names(renderer, template, language, name):
    hostile = dict.fromkeys(("name", "learner", "title", "reason", "code"), name)
    data = {field: hostile[field] for field in SAMPLES[template] if field in hostile}

    words = renderer.preview(template, language, data)

    assert "\n" not in words.subject
    assert "<script>" not in words.html
    assert "\u202e" not in words.subject + words.text + words.html
    assert "49" not in words.subject
    assert not any(line.startswith("Bcc:") for line in words.text.splitlines())


def test_dates_and_numbers_take_the_local_form_and_the_offices_zone(renderer):
    names = {"E1": "Maria Tallo"}

    indonesian = renderer.render(a_message(), "id", names).text
    english = renderer.render(a_message(), "en", names).text

    assert "Yth. Bapak/Ibu Maria Tallo," in indonesian
    assert "25 November 2026" in indonesian  # 20:00 in UTC is the next day in Kupang
    assert "1.234,5 JP" in indonesian
    assert "Dear Maria Tallo," in english
    assert "1,234.5 JP" in english


def test_a_due_date_names_the_hour_and_the_zone(renderer):
    text = renderer.preview("evaluation_due_soon", "id", {}).text

    assert "Rabu, 10 Maret 2027 pukul 16.00 WITA" in text


def test_a_day_that_was_stored_as_a_day_stays_that_day(renderer):
    assert "14 Desember 2027" in renderer.preview("study_report_due", "id", {}).text


@pytest.mark.parametrize(
    ("reason", "indonesian"),
    [
        ("nobody decided within 8 working days", "belum ada keputusan dalam 8 hari kerja"),
        ("no seat became free in time", "tidak ada tempat yang tersedia hingga batas waktunya"),
        ("3 of at least 5 participants by the day of the decision", "baru 3 dari sedikitnya 5"),
        ("left the service", "tidak lagi bertugas"),
        ("pindah tugas ke Kupang", "pindah tugas ke Kupang"),
    ],
)
def test_reasons_that_the_system_gives_are_said_in_the_readers_language(
    renderer, reason, indonesian
):
    data = {"reason": reason}

    assert indonesian in renderer.preview("enrolment_cancelled", "id", data).text
    assert reason in renderer.preview("enrolment_cancelled", "en", data).text


def test_the_reasons_are_those_that_enrolment_gives():
    asked = Enrolment(
        enrolment_id="N1",
        employee_id="E1",
        offering_id="O1",
        programme_id="P1",
        title="Pelayanan Prima",
        status=Status.REQUESTED,
        escalated_at=NOON,
    )
    patience = approval.Patience(escalate_after=3, expire_after=5)
    expired, _ = approval.grow_impatient(asked, None, office_calendar(WITA, None), patience, NOON)
    in_words = reasons_in(lambda text: f"known: {text}")

    assert in_words(str(expired.reason)).startswith("known: ")
    assert in_words(LEFT).startswith("known: ")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("id", ["reaksi", "pembelajaran", "perilaku", "hasil"]),
        ("en", ["reaction", "learning", "behaviour", "results"]),
    ],
)
def test_the_four_levels_have_names(renderer, language, names):
    for level, name in enumerate(names, start=1):
        text = renderer.preview("evaluation_cancelled", language, {"level": level}).text
        assert f"({name})" in text


def test_a_supervisor_is_written_to_about_the_learner(renderer):
    asked = a_message(
        employee_id="E2",
        template="evaluation_opened",
        data={
            "title": "Pelayanan Prima",
            "learner_id": "E1",
            "evaluation_id": "V1",
            "level": 3,
            "due_at": "2026-12-01T00:00:00+00:00",
        },
    )

    text = renderer.render(asked, "en", {"E1": "Maria Tallo", "E2": "Yohanes Ndun"}).text

    assert "Dear Yohanes Ndun," in text
    assert "Some time ago Maria Tallo completed" in text
    assert "/forms/V1" in text


def test_a_preview_refuses_what_the_template_does_not_know(renderer):
    with pytest.raises(NotFound, match="no template"):
        renderer.preview("poem", "id", {})
    with pytest.raises(ValidationError, match=r"data\.poem"):
        renderer.preview("training_completed", "id", {"poem": "x"})
    with pytest.raises(ValidationError, match="do not fit"):
        renderer.preview("training_completed", "id", {"completed_at": "yesterday"})
    with pytest.raises(ValidationError, match="do not fit"):
        renderer.preview("training_completed", "id", {"learning_hours": "many"})


def test_a_missing_variable_is_an_error_and_not_a_blank(renderer):
    data = {field: value for field, value in a_message().data.items() if field != "code"}

    with pytest.raises(UndefinedError, match="code"):
        renderer.render(a_message(data=data), "id", {})


def test_a_missing_translation_is_an_error(tmp_path: Path):
    catalogue = tmp_path / "id" / "LC_MESSAGES" / "messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid ""\nmsgstr ""\n\nmsgid "Dear %(name)s,"\nmsgstr "Yth. %(nama)s,"\n')

    with pytest.raises(IncompleteCatalogue, match="no translation"):
        Catalogue("id", tmp_path).check(["Answer"])
    with pytest.raises(IncompleteCatalogue, match="placeholders"):
        Catalogue("id", tmp_path).check(["Dear %(name)s,"])
