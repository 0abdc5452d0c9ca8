"""The portal speaks two languages, wholly."""

import re
from zoneinfo import ZoneInfo

import pytest

from services.portal.words import LANGUAGES, Words
from services.portal.words.catalogue import Catalogue
from services.portal.words.speaking import TEMPLATES
from tests.unit.portal.texts import all_texts

KUPANG = ZoneInfo("Asia/Makassar")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def test_every_text_is_said_in_indonesian_with_the_same_placeholders() -> None:
    catalogue = Catalogue("id")
    texts = all_texts()

    assert texts - catalogue.texts.keys() == set()
    assert catalogue.texts.keys() - texts == set()
    for text in texts:
        said = catalogue.gettext(text)
        assert set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(text)), text
        assert "%" not in PLACEHOLDER.sub("", said + text).replace("%%", ""), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_sound(language: str) -> None:
    environment = Words(language, KUPANG)._environment

    for path in TEMPLATES.glob("*.html"):
        environment.get_template(path.name)


def test_days_numbers_and_money_are_written_as_people_here_write_them() -> None:
    indonesian, english = Words("id", KUPANG).forms, Words("en", KUPANG).forms
    starts, ends = "2026-11-24T00:00:00+00:00", "2026-11-26T08:00:00+00:00"

    assert indonesian.moment(starts) == "Sel 24 Nov 2026, 08.00 WITA"
    assert english.moment(starts) == "Tue 24 Nov 2026, 08:00 WITA"
    assert indonesian.days_of(starts, ends) == "24\u201326 November 2026"
    assert indonesian.number(7.5) == "7,5"
    assert english.rupiah(1_500_000) == "Rp\u00a01,500,000"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("must be answered", "Mohon jawab pertanyaan ini."),
        (
            "the enrolment is already rejected: nothing is left to decide",
            "Tidak ada lagi yang perlu dilakukan di sini: Ditolak.",
        ),
        (
            "requests for this offering ended at 2026-11-24T00:00:00+00:00",
            "Permintaan untuk penyelenggaraan ini ditutup: Sel 24 Nov 2026, 08.00 WITA.",
        ),
        (
            "Loket would have too few on duty: 2026-12-01 8 of at least 9; 2026-12-02 8 of at "
            "least 9 Petugas; other dates would work (2026-12-08 in offering 0193); a training "
            "officer may give an override_reason",
            "Loket akan kekurangan pegawai yang bertugas (Sel 1 Des: 8 dari minimal 9; "
            "Rab 2 Des: 8 dari minimal 9). Hari lain bisa: Sel 8 Des. Petugas pelatihan dapat "
            "mengesampingkan aturan ini dengan alasan.",
        ),
        (
            "the budget 'Diklat' has Rp 1,000 left and Rp 350,000 are needed: raise it, or "
            "release a reservation",
            "Anggaran “Diklat” tersisa Rp 1,000, padahal diperlukan Rp 350,000.",
        ),
        (
            "nobody could ever begin: P1 requires P2 requires P1",
            "Program-program ini saling mensyaratkan: tidak ada yang pernah dapat memulai salah "
            "satunya.",
        ),
        ("a rule that nobody has translated", "a rule that nobody has translated"),
    ],
)
def test_rules_are_said_in_the_readers_language_or_as_they_came(rule: str, said: str) -> None:
    assert Words("id", KUPANG).rule(rule) == said
