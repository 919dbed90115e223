"""Python here, as far as it can be made to behave like Python on Windows; read by Python itself at its start.

What only POSIX has is gone; a symbolic link takes a privilege that nobody has; a folder cannot be opened; a file that
is open can be neither removed nor replaced; a text file gets CRLF unless its writer asks for something else. Whoever
starts it also gives it a PATH that holds only what Windows has, and a locale that knows no Thai."""

import builtins
import io
import os
import shutil
import signal
import sys
import warnings
from pathlib import PurePosixPath
from typing import Any

import platformdirs  # before getuid is gone: it asks sys.platform for what there is, which stays Linux here

warnings.filterwarnings("ignore", "only soft file lock", UserWarning)  # Windows has a lock of its own
_NOT_THERE = (
    *("chown", "fchown", "lchown", "fchmod", "chroot", "mkfifo", "mknod", "sync", "fdatasync", "statvfs", "uname"),
    *("getuid", "geteuid", "getgid", "getegid", "setuid", "seteuid", "setgid", "getgroups", "getpgid", "getsid"),
    *(
        "setsid",
        "killpg",
        "fork",
        "forkpty",
        "openpty",
        "nice",
        "sysconf",
        "getloadavg",
        "pidfd_open",
        "wait3",
        "wait4",
    ),
    *("O_DIRECTORY", "O_NOFOLLOW", "fchdir", "lockf", "posix_fallocate", "sched_getaffinity", "ttyname"),
)
_NO_MODULES = ("fcntl", "grp", "pwd", "resource", "termios", "tty", "syslog", "numpy")
"""numpy is an extra, which staff have not."""
_NO_SIGNALS = (
    "SIGHUP",
    "SIGUSR1",
    "SIGUSR2",
    "SIGQUIT",
    "SIGALRM",
    "SIGCHLD",
    "pause",
    "alarm",
    "pthread_kill",
)

assert platformdirs
for name in _NOT_THERE:
    if hasattr(os, name):
        delattr(os, name)
for name in _NO_SIGNALS:
    if hasattr(signal, name):
        delattr(signal, name)
for name in _NO_MODULES:
    sys.modules[name] = None  # type: ignore[assignment]  # so that an import of it fails
shutil._use_fd_functions = False  # type: ignore[attr-defined]


def _no_link(*arguments: Any, **more: Any) -> None:
    raise OSError(22, "A required privilege is not held by the client", str(arguments[-1]))


os.symlink = _no_link  # type: ignore[assignment]
os.link = _no_link  # type: ignore[assignment]
_open, _opened = os.open, io.open


def _open_file(path: Any, *arguments: Any, **more: Any) -> int:
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", str(path))
    return _open(path, *arguments, **more)


def _open_text(file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, *more: Any, **named: Any) -> Any:
    errors, newline, *others = (*more, *(None, None)[len(more) :])
    newline = named.pop("newline", newline)
    errors = named.pop("errors", errors)
    if newline is None and "b" not in mode and set(mode) & set("wax+"):
        newline = "\r\n"
    return _opened(file, mode, buffering, encoding, errors, newline, *others, **named)


os.open = _open_file  # type: ignore[assignment]
io.open = builtins.open = _open_text  # type: ignore[assignment]


def _in_use(path: Any) -> bool:
    wanted = os.path.realpath(path)
    return any(_leads_to(f"/proc/self/fd/{each}") == wanted for each in os.listdir("/proc/self/fd"))


def _leads_to(descriptor: str) -> str:
    try:
        return os.readlink(descriptor)
    except OSError:
        return ""


def _refusing(act: Any, places: int) -> Any:
    def refuse(*arguments: Any, **more: Any) -> Any:
        if sys._getframe(1).f_code.co_name == "opener":  # tempfile.TemporaryFile, for which Windows has O_TEMPORARY
            return act(*arguments, **more)
        for each in arguments[:places]:
            if isinstance(each, str | os.PathLike) and not os.path.isdir(each) and _in_use(each):
                raise PermissionError(13, "The process cannot access the file", str(PurePosixPath(each)))
        return act(*arguments, **more)

    return refuse


os.unlink = os.remove = _refusing(os.unlink, 1)
os.replace, os.rename = _refusing(os.replace, 2), _refusing(os.rename, 2)
