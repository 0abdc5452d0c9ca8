"""Run one raw service: python -m bench.baselines.raw enrolment|evaluation|notification."""

import os
import signal
import sys
import threading

from bench.baselines.raw import broker, database, evaluation, notification, relay

HANDLERS = {"evaluation": evaluation.handle, "notification": notification.handle}


def main() -> None:
    """Serve until SIGTERM; whatever breaks ends the process, and nothing is lost by that."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    name = sys.argv[1]
    broker.declare(broker.connect())
    print(name, "ready", flush=True)
    if name == "enrolment":
        relay.run(name)
    if name == "evaluation":
        threading.excepthook = end_process
        threading.Thread(target=relay.run, args=(name,), daemon=True).start()
    consume(name)


def end_process(broken: threading.ExceptHookArgs) -> None:
    """A service without its relay is worse than none."""
    sys.excepthook(broken.exc_type, broken.exc_value, broken.exc_traceback)
    os._exit(1)


def consume(name: str) -> None:
    """Batch after batch: inbox, rows and outbox in one transaction, then one ack."""
    connection = database.connect()
    batches = broker.Batches(broker.connect(), name)
    while True:
        batch = batches.take()
        with connection, connection.cursor() as cursor:
            HANDLERS[name](cursor, database.receive(cursor, name, batch))
        batches.acknowledge(batch)


main()
