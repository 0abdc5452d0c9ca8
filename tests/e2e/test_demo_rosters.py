"""The demo with somebody's own people, and with files that it cannot use."""

import pytest

from tests.e2e.playing import CHAPTERS, HEADER, OF_TWELVE_UNITS, SMALL_OFFICE, play


def test_an_office_without_two_at_one_counter_is_told_that_it_is_too_small(tmp_path):
    own = tmp_path / "kantor.csv"
    rows = SMALL_OFFICE.replace("KANTOR", "UNIT-{n}").splitlines(keepends=True)
    own.write_text("".join(row.replace("{n}", str(n)) for n, row in enumerate(rows)))
    played = play(tmp_path / "var", ROSTER=str(own))
    assert (played.code, played.complained) == (0, "")
    assert "this roster is too small for it: it takes two in one unit" in " ".join(
        played.said.split()
    )


def test_any_roster_plays_without_units_mail_addresses_and_officers(tmp_path):
    own = tmp_path / "kantor.csv"
    own.write_text(SMALL_OFFICE)
    played = play(tmp_path / "var", ROSTER=str(own))
    assert (played.code, played.complained) == (0, "")
    assert all(chapter in played.said for chapter in CHAPTERS if chapter not in OF_TWELVE_UNITS)
    assert played.count("enrolment", "employee") == 7
    assert "nobody here has a mail address" in played.said
    assert not played.mails
    assert own.read_text() == SMALL_OFFICE


def test_whom_the_minimum_of_a_unit_keeps_at_work_is_told_and_the_story_goes_on(tmp_path):
    own, units = tmp_path / "kantor.csv", tmp_path / "unit.csv"
    own.write_text(SMALL_OFFICE)
    units.write_text("unit_id,name,parent_id,head_id,min_on_duty\nKANTOR,Kantor,,K0,3\n")
    played = play(tmp_path / "var", ROSTER=str(own), UNITS=str(units))
    assert (played.code, played.complained) == (0, "")
    assert "K6: refused" in played.said
    assert played.count("enrolment", "certificate") == 3 + 4  # of the class, and of short ones


def test_a_roster_with_errors_is_refused_row_by_row(tmp_path):
    own = tmp_path / "salah.csv"
    own.write_text(HEADER + "K1,,KANTOR,Staf,,,PNS,true\nK2,Budi,KANTOR,Staf,,,PNS,entah\n")
    played = play(tmp_path / "var", ROSTER=str(own))
    assert played.code == 1
    assert "row 2, name: is empty" in played.said
    assert "row 3, active:" in played.said
    assert played.complained == f"demo: {own}: 2 errors; see above\n"
    assert played.count("enrolment", "employee") == 0


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "cannot be read"), (HEADER + "K1,Budi,KANTOR,Staf,,,PNS,true\n", "supervises")],
)
def test_a_roster_that_cannot_play_is_refused_in_one_line(tmp_path, content, complaint):
    own = tmp_path / "kantor.csv"
    if content is not None:
        own.write_text(content)
    played = play(tmp_path / "var", ROSTER=str(own))
    assert played.code == 1
    assert complaint in played.complained
    assert played.complained.count("\n") == 1
