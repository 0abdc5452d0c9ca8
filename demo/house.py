"""The house that the demo plays in: all services in this process, under settings of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import timedelta

from demo import fresh
from services.parts import PARTS
from shared.clock import SystemClock, TravellingClock
from shared.launcher.collecting import collect_seldom
from shared.launcher.logs import configure_logs
from shared.launcher.process import Process, embedded
from shared.seal import new_seal
from shared.settings import Settings, read_settings

SERVICES = [part.name for part in PARTS]
_HASTE = 0.2
"""Timers look as often as this, times their pause in an office: nobody likes to watch them wait."""

_HURRIED = {"review_programmes": 0.5, "tell_short_hours": 0.5}
"""What looks seldom would not be seen at all, or come in the middle of another chapter."""

_THE_STORY_TAKES = timedelta(days=320)
"""It began so long ago, and ends today: what it leaves open is open when somebody looks."""

_TAKEN_OVER = ("DATA_DIR", "TIME_ZONE", "HOLIDAY_OVERRIDES", "LOG_LEVEL")


def own_settings() -> Settings:
    """Somebody's SMTP_URL must not mail anybody, their servers are not ours. Raises BadSetting."""
    for field in fields(Settings):
        name = field.name.upper()
        if name not in _TAKEN_OVER:
            os.environ.pop(name, None)
            os.environ.pop(f"{name}_FILE", None)
    os.environ.update(MAIL_MODE="file", LANGUAGE="id")
    return read_settings()


@contextmanager
def open_house(settings: Settings) -> Iterator[Process]:
    """The services, running, on an empty data directory. Raises NotOurs, AlreadyRunning."""
    configure_logs(settings.log_level)
    fresh.clear(settings.data_dir, SERVICES)
    for key_file in (settings.nip_key_file, settings.link_key_file):
        if not key_file.exists():
            new_seal(key_file)  # nobody needs to be warned of the demo's own keys
    process = embedded(PARTS, settings, TravellingClock(SystemClock().now() - _THE_STORY_TAKES))
    for timer in process.timers:
        timer.interval = _HURRIED.get(timer.method_name, timer.interval * _HASTE)
    process.start()
    collect_seldom()
    try:
        yield process
    finally:
        process.stop()
