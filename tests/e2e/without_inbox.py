"""`python -m tests.e2e.without_inbox NAME`: a service that takes every message for new.

Only to show that the check of a run can fail: this is what the inbox keeps from happening.
"""

import shared.launcher.green  # noqa: F401, I001  (first of all)

import runpy
import sys
from typing import Any

from shared.messaging import inbox


def _everything_is_fresh(_session: Any, _subscription: str, keys: Any, *_more: Any) -> set[Any]:
    return set(keys)


inbox.take = _everything_is_fresh
name = sys.argv.pop(1)
runpy.run_module(f"services.{name}", run_name="__main__", alter_sys=True)
