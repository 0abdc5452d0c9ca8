"""A report as tables of plain cells: the workbook shows them all, the page most of them."""

from collections.abc import Iterator
from typing import Any

from services.evaluation.printing.words import Speaker

Cells = list[Any]
Table = tuple[list[str], list[Cells]]
"""Titles and rows."""

Report = dict[str, Any]


def tables(report: Report, speaker: Speaker) -> dict[str, Table]:
    """By the name of the sheet, in the order of the report."""
    say = speaker.labels
    counts = [say["enrolled"], say["completed"]]
    responses = [say["level"], say["respondent"], say["asked"], say["answered"], say["rate"]]
    return {
        say["summary"]: (
            [say["report"], say["made_on"], *counts, say["learning"]],
            [
                [
                    report["title"],
                    report["made_on"],
                    report["enrolled"],
                    report["completed"],
                    speaker.said(report["learning"]["sentence"]) or say["no_gain"],
                ]
            ],
        ),
        say["responses"]: (responses, list(_responses(report, speaker))),
        say["results"]: (
            [say["level"], say["respondent"], say["question"], say["n"], say["mean"]],
            list(_results(report, speaker)),
        ),
        say["effects"]: (
            [
                *(say[name] for name in ("metric", "verdict", "estimate", "interval")),
                say["certainty"],
                say["sentence"],
            ],
            [_effect(one, speaker) for one in report["effects"]],
        ),
        say["units"]: ([say["unit"], *counts, *responses], list(_parts(report["units"], speaker))),
        say["years"]: ([say["year"], *counts, *responses], list(_parts(report["years"], speaker))),
    }


def _responses(counts: dict[str, Any], speaker: Speaker) -> Iterator[Cells]:
    for one in counts["responses"]:
        yield [
            speaker.level(one["level"]),
            speaker.respondent(one["respondent"]),
            one["asked"],
            one["answered"],
            speaker.percent(one["rate"]),
        ]


def _results(report: Report, speaker: Speaker) -> Iterator[Cells]:
    for result in report["results"]:
        about = [speaker.level(result["level"]), speaker.respondent(result["respondent"])]
        if not result["n"]:
            yield [*about, speaker.labels["too_few"], None, None]
        for question in result["questions"]:
            words = speaker.said(question["text"])
            if question["kind"] == "text":
                yield from ([*about, words, None, text] for text in question["texts"] or ())
            elif question["kind"] == "choice":
                chosen = ", ".join(f"{name}: {n}" for name, n in (question["counts"] or {}).items())
                yield [*about, words, question["n"], chosen]
            else:
                yield [*about, words, question["n"], speaker.mean(question)]


def _effect(one: dict[str, Any], speaker: Speaker) -> Cells:
    low, high = speaker.number(one["ci_low"]), speaker.number(one["ci_high"])
    return [
        one["metric"],
        one["verdict"],
        speaker.number(one["estimate"]),
        f"{low} - {high}" if low else "",
        speaker.certainty(one["certainty"]),
        speaker.said(one["sentence"]),
    ]


def _parts(parts: list[dict[str, Any]], speaker: Speaker) -> Iterator[Cells]:
    for part in parts:
        name = part.get("year") or part.get("name") or part.get("unit_id")
        about = [name, part["enrolled"], part["completed"]]
        rows = list(_responses(part, speaker)) or [[None] * 5]
        yield from ([*about, *row] for row in rows)
