"""Measure the chain three ways, one after another: python -m bench."""

import argparse
import signal
import sys
from pathlib import Path

from bench import chain, report
from bench.chain import Load
from bench.drivers.lontar import Lontar
from bench.drivers.raw import Raw
from bench.drivers.stock import Stock
from bench.processes import ServiceFailed
from bench.records import WrongOutcome

IMPLEMENTATIONS = {each.key: each for each in (Stock(), Raw(), Lontar())}
RESULT = Path("var/bench/chain.json")


def main() -> int:
    """Run, print, write; 1 when an implementation did not do its work exactly."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is then stopped
    load = Load(
        options.completions, options.class_size, options.callers, options.seconds, options.rounds
    )
    figures = {}
    for key in options.only:
        print(f"({key}) {IMPLEMENTATIONS[key].title} …", file=sys.stderr, flush=True)
        try:
            figures[key] = chain.measured(IMPLEMENTATIONS[key], load)
        except (WrongOutcome, ServiceFailed) as wrong:
            print(f"({key}) {wrong}", file=sys.stderr)
            return 1
    document = report.document(load, figures)
    report.write(document, RESULT, *([options.out] if options.out else []))
    report.show(document)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    known = ", ".join(f"{key} {each.title}" for key, each in IMPLEMENTATIONS.items())
    parser.add_argument("--only", type=_keys, default=list(IMPLEMENTATIONS), help=known)
    parser.add_argument("--completions", type=_positive, default=3000, help="of the backlog")
    parser.add_argument("--class-size", type=_positive, default=30, help="learners")
    parser.add_argument("--callers", type=_positive, default=4, help="at the front door at once")
    parser.add_argument("--seconds", type=float, default=15, help="of the paced part")
    parser.add_argument("--rounds", type=_positive, default=3, help="backlogs; the median counts")
    parser.add_argument("--out", type=Path, help=f"one more place for the JSON of {RESULT}")
    return parser.parse_args()


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _keys(text: str) -> list[str]:
    keys = text.split(",")
    if unknown := set(keys) - IMPLEMENTATIONS.keys():
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return keys


sys.exit(main())
