"""One line a happening, on stderr: what, to which record. No personal data, no addresses."""

import logging
import sys

import structlog


def configure_logs(level: str) -> None:
    """Readable on a terminal, JSON elsewhere (level: debug, info, warning, error)."""
    number = getattr(logging, level.upper())
    logging.basicConfig(stream=sys.stderr, level=max(number, logging.WARNING))
    for chatty in ("nameko", "kombu", "amqp"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    renderer = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
