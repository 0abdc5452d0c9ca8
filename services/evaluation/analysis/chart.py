"""A finding as a picture: both series and the windows, readable without colour and by ear."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Literal
from zlib import crc32

Language = Literal["id", "en"]
Point = Mapping[str, Any]
Windows = Mapping[str, Sequence[float] | None]

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 44, 48
TICKS = 5
GROUPS = ("treated", "comparison")
INK = {"treated": "#0b3d91", "comparison": "#8a4b08"}
DASHES = {"treated": "", "comparison": ' stroke-dasharray="7 4"'}
SHADES = {"before": "#eceff4", "selected": "#d5d9e0", "after": "#eceff4"}

WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Nilai mingguan unit yang dilatih dan unit pembanding",
        "nothing": "Tidak ada yang terukur.",
        "treated": "dilatih",
        "comparison": "pembanding",
        "before": "sebelum",
        "selected": "seleksi",
        "after": "sesudah",
        "weeks": "minggu sejak pelatihan dimulai",
        "mean": "{group}: rata-rata {before} sebelum dan {after} sesudah pelatihan dimulai.",
        "none": "tidak ada",
    },
    "en": {
        "title": "Weekly values of trained and comparison units",
        "nothing": "Nothing is measured.",
        "treated": "trained",
        "comparison": "comparison",
        "before": "before",
        "selected": "selection",
        "after": "after",
        "weeks": "weeks from the start of the training",
        "mean": "{group}: {before} on average before and {after} after the training began.",
        "none": "none",
    },
}


@dataclass(frozen=True)
class _Scale:
    """From weeks and values to the picture."""

    first: float
    last: float
    low: float
    high: float

    def x(self, week: float) -> float:
        share = (week - self.first) / (self.last - self.first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def chart(series: Sequence[Point], windows: Windows, language: Language) -> str:
    """An SVG of its own: no script, no style sheet, nothing loaded.

    series    points {"week", "treated", "comparison"} by week, as in `Finding.series`; values may
              be None, which leaves a gap
    windows   name -> [first, end) in weeks from the start, or None, as in `Finding.series`
    language  id or en

    The trained are a solid line with dots, the comparison a dashed one with squares; <desc> says
    in words what is drawn.
    """
    words = WORDS[language]
    scale = _scale(series, windows)
    drawn = [] if scale is None else [*_drawn(series, windows, scale, words)]
    told = _told(series, words)
    key = f"chart-{crc32(repr((series, windows, language)).encode()):08x}"  # several on one page
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-labelledby="{key}-title {key}-desc" font-family="sans-serif" font-size="12">',
            f'<title id="{key}-title">{escape(words["title"])}</title>',
            f'<desc id="{key}-desc">{escape(told)}</desc>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *drawn,
            "</svg>",
        ]
    )


def _scale(series: Sequence[Point], windows: Windows) -> _Scale | None:
    values = [point[name] for point in series for name in GROUPS if point[name] is not None]
    if not values:
        return None
    edges = [edge for window in windows.values() if window for edge in window]
    weeks = [point["week"] for point in series]
    room = (max(values) - min(values)) * 0.08 or abs(values[0]) * 0.1 or 1.0
    return _Scale(
        min([*weeks, *edges]),
        max([max(weeks) + 1, *edges]),
        min(values) - room,
        max(values) + room,
    )


def _drawn(
    series: Sequence[Point], windows: Windows, scale: _Scale, words: dict[str, str]
) -> Iterator[str]:
    yield from _shaded(windows, scale, words)
    yield from _axes(scale, words)
    for place, name in enumerate(GROUPS):
        yield from _line(series, name, scale)
        yield from _key(name, LEFT + place * 160, words)


def _shaded(windows: Windows, scale: _Scale, words: dict[str, str]) -> Iterator[str]:
    for name, window in windows.items():
        if not window:
            continue
        left, right = scale.x(window[0]), scale.x(window[1])
        yield (
            f'<rect x="{left}" y="{TOP}" width="{round(right - left, 1)}" '
            f'height="{HEIGHT - TOP - BOTTOM}" fill="{SHADES[name]}" stroke="#9aa3b0"/>'
        )
        middle = round((left + right) / 2, 1)
        yield _text(middle, TOP + 14, words[name], anchor="middle")


def _axes(scale: _Scale, words: dict[str, str]) -> Iterator[str]:
    for step in range(TICKS):
        value = scale.low + (scale.high - scale.low) * step / (TICKS - 1)
        yield _text(LEFT - 6, scale.y(value) + 4, f"{value:.4g}", anchor="end")
    bottom = HEIGHT - BOTTOM
    for week in sorted({round(scale.first), 0, round(scale.last)}):
        yield _text(scale.x(week), bottom + 16, f"{week}", anchor="middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, bottom + 34, words["weeks"], anchor="middle")
    start = scale.x(0)
    yield f'<path d="M{start} {TOP}V{bottom}" stroke="#000000" stroke-width="1.5"/>'
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="#000000"/>'


def _line(series: Sequence[Point], name: str, scale: _Scale) -> Iterator[str]:
    """A path for each stretch without gap, and a mark for each week."""
    for measured, stretch in groupby(series, key=lambda point: point[name] is not None):
        if measured:
            at = [(scale.x(point["week"] + 0.5), scale.y(point[name])) for point in stretch]
            path = "M" + "L".join(f"{x} {y}" for x, y in at)
            yield (
                f'<path d="{path}" fill="none" stroke="{INK[name]}" stroke-width="2"'
                f"{DASHES[name]}/>"
            )
            yield from (_mark(name, x, y) for x, y in at)


def _mark(name: str, x: float, y: float) -> str:
    if name == "treated":
        return f'<circle cx="{x}" cy="{y}" r="3" fill="{INK[name]}"/>'
    left, top = round(x - 2.5, 1), round(y - 2.5, 1)
    return f'<rect x="{left}" y="{top}" width="5" height="5" fill="#ffffff" stroke="{INK[name]}"/>'


def _key(name: str, left: int, words: dict[str, str]) -> Iterator[str]:
    yield f'<path d="M{left} 22H{left + 40}" stroke="{INK[name]}" stroke-width="2"{DASHES[name]}/>'
    yield _mark(name, left + 20, 22)
    yield _text(left + 48, 26, words[name])


def _text(x: float, y: float, words: str, *, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#000000">{escape(words)}</text>'


def _told(series: Sequence[Point], words: dict[str, str]) -> str:
    """The picture in words: both means, before and after."""
    sentences = []
    for name in GROUPS:
        parts = {
            "before": [point[name] for point in series if point["week"] < 0],
            "after": [point[name] for point in series if point["week"] >= 0],
        }
        means = {key: _mean(values, words) for key, values in parts.items()}
        if set(means.values()) != {words["none"]}:
            group = words[name].capitalize()
            sentences.append(words["mean"].format(group=group, **means))
    return " ".join(sentences) or words["nothing"]


def _mean(values: Sequence[float | None], words: dict[str, str]) -> str:
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.4g}" if known else words["none"]
