"""a git that we start -> how much memory it may take, since what it reads may come from anybody (R34)"""

import sys
from collections.abc import Mapping

from prakat.rules import data


def environment() -> Mapping[str, str]:
    """Git ends with an error where it would take a larger piece at once, as for a message of many megabytes."""
    return {"GIT_ALLOC_LIMIT": str(_most("allocation"))}


def hold(process: int) -> None:
    """Many small pieces are bounded where the system can do that: a folder that unfolds to millions of paths."""
    if sys.platform == "linux":
        try:
            import resource

            _, hard = resource.prlimit(process, resource.RLIMIT_DATA)
            least = _most("data") if hard == resource.RLIM_INFINITY else min(hard, _most("data"))
            resource.prlimit(process, resource.RLIMIT_DATA, (least, hard))
        except (ImportError, OSError):
            return  # it has ended, or the system that we run in has no such thing or allows it to nobody


def _most(of: str) -> int:
    return int(data.load("limits.yml")["program"][of])
