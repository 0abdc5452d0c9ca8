"""What the worlds are asked, and the table of what they answer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scripts.simulate_effects import fast
from scripts.simulate_effects.engine import judged
from scripts.simulate_effects.worlds import WORLDS, Noise, draw

EFFECT = -8.0  # minutes
COMMON = Noise(ar=0.6, sd=5)  # of the noise at which power is asked
STAGGERED = "own_worst_month"
HOLDS_A = ("random", "worst_level", "good_volunteer", STAGGERED)
HOLDS_B = ("random", "worst_level", "worst_deterioration")


@dataclass(frozen=True, kw_only=True)
class World:
    """Shares (0-1) of the sets of one world.

    improved, worsened     verdicts where training changes nothing
    first_holds, second_holds   intervals of A and of B that hold the truth (nothing); None: its
                           assumption fails there
    power                  verdicts "improved" where training takes away 8 minutes
    naive, plain           "improved" by a before-after of the trained units, and by a plain
                           8-week difference-in-differences; None: not asked (starts differ)
    """

    world: str
    sets: int
    improved: float
    worsened: float
    first_holds: float | None
    second_holds: float | None
    power: float
    naive: float | None
    plain: float | None


def ask(world: str, sets: int, seed: int) -> World:
    """All questions to one world."""
    if world == STAGGERED:
        return _ask_engine(world, sets, seed)
    unchanged = draw(world, sets, seed)
    found = fast.verdicts(unchanged)
    trained = draw(world, sets, seed, COMMON).with_effect(EFFECT)
    return World(
        world=world,
        sets=sets,
        improved=_share(found < 0),
        worsened=_share(found > 0),
        first_holds=_share(fast.first(unchanged).holds(0)) if world in HOLDS_A else None,
        second_holds=_share(fast.second(unchanged).holds(0)) if world in HOLDS_B else None,
        power=_share(fast.verdicts(trained) < 0),
        naive=_share(fast.naive(unchanged) < 0),
        plain=_share(fast.plain(unchanged) < 0),
    )


def _ask_engine(world: str, sets: int, seed: int) -> World:
    drawn = draw(world, sets, seed)
    unchanged = list(judged(drawn))
    trained = judged(draw(world, sets, seed, COMMON).with_effect(EFFECT))
    return World(
        world=world,
        sets=sets,
        improved=_share([one.verdict == "improved" for one in unchanged]),
        worsened=_share([one.verdict == "worsened" for one in unchanged]),
        first_holds=_share([one.first.side == 0 for one in unchanged]),
        second_holds=None,
        power=_share([one.verdict == "improved" for one in trained]),
        naive=_share(fast.naive(drawn) < 0),
        plain=None,
    )


def _share(flags: object) -> float:
    return float(np.mean(np.asarray(flags)))


def table(sets: int, seed: int) -> Iterator[str]:
    """Markdown, a line at a time."""
    yield "| world | false improved | false worsened | A holds | B holds | power | naive | plain |"
    yield "|---|---|---|---|---|---|---|---|"
    for world in WORLDS:
        one = ask(world, sets, seed)
        shares = (
            *(one.improved, one.worsened, one.first_holds, one.second_holds),
            *(one.power, one.naive, one.plain),
        )
        cells = ["-" if share is None else f"{share:.1%}" for share in shares]
        yield f"| {world.replace('_', ' ')} | {' | '.join(cells)} |"
