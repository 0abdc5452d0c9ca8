"""`python -m demo` as a stranger runs it: on an empty machine, again, and with their own roster."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 180  # s
DEMO = ("-m", "demo")

CHAPTERS = (
    "The people come from the personnel system",
    "What citizens complain about",
    "The office offers a training",
    "Somebody asks for a seat",
    "A class is nominated",
    "A small class: more approvals than seats",
    "Somebody experienced takes the test instead",
    "An approval that would empty a counter",
    "The question is fixed before the training begins",
    "The training ends",
    "Certificate and learning hours",
    "Where the money is",
    "Everybody reads it in their own language",
    "The reaction form is answered",
    "One completion was an error",
    "Some days later",
    "Three months later",
    "The figures of the queue machines arrive",
    "Six months later",
    "The verdicts, beside the truth",
    "What was checked",
)

OF_TWELVE_UNITS = {
    "The question is fixed before the training begins",
    "The figures of the queue machines arrive",
    "The verdicts, beside the truth",
}
"""Chapters that a small office does not have."""

HEADER = "employee_id,name,unit_id,position,supervisor_id,email,employment,active\n"
SMALL_OFFICE = HEADER + "".join(
    f"K{n},Pegawai Ke-{n},KANTOR,Staf,{'K0' if n else ''},,PPPK,true\n" for n in range(7)
)

WITH_ANOTHER_POLICY_IN_MIND = """
import shared.launcher.green
import sys
from dataclasses import replace
import demo.promises
from demo.__main__ import main
policy = demo.promises.BUILT_IN["training"]
demo.promises.BUILT_IN = {"training": replace(policy, items=policy.items[:-1])}
sys.exit(main())
"""


@dataclass(frozen=True)
class Played:
    """What one run of the demo left."""

    code: int
    said: str
    complained: str
    data_dir: Path

    def count(self, service: str, what: str) -> int:
        """How many rows; what: a table, and `where ...`."""
        with closing(sqlite3.connect(self.data_dir / f"{service}.db")) as connection:
            return connection.execute(f"select count(*) from {what}").fetchone()[0]

    @property
    def mails(self) -> list[Path]:
        return list((self.data_dir / "mail").glob("*.eml"))


def play(data_dir: Path, *arguments: str, **settings: str) -> Played:
    """Run it to its end."""
    with _started(data_dir, *arguments, **settings) as demo:
        code = demo.wait(PATIENCE)
    said, complained = (_output(data_dir, name).read_text() for name in ("out", "err"))
    return Played(code, said, complained, data_dir)


def _started(data_dir: Path, *arguments: str, **settings: str) -> subprocess.Popen:
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(REPOSITORY),
        "DATA_DIR": str(data_dir),
        "COLUMNS": "80",
        **settings,
    }
    with _output(data_dir, "out").open("w") as out, _output(data_dir, "err").open("w") as err:
        command = [sys.executable, *(arguments or DEMO)]
        return subprocess.Popen(command, env=environment, cwd=REPOSITORY, stdout=out, stderr=err)


def _output(data_dir: Path, name: str) -> Path:
    return data_dir.with_suffix(f".{name}")


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> Played:
    """The first run, with somebody's servers in the environment."""
    data_dir = tmp_path_factory.mktemp("demo") / "var"
    return play(
        data_dir,
        SMTP_URL="smtp://127.0.0.1:9",
        MAIL_MODE="live",
        LANGUAGE="en",
        DATABASE_URL="postgresql://nobody@127.0.0.1:9/none",
        AMQP_URI="amqp://127.0.0.1:9",
        BATCH_SIZE="not a number",
    )


def test_the_whole_story_is_told_and_ends_well(played):
    assert (played.code, played.complained) == (0, "")
    places = [played.said.index(chapter) for chapter in CHAPTERS]
    assert places == sorted(places)


def test_the_story_is_plain_text_of_80_columns_where_there_is_no_terminal(played):
    assert "\x1b" not in played.said
    assert max(map(len, played.said.splitlines())) <= 80


def test_refusals_are_shown_in_the_words_of_the_rule(played):
    said = " ".join(played.said.split())
    assert "Forbidden: only the approver" in said
    assert "is no longer in service" in said
    assert "Conflict: the last meeting ends at" in said
    assert "answers.useful: must be at most 5" in said
    assert "would have too few on duty" in said
    assert "other dates would work" in said
    assert "is exempt: ask for a mentor" in said


def test_whoever_waits_gets_the_seat_given_up(played):
    queue = "enrolment where queue_number is not null"
    assert played.count("enrolment", queue) == 2
    assert played.count("enrolment", f"{queue} and status = 'enrolled'") == 2
    assert "who is told" in " ".join(played.said.split())


def test_somebody_experienced_passes_the_test_and_becomes_a_mentor(played):
    assert played.count("enrolment", "enrolment where status = 'declined'") == 2
    assert played.count("enrolment", "offered_test where passed") == 1
    assert "proposed as mentor" in played.said


def test_the_certificate_is_a_file_in_the_data_directory(played):
    [path] = (played.data_dir / "certificates").iterdir()
    assert path.read_bytes().startswith(b"%PDF-")
    assert f"certificates/{path.name}" in played.said
    assert played.count("enrolment", f"certificate where code = '{path.stem}'") == 1


def test_the_balance_of_hours_and_the_budget_are_told(played):
    said = " ".join(played.said.split())
    hours = re.search(r": 16 JP earned \+ (\d+) booked = forecast (\d+); target 20", said)
    assert hours is not None
    assert int(hours[2]) == 16 + int(hours[1])
    seats = played.count("enrolment", "budget_entry where kind = 'reserve'")
    assert f"{seats} reservations, one for each seat" in said
    assert "reserved committed spent available" in said


def test_an_office_without_two_at_one_counter_is_told_that_it_is_too_small(tmp_path):
    own = tmp_path / "kantor.csv"
    rows = SMALL_OFFICE.replace("KANTOR", "UNIT-{n}").splitlines(keepends=True)
    own.write_text("".join(row.replace("{n}", str(n)) for n, row in enumerate(rows)))
    played = play(tmp_path / "var", ROSTER=str(own))
    assert (played.code, played.complained) == (0, "")
    assert "this roster is too small for it: it takes two in one unit" in " ".join(
        played.said.split()
    )


def test_the_databases_hold_what_the_story_promised(played):
    completions = played.count("enrolment", "certificate")
    assert completions > 11
    assert played.count("evaluation", "evaluation") == 5 * completions
    assert played.count("evaluation", "evaluation where status = 'cancelled'") == 5
    superseded = played.count("notification", "delivery where state = 'superseded'")
    assert played.count("notification", "message") == len(played.mails) + superseded
    assert len(played.mails) > superseded > 0
    assert played.count("evaluation", "study_look where revision = 1") == 2
    for service in ("enrolment", "evaluation", "notification"):
        assert played.count(service, "outbox") == 0
        assert played.count(service, "waiting") == 0


def test_a_need_is_found_and_verdicts_stand_beside_the_truth_with_a_chart(played):
    said = " ".join(played.said.split())
    assert "complaints make" in said
    assert "truth (from SEED)" in said
    assert re.search(r"waiting_minutes -\d+\.\d minutes .* improved", said)
    assert re.search(r"handling_minutes no effect .* no_evidence", said)
    chart = (played.data_dir / "demo" / "waiting_minutes.svg").read_text()
    assert chart.startswith("<svg")
    assert "<title" in chart


def test_everybody_is_mailed_into_a_file_whatever_the_environment_says(played):
    recipients = {_open(path)["To"].addresses[0].domain for path in played.mails}
    assert recipients == {"alak.example"}
    assert "Mohon isi evaluasi" in played.said


def test_a_second_demo_replaces_the_first(tmp_path):
    data_dir, own = tmp_path / "var", tmp_path / "kantor.csv"
    own.write_text(SMALL_OFFICE)
    first = play(data_dir, ROSTER=str(own))
    certificates = first.count("enrolment", "certificate")
    (data_dir / "notes.txt").write_text("mine")
    again = play(data_dir, ROSTER=str(own))
    assert (again.code, again.complained) == (0, "")
    assert again.count("enrolment", "certificate") == certificates > 0
    assert (data_dir / "notes.txt").read_text() == "mine"


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
    assert played.count("enrolment", "certificate") == 3


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


def test_data_that_no_demo_made_are_refused_and_stay(tmp_path):
    data_dir = tmp_path / "var"
    data_dir.mkdir()
    (data_dir / "enrolment.db").write_bytes(b"somebody's")
    played = play(data_dir)
    assert played.code == 1
    assert played.complained.startswith(f"demo: {data_dir} holds what no demo made (enrolment.db)")
    assert played.complained.count("\n") == 1
    assert (data_dir / "enrolment.db").read_bytes() == b"somebody's"


def test_a_promise_that_was_not_kept_is_said_and_fails(tmp_path):
    own = tmp_path / "kantor.csv"
    own.write_text(SMALL_OFFICE)
    played = play(tmp_path / "var", "-c", WITH_ANOTHER_POLICY_IN_MIND, ROSTER=str(own))
    assert played.code == 1
    assert "✗ 5 completions: 5 x 4 evaluations by the built-in policy = 25 stored" in played.said
    assert played.complained == "demo: a promise was not kept, see above\n"


def test_ctrl_c_ends_the_story_in_one_line_and_the_next_one_begins_afresh(tmp_path):
    own = tmp_path / "kantor.csv"
    own.write_text(SMALL_OFFICE)
    data_dir = tmp_path / "var"
    with _started(data_dir, ROSTER=str(own)) as demo:
        _wait_until_it_says(data_dir, CHAPTERS[1])
        demo.send_signal(signal.SIGINT)
        assert demo.wait(PATIENCE) == 130
    assert _output(data_dir, "err").read_text().strip() == (
        "demo: broken off; the next one begins afresh"
    )
    assert play(data_dir, ROSTER=str(own)).code == 0


def _wait_until_it_says(data_dir: Path, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while words not in _output(data_dir, "out").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _open(path: Path):
    with path.open("rb") as file:
        return BytesParser(policy=policy.default).parse(file)
