"""`python -m scripts.simulate_effects [SETS [SEED]]`: print how often the engine is wrong."""

import sys

from scripts.simulate_effects.report import table


def main(sets: int = 2000, seed: int = 1) -> None:
    for line in table(sets, seed):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
