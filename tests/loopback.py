"""A port of this machine for a server that a test starts."""

import socket


def free_port() -> int:
    """One that nobody listens on, on loopback; the kernel does not give it to the next who asks at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
