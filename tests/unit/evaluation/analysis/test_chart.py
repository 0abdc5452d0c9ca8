"""The chart of a study can be read without colour, without eyes, and harms no page."""

import re
from xml.etree import ElementTree as Xml

import pytest

from services.evaluation.analysis.chart import chart

SVG = "{http://www.w3.org/2000/svg}"
WINDOWS = {"before": [-8, -3], "selected": [-3.0, 0.0], "after": [0.0, 5.0]}
SERIES = [
    {"week": week, "from": None, "treated": 60.0 - 8 * (week >= 0), "comparison": 58.0 + week % 2}
    for week in range(-8, 5)
]


def drawn(series=SERIES, windows=WINDOWS, language="en"):
    return Xml.fromstring(chart(series, windows, language))


def test_the_chart_says_in_words_what_it_shows():
    picture = drawn()

    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert picture.get("aria-labelledby").split() == [title.get("id"), told.get("id")]
    assert title.text == "Weekly values of trained and comparison units"
    assert told.text == (
        "Trained: 60 on average before and 52 after the training began. "
        "Comparison: 58.5 on average before and 58.4 after the training began."
    )


def test_the_lines_differ_without_colour_and_the_windows_are_shaded_and_named():
    picture = drawn()

    lines = [path for path in picture.iter(f"{SVG}path") if path.get("stroke-width") == "2"]
    assert {path.get("stroke-dasharray") for path in lines} == {None, "7 4"}
    assert len(list(picture.iter(f"{SVG}circle"))) == len(SERIES) + 1  # and the key
    words = {text.text for text in picture.iter(f"{SVG}text")}
    assert {"before", "selection", "after", "trained", "comparison"} <= words


def test_a_week_without_measurement_is_a_gap_and_not_a_line():
    gone = [{**point, "treated": None} if point["week"] == -4 else point for point in SERIES]
    solid = [
        path
        for path in drawn(gone).iter(f"{SVG}path")
        if path.get("stroke-width") == "2" and not path.get("stroke-dasharray")
    ]
    assert len(solid) == 3  # two stretches, and the key


def test_an_indonesian_reader_reads_indonesian():
    words = {text.text for text in drawn(language="id").iter(f"{SVG}text")}
    assert {"dilatih", "pembanding", "seleksi", "minggu sejak pelatihan dimulai"} <= words


@pytest.mark.parametrize(
    ("series", "windows"),
    [
        ([], {}),
        ([{"week": 0, "treated": None, "comparison": None}], {"after": [0, 1]}),
    ],
)
def test_nothing_measured_is_an_empty_picture_that_says_so(series, windows):
    assert drawn(series, windows).find(f"{SVG}desc").text == "Nothing is measured."


def test_constant_and_single_values_are_drawn_too():
    flat = [{"week": 0, "treated": 0.0, "comparison": None}]
    assert len(list(drawn(flat, {"after": [0, 1]}).iter(f"{SVG}circle"))) == 2


def test_the_picture_loads_and_runs_nothing():
    text = chart(SERIES, WINDOWS, "en")
    assert not re.search(r"script|href|url\(|@import|<style|<!DOCTYPE", text)
