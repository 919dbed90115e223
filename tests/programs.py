"""A stand-in for Python's own command that runs programs of this checkout without importing anything twice.

`python()` is the path of a command that is called as Python is. Behind it stands a server that has imported Prakat and
the site builder and forks for each call, in the caller's folder and environment and with the caller's streams. Where a
call is about the interpreter itself (its options, its encodings, code on the command line), Python itself is started;
not so for `-P -m`, and for `-I` before a program, which heeds nothing of the environment that is about Python.
Who kills what it has started, or limits it, must start Python itself: the program is no child of theirs."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_SERVER = Path(__file__).with_name("program_server.py")
_CALLER = """\
#!{python} -IS
import marshal, os, sys, _socket
words, own = sys.argv[1:], dict(os.environ)
about = {{name: own[name] for name in own if name.startswith(("PYTHON", "LC_", "LANG")) and name != "PYTHONUTF8"}}
is_alone = len(words) > 1 and words[0] == "-I" and words[1][:1] != "-"
is_known = words[:1] == ["-m"] or words[:2] == ["-P", "-m"]
if not is_alone and (not words or (words[0][:1] == "-" and not is_known) or about != {about!r}):
    os.execv({python!r}, [{python!r}, *words])
text = marshal.dumps((words, os.getcwd(), own, {caller!r}))
streams = b"".join(stream.to_bytes(4, sys.byteorder) for stream in (0, 1, 2))
server = _socket.socket(_socket.AF_UNIX)
server.connect({place!r})
server.sendmsg([len(text).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
server.sendall(text)
told = server.recv(4, _socket.MSG_WAITALL)
status = int.from_bytes(told, "big", signed=True) if len(told) == 4 else 1
if status < 0:
    os.kill(os.getpid(), -status)
os._exit(status)
"""


@dataclass
class _Server:
    process: "subprocess.Popen[bytes]"
    folder: "TemporaryDirectory[str]"

    @property
    def caller(self) -> Path:
        return Path(self.folder.name) / "python"


_servers: list[_Server] = []
"""At most one, from the first call until the end of the tests."""
_SHARED = "PRAKAT_TEST_PROGRAMS"


def share() -> None:
    """Every process of the tests that is started from now on uses the server of this one."""
    os.environ[_SHARED] = python()


def python() -> str:
    if shared := os.environ.get(_SHARED):
        return shared
    if not _servers:
        _servers.append(_started())
    return str(_servers[0].caller)


def _started() -> _Server:
    folder = TemporaryDirectory(prefix="prakat-programs-")
    place = Path(folder.name) / "socket"
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", str(_SERVER), str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    made = _Server(process, folder)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    kinds = ("PYTHON", "LC_", "LANG")
    about = {name: value for name, value in os.environ.items() if name.startswith(kinds) and name != "PYTHONUTF8"}
    text = _CALLER.format(python=sys.executable, about=about, caller=str(made.caller), place=str(place))
    made.caller.write_text(text, encoding="utf-8")
    made.caller.chmod(0o755)
    return made


def stop() -> None:
    while _servers:
        server = _servers.pop()
        server.process.communicate()
        server.folder.cleanup()
