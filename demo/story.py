"""The story from beginning to end."""

import os

from demo import fresh
from demo.campaigning import tell_those_who_doubt
from demo.completing import complete, reverse
from demo.counter import keep_the_counter_open
from demo.digesting import read_a_digest
from demo.doubting import ask_about_use
from demo.earning import show_what_it_earned
from demo.enrolling import ask_and_decide, nominate, offer
from demo.house import SERVICES, open_house
from demo.inviting import keep_the_calendar
from demo.money import show_the_money
from demo.months import six_months_later, some_days_later, three_months_later
from demo.needs import find_needs
from demo.office import Office
from demo.personnel import import_people
from demo.promises import check
from demo.reading import answer, read
from demo.reminding import show_a_reminder_not_sent
from demo.screen import Screen
from demo.stage import Stage
from demo.studying import begin_studies, bring_figures, hear_the_verdicts, record_the_studied
from demo.timeline import Timeline
from demo.today import leave_something_to_do
from demo.waiting import take_the_test_instead, wait_for_a_seat
from shared.launcher.process import Process
from shared.settings import BadSetting, Settings

_CHAPTERS = (
    import_people,
    find_needs,
    offer,
    ask_and_decide,
    nominate,
    keep_the_calendar,
    wait_for_a_seat,
    take_the_test_instead,
    keep_the_counter_open,
    begin_studies,
    complete,
    record_the_studied,
    show_what_it_earned,
    show_the_money,
    read,
    answer,
    reverse,
    some_days_later,
    show_a_reminder_not_sent,
    three_months_later,
    read_a_digest,
    bring_figures,
    ask_about_use,
    six_months_later,
    hear_the_verdicts,
    tell_those_who_doubt,
    leave_something_to_do,
)


def play(settings: Settings, screen: Screen) -> bool:
    """Whether everything that was promised happened."""
    screen.title(
        "Lontar: the training of civil servants, and whether it helped the public",
        "Three services in one process, on SQLite and a bus in memory. What follows is\n"
        "told by their answers, their events and their files.",
    )
    with open_house(settings) as process:
        kept = _play(process, settings, screen)
    fresh.finish(settings.data_dir, SERVICES)
    _say_where_to_look(settings, screen)
    return kept


def _play(process: Process, settings: Settings, screen: Screen) -> bool:
    bus = process.wiring.bus
    assert bus is not None
    timeline = Timeline(bus, process.wiring.clock)
    with Office(process) as office:
        stage = Stage(office, screen, timeline, settings, seed=_seed())
        for chapter in _CHAPTERS:
            chapter(stage)
        return check(stage)


def _seed() -> int:
    """SEED, a whole number. Raises BadSetting."""
    given = os.environ.get("SEED", "2026")
    if not given.isascii() or not given.isdigit():
        raise BadSetting(f"SEED must be a whole number, not {given!r}")
    return int(given)


def _say_where_to_look(settings: Settings, screen: Screen) -> None:
    where = f"DATA_DIR={settings.data_dir} " if "DATA_DIR" in os.environ else ""
    screen.say(f"\nThe data stay in {settings.data_dir}. To look at them:")
    screen.say(f"  {where}.venv/bin/lontar topology")
    screen.say(f"  {where}.venv/bin/lontar parked list")
    screen.say("To open this office in a browser, and choose whom to be:")
    screen.say(f"  {where}make portal")
    screen.say("To let the same house run on:")
    screen.say(f"  {where}.venv/bin/python -m services")
