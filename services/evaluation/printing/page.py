"""A report as one page that a browser shows and prints: no script, nothing fetched."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.evaluation.printing.rows import Report, tables
from services.evaluation.printing.words import Speaker


def page_of(report: Report, language: str) -> str:
    """HTML with charts drawn in it."""
    speaker = Speaker(language)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        report=report,
        say=speaker.labels,
        speaker=speaker,
        tables=tables(report, speaker),
        funnel=_funnel(report, speaker),
        means=_means(report, speaker),
    )


def _funnel(report: Report, speaker: Speaker) -> list[dict[str, Any]]:
    """Bars: label, count, and the share (0-1) of the longest."""
    bars = [(speaker.labels[name], report[name]) for name in ("enrolled", "completed")]
    bars += [
        (f"{speaker.level(one['level'])}, {speaker.respondent(one['respondent'])}", one["answered"])
        for one in report["responses"]
    ]
    longest = max([1, *(n for _, n in bars)])
    return [{"label": label, "value": n, "from": 0.0, "to": n / longest} for label, n in bars]


def _means(report: Report, speaker: Speaker) -> list[dict[str, Any]]:
    """Of every scale: where its mean, or the band of it, lies between its ends (0-1)."""
    bars = []
    for result in report["results"]:
        for one in result["questions"]:
            if any(one.get(end) is None for end in ("low", "high", "min", "max")):
                continue
            about = f"{speaker.level(result['level'])}, {speaker.respondent(result['respondent'])}"
            low, high = (
                (one[end] - one["min"]) / (one["max"] - one["min"]) for end in ("low", "high")
            )
            bars.append(
                {
                    "label": f"{about}: {speaker.said(one['text'])}",
                    "value": speaker.mean(one),
                    "from": 0.0 if low == high else low,
                    "to": high,
                }
            )
    return bars
