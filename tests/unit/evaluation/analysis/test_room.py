"""A statistic runs in a process of its own, and the green threads of the service go on."""

import eventlet
import pytest

from services.evaluation.analysis.room import Failed, TimedOut, run


def test_the_hub_goes_on_while_another_process_computes():
    ticks = []

    def tick() -> None:
        while True:
            ticks.append(1)
            eventlet.sleep(0.02)

    ticking = eventlet.spawn(tick)
    found = run("holm", {"p_values": [0.01, 0.04]})
    ticking.kill()

    assert found == [0.02, 0.04]
    assert len(ticks) > 10


def test_data_that_the_statistic_refuses_are_told_with_its_reason():
    with pytest.raises(Failed, match="two_group: ValueError: two groups are needed"):
        run("two_group", {"outcome": [1.0], "treated": [True]})


def test_what_takes_too_long_is_ended():
    with pytest.raises(TimedOut, match=r"holm took longer than 0\.05 s"):
        run("holm", {"p_values": []}, seconds=0.05)


def test_what_takes_too_much_memory_is_ended():
    with pytest.raises(Failed):
        run("holm", {"p_values": []}, memory_mb=100)
