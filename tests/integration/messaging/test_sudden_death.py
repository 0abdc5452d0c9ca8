"""A process may be killed between any two steps: nothing is lost and nothing doubled."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.messaging.doomed import PATIENT, STEPS
from tests.integration.messaging.installation import Installation, until
from tests.integration.road.junction import a_unit, an_employee

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = [f"E{n}" for n in range(40)]
UNITS = ["U1", "U2", "U3"]


def a_life(place: Installation, step: str) -> int:
    """The exit code of a process that is to die at a step."""
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.integration.messaging.doomed",
            place.url,
            place.amqp_uri or "-",
            str(place.folder),
            step,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode in (0, -9), made.stderr[-3000:]
    return made.returncode


@pytest.mark.parametrize("step", STEPS)
def test_death(place: Installation, step: str):
    place.settings = replace(place.settings, hold_attempts=PATIENT)
    heads = PEOPLE[-3:]
    place.tell(*[a_unit(u, head_id=h) for u, h in zip(UNITS, heads, strict=True)])
    for person in PEOPLE:
        place.tell(an_employee(person))

    assert a_life(place, step) == -9
    a_life(place, step)
    with place.running():
        until(lambda: not place.unsent() and not place.set_aside() and not place.queued())
        until(lambda: len(place.subjects()) >= len(PEOPLE) + len(UNITS))

    assert place.subjects("employee.changed") == PEOPLE
    assert sorted(place.subjects("unit.changed")) == UNITS
    assert place.notes("message.parked") == []
