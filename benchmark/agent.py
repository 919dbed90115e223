"""A key in an ssh-agent -> SSH signatures, thousands a second: ssh-keygen makes one a process."""

import base64
import hashlib
import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from prakat.repository.signature import BEGIN, END, NAMESPACE

SIGN_REQUEST, SIGN_RESPONSE = 13, 14
"""Of the agent's protocol (draft-ietf-sshm-ssh-agent)."""


@dataclass(frozen=True, slots=True)
class Agent:
    connection: socket.socket

    def sign(self, payload: bytes, public_key: str) -> bytes:
        """The armoured signature (PROTOCOL.sshsig of OpenSSH), as `ssh-keygen -Y sign -n git` makes it."""
        key = base64.b64decode(public_key.split(" ")[1])
        about = _string(NAMESPACE.encode()) + _string(b"") + _string(b"sha512")
        to_sign = b"SSHSIG" + about + _string(hashlib.sha512(payload).digest())
        answer = self._ask(bytes([SIGN_REQUEST]) + _string(key) + _string(to_sign) + bytes(4))
        if answer[0] != SIGN_RESPONSE:
            raise OSError("the agent does not sign with this key")
        blob = b"SSHSIG" + (1).to_bytes(4, "big") + _string(key) + about + answer[1:]
        text = base64.b64encode(blob)
        return BEGIN + b"".join(text[at : at + 70] + b"\n" for at in range(0, len(text), 70)) + END

    def _ask(self, message: bytes) -> bytes:
        self.connection.sendall(_string(message))
        return self._read(int.from_bytes(self._read(4), "big"))

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            part = self.connection.recv(size - len(found))
            if not part:
                raise OSError("the agent has gone")
            found += part
        return found


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


@contextmanager
def agent_with(*private_keys: Path) -> Iterator[Agent]:
    """An agent of our own that holds those keys while the block runs."""
    with TemporaryDirectory(prefix="prakat-agent-") as place:
        path = str(Path(place) / "socket")
        told = subprocess.run(["ssh-agent", "-a", path], check=True, capture_output=True, text=True).stdout
        match = re.search(r"SSH_AGENT_PID=([0-9]+)", told)
        assert match, "ssh-agent says its process"
        own = os.environ | {"SSH_AUTH_SOCK": path, "SSH_AGENT_PID": match[1]}
        try:
            subprocess.run(["ssh-add", "-q", *map(str, private_keys)], env=own, check=True, capture_output=True)
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(path)
                yield Agent(connection)
        finally:
            subprocess.run(["ssh-agent", "-k"], env=own, check=False, capture_output=True)
