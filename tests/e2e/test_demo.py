"""`python -m demo` on an empty machine: the story, and what it left in the databases."""

import re

from tests.e2e.playing import CHAPTERS, Played, opened


def test_the_whole_story_is_told_and_ends_well(played: Played):
    assert (played.code, played.complained) == (0, "")
    places = [played.said.index(chapter) for chapter in CHAPTERS]
    assert places == sorted(places)


def test_the_story_is_plain_text_of_80_columns_where_there_is_no_terminal(played: Played):
    assert "\x1b" not in played.said
    assert max(map(len, played.said.splitlines())) <= 80


def test_refusals_are_shown_in_the_words_of_the_rule(played: Played):
    said = " ".join(played.said.split())
    assert "Forbidden: only the approver" in said
    assert "is no longer in service" in said
    assert "Conflict: the last meeting ends at" in said
    assert "answers.useful: must be at most 5" in said
    assert "would have too few on duty" in said
    assert "other dates would work" in said
    assert "is exempt: ask for a mentor" in said


def test_whoever_waits_gets_the_seat_given_up(played: Played):
    queue = "enrolment where queue_number is not null"
    assert played.count("enrolment", queue) == 2
    assert played.count("enrolment", f"{queue} and status = 'completed'") == 2
    assert "who is told" in " ".join(played.said.split())


def test_somebody_experienced_passes_the_test_and_becomes_a_mentor(played: Played):
    assert played.count("enrolment", "enrolment where status = 'declined'") == 2
    assert played.count("enrolment", "offered_test where passed") == 1
    assert "proposed as mentor" in played.said


def test_the_certificate_is_a_file_in_the_data_directory(played: Played):
    [path] = (played.data_dir / "certificates").iterdir()
    assert path.read_bytes().startswith(b"%PDF-")
    assert f"certificates/{path.name}" in played.said
    assert played.count("enrolment", f"certificate where code = '{path.stem}'") == 1


def test_the_balance_of_hours_and_the_budget_are_told(played: Played):
    said = " ".join(played.said.split())
    hours = re.search(r": 16 JP earned \+ (\d+) booked = forecast (\d+); target 20", said)
    assert hours is not None
    assert int(hours[2]) == 16 + int(hours[1])
    seats = played.count("enrolment", "budget_entry where kind = 'reserve'")
    assert f"{seats} reservations, one for each seat" in said
    assert "reserved committed spent available" in said


def test_the_databases_hold_what_the_story_promised(played: Played):
    completions = played.count("enrolment", "certificate")
    assert completions > 11
    assert played.count("evaluation", "evaluation") == 5 * completions
    assert played.count("evaluation", "evaluation where status = 'cancelled'") == 5
    superseded = played.count("notification", "delivery where state = 'superseded'")
    carried = played.count("notification", "delivery where carried_by is not null")
    assert played.count("notification", "message") == len(played.mails) + superseded + carried
    assert len(played.mails) > superseded > 0
    assert played.count("evaluation", "study_look where revision = 1") == 2
    for service in ("enrolment", "evaluation", "notification"):
        assert played.count(service, "outbox") == 0
        assert played.count(service, "waiting") == 0


def test_a_need_is_found_and_verdicts_stand_beside_the_truth_with_a_chart(played: Played):
    said = " ".join(played.said.split())
    assert "complaints make" in said
    assert "truth (from SEED)" in said
    assert re.search(r"waiting_minutes -\d+\.\d minutes .* improved", said)
    assert re.search(r"handling_minutes no effect .* no_evidence", said)
    chart = (played.data_dir / "demo" / "waiting_minutes.svg").read_text()
    assert chart.startswith("<svg")
    assert "<title" in chart


def test_everybody_is_mailed_into_a_file_whatever_the_environment_says(played: Played):
    recipients = {opened(path)["To"].addresses[0].domain for path in played.mails}
    assert recipients == {"alak.example"}
    assert "Mohon isi evaluasi" in played.said
