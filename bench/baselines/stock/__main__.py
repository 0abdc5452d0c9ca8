"""Run one stock service: python -m bench.baselines.stock enrolment|evaluation|notification."""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from bench.baselines.stock import services  # noqa: E402

CLASSES = {
    "enrolment": services.EnrolmentService,
    "evaluation": services.EvaluationService,
    "notification": services.NotificationService,
}


def main() -> None:
    """Serve until SIGTERM, with nameko's default settings."""
    name = sys.argv[1]
    runner = ServiceRunner({"AMQP_URI": os.environ["AMQP_URI"]})
    runner.add_service(CLASSES[name])
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(runner.stop))
    runner.start()
    print(name, "ready", flush=True)
    runner.wait()


main()
