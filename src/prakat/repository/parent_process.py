"""copy of a process x the one that it was copied from -> ended together with it"""

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with(parent: int, ended_by: signal.Signals) -> None:
    """For the copy to call first: where Linux can, a parent that ends, be it killed, takes this process with it
    (prctl(2)), also if that was a moment ago."""
    import ctypes  # here: not where nothing is copied

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ended_by)
    if os.getppid() != parent:
        os.kill(os.getpid(), ended_by)
