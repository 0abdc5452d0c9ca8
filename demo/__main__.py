"""`python -m demo`: the whole story on this machine; `ROSTER=file.csv` with one's own people."""

import shared.launcher.green  # noqa: F401  (first of all)

# isort: split
import signal
import sys

import greenlet
from eventlet import hubs

from demo.cast import Unplayable
from demo.fresh import NotOurs
from demo.house import own_settings
from demo.office import Refused, Stuck
from demo.personnel import NotImportable
from demo.screen import Screen
from demo.story import play
from shared.launcher.process import AlreadyRunning
from shared.settings import BadSetting

_FAILURES = (BadSetting, NotOurs, AlreadyRunning, NotImportable, Unplayable)
_BROKEN_OFF = 130


def main() -> int:
    """The exit code: 0 only if everything happened that was promised."""
    _let_ctrl_c_reach_the_story()
    try:
        if play(own_settings(), Screen()):
            return 0
        print("demo: a promise was not kept, see above", file=sys.stderr)
    except _FAILURES as failure:
        print(f"demo: {failure}", file=sys.stderr)
    except (Refused, Stuck) as surprise:
        print(f"demo: the story went wrong: {surprise}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\ndemo: broken off; the next one begins afresh", file=sys.stderr)
        return _BROKEN_OFF
    return 1


def _let_ctrl_c_reach_the_story() -> None:
    """Not whichever green thread happens to run; a second Ctrl-C ends the process at once."""
    story = greenlet.getcurrent()

    def interrupt(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        hubs.get_hub().schedule_call_global(0, story.throw, KeyboardInterrupt)

    signal.signal(signal.SIGINT, interrupt)


if __name__ == "__main__":
    sys.exit(main())
