"""The collector of circular garbage, told what a process is like that runs for long."""

import gc

_NEW_OBJECTS = 50_000
"""Some megabytes. By default it looks after 700, and at everything that lives again and again."""


def collect_seldom() -> None:
    """Call it when everything is made that lives as long as the process."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 10)
