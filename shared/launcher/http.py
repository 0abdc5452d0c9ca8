"""The port for machines: `/health` for the operator's checks, `/metrics` for Prometheus."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
from eventlet import wsgi
from prometheus_client import make_wsgi_app

Health = Callable[[], dict[str, bool]]


def serve(port: int, health: Health) -> None:
    """Serve in the background. Raises OSError when the port cannot be had."""
    # not shared: of two services with one port the second must hear of it
    socket = eventlet.listen(("0.0.0.0", port), reuse_port=False)
    eventlet.spawn(wsgi.server, socket, _application(health), log_output=False)


def _application(health: Health) -> Callable[..., Iterable[bytes]]:
    metrics = make_wsgi_app()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            return metrics(environ, start_response)
        if environ["PATH_INFO"] not in ("/health", "/"):
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"there are /health and /metrics\n"]
        checks = health()
        status = "200 OK" if all(checks.values()) else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(checks).encode() + b"\n"]

    return application
