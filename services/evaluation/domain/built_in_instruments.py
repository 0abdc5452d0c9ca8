"""The questionnaires that come with Lontar. Saving one under the same id replaces it."""

from services.evaluation.domain.instrument import Instrument, Question


def default_instrument_id(level: int, respondent: str) -> str | None:
    """The built-in instrument for a level and a respondent; None where there is none."""
    return {
        (1, "participant"): "reaction",
        (2, "participant"): "learning",
        (3, "participant"): "behaviour-participant",
        (3, "supervisor"): "behaviour-supervisor",
    }.get((level, respondent))


def _scale(key: str, indonesian: str, english: str) -> Question:
    """From 1 (not at all) to 5 (fully)."""
    text = {"id": indonesian, "en": english}
    return Question(key=key, text=text, kind="scale", min=1, max=5, required=True)


def _remark(key: str, indonesian: str, english: str) -> Question:
    text = {"id": indonesian, "en": english}
    return Question(key=key, text=text, kind="text", required=False)


_REACTION = Instrument(
    instrument_id="reaction",
    title={"id": "Tanggapan atas pelatihan", "en": "Reaction to the training"},
    questions=(
        _scale(
            "useful",
            "Materi berguna untuk pekerjaan saya (1 = tidak sama sekali, 5 = sepenuhnya)",
            "The content is useful for my work (1 = not at all, 5 = fully)",
        ),
        _scale(
            "trainer",
            "Pengajar menjelaskan dengan jelas",
            "The trainer explained things clearly",
        ),
        _scale(
            "organisation",
            "Waktu, tempat, dan bahan tertata baik",
            "Time, place and materials were well organised",
        ),
        _remark("comment", "Apa yang perlu diperbaiki?", "What should be better?"),
    ),
)

_LEARNING = Instrument(
    instrument_id="learning",
    title={"id": "Tes akhir", "en": "Post-test"},
    questions=(
        Question(
            key="score",
            text={"id": "Nilai tes akhir (0-100)", "en": "Score of the post-test (0-100)"},
            kind="number",
            min=0,
            max=100,
            required=True,
        ),
        _remark("comment", "Bagian mana yang belum jelas?", "Which part is still unclear?"),
    ),
)


def _test(key: str, indonesian: str, english: str, choices: tuple[str, ...]) -> Question:
    """The first choice is the right one."""
    text = {"id": indonesian, "en": english}
    return Question(
        key=key, text=text, kind="choice", choices=choices, correct=choices[0], required=True
    )


_TEST_TEMPLATE = Instrument(
    instrument_id="test-template",
    title={"id": "Contoh tes pilihan ganda", "en": "Example of a multiple-choice test"},
    questions=(
        _test(
            "elements",
            "Berapa unsur yang dinilai dalam survei kepuasan masyarakat (SKM)?",
            "How many elements does the public satisfaction survey (SKM) rate?",
            ("9", "5", "14"),
        ),
        _test(
            "hour",
            "Berapa menit satu jam pelajaran (JP)?",
            "How many minutes is one learning hour (JP)?",
            ("45", "60", "90"),
        ),
        _test(
            "minimum",
            "Berapa JP pengembangan kompetensi PNS paling sedikit dalam setahun?",
            "How many learning hours (JP) a year must a PNS have at least?",
            ("20", "24", "40"),
        ),
    ),
)

_BEHAVIOUR_PARTICIPANT = Instrument(
    instrument_id="behaviour-participant",
    title={"id": "Penerapan di tempat kerja", "en": "Use at the workplace"},
    questions=(
        _scale(
            "applied",
            "Saya menerapkan yang saya pelajari (1 = tidak pernah, 5 = selalu)",
            "I use what I learned (1 = never, 5 = always)",
        ),
        _scale(
            "supported",
            "Atasan dan rekan mendukung penerapannya",
            "My supervisor and colleagues support me in using it",
        ),
        _remark("example", "Berikan satu contoh penerapan", "Give one example of its use"),
        _remark("obstacle", "Apa yang menghambat?", "What stands in the way?"),
    ),
)

_BEHAVIOUR_SUPERVISOR = Instrument(
    instrument_id="behaviour-supervisor",
    title={"id": "Pengamatan atasan", "en": "The supervisor's observation"},
    questions=(
        _scale(
            "applied",
            "Pegawai menerapkan yang dipelajari (1 = tidak pernah, 5 = selalu)",
            "The employee uses what was learned (1 = never, 5 = always)",
        ),
        _scale(
            "improved",
            "Hasil kerjanya membaik sejak pelatihan",
            "The employee's work has improved since the training",
        ),
        _remark("example", "Berikan satu contoh yang teramati", "Give one example you observed"),
        _remark("obstacle", "Apa yang menghambat?", "What stands in the way?"),
    ),
)

BUILT_IN = {
    instrument.instrument_id: instrument
    for instrument in (
        _REACTION,
        _LEARNING,
        _TEST_TEMPLATE,
        _BEHAVIOUR_PARTICIPANT,
        _BEHAVIOUR_SUPERVISOR,
    )
}
