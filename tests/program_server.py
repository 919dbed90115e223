"""A process that has imported Prakat and its site builder, and forks for each program that somebody asks it to run.

As a program: path of a socket to listen at; it ends with its standard input. tests/programs.py starts it and knows how
to ask."""

import contextlib
import gc
import importlib
import io
import marshal
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import markdown.extensions

import prakat
from prakat.rules import data, message

CHECKOUT = Path(__file__).resolve().parents[1]
_BUILDER = ("mkdocs.__main__", "mkdocs.config.defaults", "mkdocs.commands.build", "material", "pygments.formatters")
_SIZE = 4
"""Bytes of a request's length, and of an answer."""


def import_everything() -> None:
    """What the programs import and read of schemas/ is kept; the programs themselves are run anew each time, as true
    starts do."""
    known = list(sys.path)
    sys.path.insert(0, str(CHECKOUT / "scripts"))
    scripts = [path.stem for path in (CHECKOUT / "scripts").glob("*.py")]
    for name in (*scripts, *_BUILDER):
        importlib.import_module(name)
    for package in (prakat, markdown.extensions):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    for path in data.folder().glob("*.*"):
        data.load(path.name)
    message.catalogue()
    for name in (*scripts, "mkdocs.__main__"):
        del sys.modules[name]
    sys.path[:] = known


def _serve(listener: socket.socket) -> None:
    """Waits for several programs at a time, so that one may ask for further ones."""
    running: dict[int, tuple[int, socket.socket]] = {}
    """Descriptor that tells of a program's end -> its process, and who asked for it."""
    while True:
        ready, _, _ = select.select([listener, sys.stdin, *running], [], [])
        for ended in running.keys() & set(ready):
            _tell(*running.pop(ended))
            os.close(ended)
        if sys.stdin in ready:
            return
        if listener in ready:
            asked, _ = listener.accept()
            if program := _begun(asked, listener, running):
                running[os.pidfd_open(program)] = (program, asked)
            else:
                asked.close()


def _begun(asked: socket.socket, listener: socket.socket, running: Mapping[int, tuple[int, socket.socket]]) -> int:
    """The program's process, which holds nothing of the others'; 0 where who asked is gone already."""
    data, streams, _, _ = socket.recv_fds(asked, _SIZE, 3)
    size = int.from_bytes(data, "big")
    text = asked.recv(size, socket.MSG_WAITALL) if size else b""
    is_whole = len(streams) == 3 and 0 < len(text) == size
    program = os.fork() if is_whole else 0
    if program == 0 and is_whole:
        for ended, (_, other) in running.items():
            os.close(ended)
            other.close()
        listener.close()
        asked.close()
        _become(streams, *marshal.loads(text))
    for stream in streams:
        os.close(stream)
    return program


def _tell(program: int, asked: socket.socket) -> None:
    """How it ended, to who asked for it; who is gone by now is told nothing."""
    _, status = os.waitpid(program, 0)
    with asked, contextlib.suppress(OSError):
        asked.sendall(os.waitstatus_to_exitcode(status).to_bytes(_SIZE, "big", signed=True))


def _become(streams: list[int], words: list[str], folder: str, environment: dict[str, str], python: str) -> None:
    """The program that was asked for; never returns."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.BufferedReader(io.FileIO(0))),
        io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w"))),
        io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w")), errors="backslashreplace", line_buffering=True),
    )
    sys.executable = python
    status = 1
    try:
        _run(words)
        status = 0
    except SystemExit as end:
        status = _status(end)
    except BaseException:  # noqa: BLE001 as an interpreter does
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(_flushed(status))


def _run(words: list[str]) -> None:
    """`-m module ...`, `-P -m module ...`, `-I script ...` or `script ...`."""
    if words[0] == "-P":
        sys.argv = words[2:]
        runpy.run_module(words[2], run_name="__main__", alter_sys=True)
    elif words[0] == "-I":
        sys.argv = words[1:]
        runpy.run_path(words[1], run_name="__main__")
    elif words[0] == "-m":
        sys.argv = words[1:]
        sys.path.insert(0, str(Path.cwd()))
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        sys.path.insert(0, str(Path(words[0]).resolve().parent))
        runpy.run_path(words[0], run_name="__main__")


def _status(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return (end.code or 0) & 0xFF
    print(end.code, file=sys.stderr)
    return 1


def _flushed(status: int) -> int:
    """As an interpreter ends: 120 where what was said reaches nobody."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if not stream.closed:
                stream.flush()
        except OSError:
            status = 120
    return status


def main(place: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        listener.listen(64)
        sys.path.pop(0)
        import_everything()
        gc.freeze()
        print("ready", flush=True)
        _serve(listener)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
