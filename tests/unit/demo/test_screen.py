"""What people typed is printed, not obeyed."""

import pytest

from demo.screen import Screen


@pytest.fixture
def screen(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    return Screen()


def test_control_letters_in_a_name_do_not_reach_the_terminal(screen, capsys):
    screen.done("Budi\x1b]0;title\x07\x9b31m")
    assert capsys.readouterr().out == "✓ Budi]0;title31m\n"


def test_a_name_is_not_taken_for_markup_or_an_emoji(screen, capsys):
    screen.say("[red]Budi[/red] :smile:")
    screen.table(["name"], [["[bold]Siti[/bold] :smile:"]])
    printed = capsys.readouterr().out
    assert "[red]Budi[/red] :smile:" in printed
    assert "[bold]Siti[/bold] :smile:" in printed


def test_long_lines_continue_under_their_first_word(screen, capsys):
    screen.done("kata " * 40)
    first, *more = capsys.readouterr().out.splitlines()
    assert first.startswith("✓ kata")
    assert more
    assert all(line.startswith("  kata") and len(line) <= 80 for line in more)
