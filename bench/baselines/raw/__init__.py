"""The chain with no framework: raw AMQP and SQL, batched, outbox and inbox."""

BATCH = 300  # events
WINDOW = 500  # publishes without a confirm
