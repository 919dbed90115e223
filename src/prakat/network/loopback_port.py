"""a port of this machine -> whether a program of ours can listen there, on loopback alone"""

import socket

from prakat.cannot_work import CannotWork

LOOPBACK, HIGHEST = "127.0.0.1", 65_535


def check_port(port: int) -> None:
    """Raises CannotWork where the port is none, or belongs to another program."""
    if not 0 < port <= HIGHEST:
        raise CannotWork("network.no-port", most=HIGHEST, found=port)
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((LOOPBACK, port))
        except OSError as problem:
            raise CannotWork("network.port-taken", port=port, problem=problem) from None
