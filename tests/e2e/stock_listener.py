"""`python -m tests.e2e.stock_listener AMQP_URI`: nameko as its manual shows it, nothing of ours.

Prints what it hears as JSON, one event a line.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402

from nameko.events import event_handler  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402


class Listener:
    name = "stock_listener"

    @event_handler("enrolment", "training.completed")
    def hear(self, payload):
        print(json.dumps(payload), flush=True)  # noqa: T201


runner = ServiceRunner({"AMQP_URI": sys.argv[1]})
runner.add_service(Listener)
runner.start()
print("stock_listener ready", flush=True)  # noqa: T201
runner.wait()
