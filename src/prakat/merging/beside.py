"""what goes on beside a command, each in a thread of its own -> the command's end, though some of it is not done"""

import os
import signal
import sys
import threading
import weakref
from collections.abc import Callable
from typing import NoReturn

_BEGUN: weakref.WeakSet[threading.Thread] = weakref.WeakSet()


def work_beside(work: Callable[..., object], *arguments: object) -> threading.Thread:
    """Begun; the command's end does not wait for it."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    _BEGUN.add(thread)
    thread.start()
    return thread


def command_ended(code: int) -> int:
    """Its exit code. Where something still goes on, the process ends here: an extension module written in Rust aborts
    it where Python closes down beneath it."""
    if any(each.is_alive() for each in _BEGUN):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def end_in_order() -> None:
    """From now on Ctrl-C and SIGTERM raise KeyboardInterrupt, the first of them alone: nothing interrupts the end."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _end)


def _end(number: int, frame: object) -> NoReturn:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
