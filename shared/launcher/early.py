"""Import this before anything else in a service's own process.

A service that is stopped while it is still being loaded has begun nothing: it leaves, and has not
failed. From `Process.run` on, stopping means to finish what is in hand.
"""

import os
import signal

signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import shared.launcher.green  # noqa: E402, F401
