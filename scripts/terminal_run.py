"""A command's streams and its exit code, without anything that only a failure needs."""

import io
import sys
from collections.abc import Callable

HALTED, USAGE, OUR_OWN_BUG, INTERRUPTED, UNHEARD = 1, 2, 3, 130, 141


def run(main: Callable[[], int]) -> int:
    """A command's exit code: 1 for a publisher that cannot go on, 2 where it cannot work here, 3 for a defect of ours,
    which bad input never is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # on Windows a pipe has a code page, and turns each end of a line into two characters
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        return main()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return UNHEARD  # the lost output may have been an error
    except Exception as problem:
        return _failed(problem)


def _failed(problem: Exception) -> int:
    import traceback
    from pathlib import Path

    from prakat.cannot_work import CannotWork, Halted
    from prakat.rules.message import message, why
    from terminal_parser import Language

    if isinstance(problem, CannotWork):
        print(f"{Path(sys.argv[0]).name}: {why(problem, Language.chosen)}", file=sys.stderr)
        return HALTED if isinstance(problem, Halted) else USAGE
    traceback.print_exception(problem)
    print(f"Prakat: {message('scripts.our-own-bug').text(Language.chosen)}", file=sys.stderr)
    return OUR_OWN_BUG
