"""python -m demo.roster OUTPUT_DIR [--seed 1] [--employees 600]"""

import argparse
from pathlib import Path

from demo.roster.files import write
from demo.roster.generate import generate
from demo.roster.posts import smallest_headcount


def main(arguments: list[str] | None = None) -> None:
    """Write the two files and name them; one line on stderr if that is impossible."""
    parser = argparse.ArgumentParser(prog="demo.roster", description="Makes a synthetic roster.")
    parser.add_argument("output_dir", type=Path, help="folder for units.csv and roster.csv")
    parser.add_argument("--seed", type=int, default=1, help="same seed, same files (default 1)")
    parser.add_argument(
        "--employees",
        type=int,
        default=600,
        help=f"headcount, at least {smallest_headcount()} (default 600)",
    )
    options = parser.parse_args(arguments)
    try:
        paths = write(generate(options.seed, options.employees), options.output_dir)
    except (OSError, ValueError) as problem:
        parser.exit(2, f"demo.roster: {problem}\n")
    for path in paths:
        print(path)


if __name__ == "__main__":
    main()
