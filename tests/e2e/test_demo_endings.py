"""What the demo replaces and what it leaves alone; how it ends when it does not end well."""

import signal

from tests.e2e.playing import (
    CHAPTERS,
    PATIENCE,
    SMALL_OFFICE,
    output,
    play,
    started,
    wait_until_it_says,
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
    assert "✗ 9 completions: 9 x 4 evaluations by the built-in policy = 45 stored" in played.said
    assert played.complained == "demo: a promise was not kept, see above\n"


def test_ctrl_c_ends_the_story_in_one_line_and_the_next_one_begins_afresh(tmp_path):
    own = tmp_path / "kantor.csv"
    own.write_text(SMALL_OFFICE)
    data_dir = tmp_path / "var"
    with started(data_dir, ROSTER=str(own)) as demo:
        wait_until_it_says(data_dir, CHAPTERS[1])
        demo.send_signal(signal.SIGINT)
        assert demo.wait(PATIENCE) == 130
    assert output(data_dir, "err").read_text().strip() == (
        "demo: broken off; the next one begins afresh"
    )
    assert play(data_dir, ROSTER=str(own)).code == 0
