"""Numbers of persons in what citizens write: masked before anything is kept.

Masked are mail addresses, every run of ten or more digits (NIK: 16, NIP: 18), NIK and NIP written
in groups, and telephone numbers with blanks, points, hyphens or brackets in them. Dates, times of
day, amounts with points and the numbers of queue tickets stay: a complaint is often about them.
"""

import re

MAIL, NIK, NIP, PHONE, NUMBER = "[surel]", "[NIK]", "[NIP]", "[telepon]", "[nomor]"

_LONGEST_RUN_LEFT = 9
_RUN_LENGTHS = {16: NIK, 18: NIP}
_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_RUN = re.compile(rf"\+?\d{{{_LONGEST_RUN_LEFT + 1},}}")
_GROUPED = (
    (NIP, re.compile(r"(?<!\d)\d{8}[ .-]\d{6}[ .-]\d[ .-]\d{3}(?!\d)")),
    (NIK, re.compile(r"(?<!\d)\d{4}(?:[ .-]\d{4}){3}(?!\d)")),
    (NIK, re.compile(r"(?<!\d)(?:\d{2}[ .-]\d{2}[ .-]\d{2}|\d{6})[ .-]\d{6}[ .-]\d{4}(?!\d)")),
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_STAYS = "|".join(
    (
        rf"(?<!\d)(?:{_DAY}[-.]{_MONTH}[-.]{_YEAR}|{_YEAR}[-.]{_MONTH}[-.]{_DAY})(?![-.]?\d)",
        r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d|[ .-]?\d{3})",
        r"(?<![\d.])(?!628)[1-9]\d{0,2}(?:\.\d{3}){1,3}(?![\d.-]?\d)",
    )
)
_PHONE = (
    r"(?:\+\(?\d|(?:\(|(?<!\d))(?:0[2-9]|62[ .()-]{0,2}8))"  # a plus or a bracket begins a number
    r"(?:[ .()-]{0,2}\d){6,13}(?!\d)"  # with it 8 digits or more
)
_STAYS_OR_PHONE = re.compile(rf"(?P<stays>{_STAYS})|(?P<phone>{_PHONE})")


def masked(text: str) -> str:
    """The text without numbers that lead to a person. Masking it again changes nothing."""
    text = _MAIL.sub(MAIL, text)
    text = _RUN.sub(_run, text)
    for name, grouped in _GROUPED:
        text = grouped.sub(name, text)
    return _STAYS_OR_PHONE.sub(lambda found: found["stays"] or PHONE, text)


def _run(found: re.Match[str]) -> str:
    run = found[0]
    likely = PHONE if run.startswith(("+", "0", "62")) else NUMBER
    return _RUN_LENGTHS.get(len(run), likely)
