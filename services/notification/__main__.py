"""`python -m services.notification [migrate]`: this service on RabbitMQ and PostgreSQL."""

import eventlet

eventlet.monkey_patch()  # before anything else takes hold of sockets, threads or the clock

import sys  # noqa: E402

from services.notification.part import PART  # noqa: E402
from shared.launcher.process import main  # noqa: E402

main(PART, sys.argv[1:])
