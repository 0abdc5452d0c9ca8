"""Free ports of the loopback interface."""

import socket
from random import SystemRandom

# Below the ports that the kernel gives to outgoing connections: a client that keeps dialling
# a server that is down could otherwise be given that very port, and talk to itself.
_PORTS = range(20_000, 32_000)

_given: set[int] = set()


def free_port() -> int:
    """A TCP port that nobody listens on, never the same twice in one process."""
    while True:
        port = SystemRandom().choice(_PORTS)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
