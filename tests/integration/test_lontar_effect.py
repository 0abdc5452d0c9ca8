"""An analyst asks `lontar effect` of a table, and is told what it can tell, and no more."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.integration.analyst import (
    DID,
    FROM,
    START,
    TO,
    TWO,
    Analyst,
    an_analyst,
    an_office_table,
    as_date,
    as_iso_week,
    as_month,
)


@pytest.fixture
def analyst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Analyst]:
    with an_analyst(tmp_path, monkeypatch, capsys) as analyst:
        yield analyst


def test_one_period_before_and_one_after_simply_work(analyst: Analyst):
    rng = np.random.default_rng(2)
    before, noise = rng.normal(50, 5, 20), rng.normal(0, 1, 20)
    after = before + noise - 10 * (np.arange(20) < 9)
    rows = [f"{unit},{time},{v},{int(unit < 9)}" for time, values in enumerate((before, after), 1)
            for unit, v in enumerate(values)]  # fmt: skip
    analyst.writes("office,time,minutes,trained\n" + "\n".join(rows))

    found = analyst.learns(*DID, "--treated", "trained", "--start", "2")

    changes = after - before
    assert found["estimate"] == pytest.approx(changes[:9].mean() - changes[9:].mean())
    assert found["second"]["estimate"] == pytest.approx(-10, abs=2)
    assert (found["n"], found["n_treated"], found["verdict"]) == (20, 9, "improved")
    assert [one["code"] for one in found["warnings"]] == ["exploratory"]


@pytest.mark.parametrize("write", [as_date, as_iso_week, as_month])
def test_dates_weeks_and_months_say_what_plain_numbers_say(analyst: Analyst, write):
    options = ("--treated", "trained", "--better", "lower")
    analyst.writes(an_office_table())
    numbers = analyst.learns(*DID, *options, "--start", str(START), "--selected", f"{FROM}..{TO}")
    analyst.writes(an_office_table(write))

    found = analyst.learns(
        *DID, *options, "--start", write(START), "--selected", f"{write(FROM)}..{write(TO)}"
    )

    assert found["verdict"] == numbers["verdict"] == "improved"
    assert found["warnings"] == numbers["warnings"] == []
    if write is not as_month:  # windows of equal days hold months of different length
        assert found["estimate"] == pytest.approx(numbers["estimate"])


def test_what_is_better_when_higher_got_worse(analyst: Analyst):
    analyst.writes(an_office_table())

    found = analyst.learns(
        *DID, "--treated", "trained", "--start", str(START), "--better", "higher"
    )

    assert found["verdict"] == "worsened"


def test_a_table_that_begins_with_the_selection_is_compared_with_what_came_after_it(analyst):
    analyst.writes(an_office_table())

    found = analyst.learns(
        *DID, "--treated", "trained", "--start", str(START), "--selected", "0..3"
    )

    assert (found["verdict"], found["left_out"]) == ("improved", 0)
    assert found["estimate"] == pytest.approx(-9, abs=2)
    assert found["second"]["estimate"] == pytest.approx(-9, abs=2)
    assert "exploratory" not in {one["code"] for one in found["warnings"]}


def test_units_without_both_periods_are_left_out_and_counted(analyst: Analyst):
    extra = "NEW,15,1.0,1\nOLD,3,99999,0\nNONE,4,,0\n"
    analyst.writes(an_office_table() + extra)
    with_them = analyst.learns(*DID, "--treated", "trained", "--start", str(START))
    analyst.writes(an_office_table())
    without = analyst.learns(*DID, "--treated", "trained", "--start", str(START))

    assert (with_them["left_out"], with_them["left_out_units"]) == (2, ["NEW", "OLD"])
    assert with_them["estimate"] == without["estimate"]


def test_few_offices_are_told_so_whatever_they_show(analyst: Analyst):
    analyst.writes(an_office_table(treated=2, comparison=9))
    two = analyst.learns(*DID, "--treated", "trained", "--start", str(START))
    analyst.writes(an_office_table(treated=3, comparison=3))
    three = analyst.learns(*DID, "--treated", "trained", "--start", str(START))
    analyst.writes(an_office_table(treated=4, comparison=5))
    four = analyst.learns(*DID, "--treated", "trained", "--start", str(START))

    assert two["verdict"] == "insufficient_data"
    assert three["verdict"] == "insufficient_data"  # 20 permutations can never reject at 5 %
    assert three["permutation_p"] == pytest.approx(0.1)
    assert four["verdict"] == "improved"
    for found in (two, three, four):
        assert "few_clusters" in [one["code"] for one in found["warnings"]]


def test_weights_count_within_an_office_and_not_between_offices(analyst: Analyst):
    rows = ["A,1,10,1,1", "A,1,20,1,3", "A,2,10,1,1", "B,1,5,0,1000", "B,2,6,0,1", "C,1,0,0,1",
            "C,2,3,0,1"]  # fmt: skip
    analyst.writes("office,time,minutes,trained,n\n" + "\n".join(rows))

    found = analyst.learns(*DID, "--treated", "trained", "--start", "2", "--weights", "n")

    assert found["estimate"] == pytest.approx((10 - 17.5) - (1 + 3) / 2)


def test_a_flag_that_rises_with_the_start_names_the_treated_too(analyst: Analyst):
    table = an_office_table().splitlines()
    rows = [line[:-1] + str(int(line[-1] == "1" and int(line.split(",")[1]) >= START))
            for line in table[1:]]  # fmt: skip
    analyst.writes("\n".join([table[0], *rows]))

    found = analyst.learns(*DID, "--treated", "trained", "--start", str(START))

    assert (found["n_treated"], found["n_comparison"]) == (8, 8)


def test_a_person_at_a_terminal_reads_it_in_words(analyst: Analyst):
    analyst.writes(an_office_table())

    answer = analyst.asks(*DID, "--treated", "trained", "--start", str(START))

    assert answer.code == 0
    assert "verdict:     improved" in answer.out
    assert "8 treated, 8 comparison" in answer.out
    assert "warning:     exploratory: " in answer.out


def test_two_groups_are_judged_by_the_same_order_of_rules(analyst: Analyst):
    def told(trained: list[float], others: list[float]) -> str:
        rows = [f"{v},{flag}" for flag, vs in (("ya", trained), ("tidak", others)) for v in vs]
        analyst.writes("minutes,trained\n" + "\n".join(rows))
        return analyst.learns(*TWO)["verdict"]

    near, wide = [50.0, 50.5, 49.5, 50.2, 49.8, 50.1], [50.0, 90.0, 10.0, 70.0, 30.0, 55.0]
    assert told([v - 9 for v in near], near) == "improved"
    assert told([v + 9 for v in near], near) == "worsened"
    assert told([v + 0.1 for v in near], near) == "no_evidence"
    assert told(wide, near) == "insufficient_data"
    assert told([41.0, 41.1], near) == "insufficient_data"


@pytest.mark.parametrize(
    ("table", "options", "line"),
    [
        ("", TWO, "table.csv is empty"),
        ("minutes,trained\n", TWO, "table.csv has no row below its titles"),
        ("wait,trained\n1,1\n", TWO, "table.csv has no column 'minutes'; it has wait, trained"),
        ("minutes,trained\n1,1\nlong,0\n", TWO,
         "table.csv, row 3, minutes: 'long' is not a number"),
        ("minutes,trained\n1,1\ninf,0\n", TWO,
         "table.csv, row 3, minutes: 'inf' is not a number"),
        ("minutes,trained\n1,1\n1e200,0\n", TWO, "table.csv, row 3, minutes: '1e200' is too large "
         "to compute with; use a larger unit"),
        ("office,time,minutes,trained\nA,9999-12-31,5,1\n", DID,
         "table.csv, row 2, time: '9999-12-31' is no date of the calendar"),
        ("office,time,minutes,trained\nA,9999-W52,5,1\n", DID,
         "table.csv, row 2, time: '9999-W52' is no week of the calendar"),
        ("minutes,trained\n1,1\n2,1\n", TWO,
         "table.csv: two groups are needed: everyone is in the same one"),
        ("minutes,trained\n1,north\n", TWO, "table.csv, row 2, trained: 'north' is neither 1 nor "
         "0; say which value is the treated one: --treated trained=VALUE"),
        ("minutes,trained\n1,1\n2,0,3\n", TWO, "table.csv, row 3: has 3 cells, the titles 2"),
        ("office,time,minutes,trained\nA,1,5,1\nA,2,5,1\nB,soon,5,0\n", DID,
         "table.csv, row 4, time: 'soon' is not a date (2025-03-31), week (2025-W14), month "
         "(2025-03), quarter (2025-Q1) or number"),
        ("office,time,minutes,trained\nA,2025-02-30,5,1\n", DID,
         "table.csv, row 2, time: '2025-02-30' is no date of the calendar"),
        ("office,time,minutes,trained\nA,1,5,1\nA,2,5,1\nB,1,5,1\nB,2,5,1\n", DID,
         "table.csv: two groups are needed: every unit is in the same one"),
        ("office,time,minutes,trained\nA,1,5,1\nA,2,5,0\nB,1,5,0\nB,2,5,0\n", DID, "table.csv, "
         "row 3, trained: unit 'A' is treated in some rows and not in others"),
        ("office,time,minutes,trained\nA,2,5,1\nB,3,5,0\n", DID,
         "nothing is measured before --start"),
        ("office,time,minutes,trained\nA,1,5,1\nA,2,5,1\nB,1,5,0\nB,2,5,0\n",
         (*DID, "--selected", "1..1"), "--selected: leaves nothing before --start to compare with; "
         "give earlier times too, or end the selection earlier"),
        ("office,time,minutes,trained\nA,0,5,1\nB,1,5,0\n", DID,
         "nothing is measured from --start on"),
        ("office,time,minutes,trained\nA,1,5,1\nB,2,5,0\n", DID,
         "table.csv: no treated and comparison unit is measured in both windows"),
        ("office,time,minutes,trained,n\nA,1,5,1,4\nB,2,5,0,0\n", (*DID, "--weights", "n"),
         "table.csv, row 3, n: must be above 0, not 0"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused_in_one_line(analyst: Analyst, table, options, line):
    analyst.writes(table)
    more = ("--treated", "trained", "--start", "2") if options[1] == "did" else ()

    answer = analyst.asks(*options, *more)

    assert (answer.code, answer.failure) == (1, line)


@pytest.mark.parametrize(
    "options",
    [
        TWO[:4],
        (*TWO, "--start", "2"),
        (*DID, "--treated", "trained"),
        (*DID, "--treated", "trained", "--start", "2", "--covariates", "age"),
        (*DID, "--treated", "trained", "--start", "2", "--selected", "1"),
        ("--design", "guess", *TWO[2:]),
    ],
)
def test_a_wrong_command_line_is_refused_as_such(analyst: Analyst, options):
    analyst.writes("minutes,trained\n1,1\n")

    answer = analyst.asks(*options)

    assert (answer.code, answer.out) == (2, "")
    assert answer.failure.endswith("see `lontar effect --help`")
