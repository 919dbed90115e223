"""What goes on beside a command neither holds it up nor is closed down beneath."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys, threading
from prakat.merging.beside import command_ended, work_beside
atexit.register(print, "closed down")
may_end = threading.Event()
thread = work_beside(may_end.wait)
if sys.argv[1] == "done":
    may_end.set()
    thread.join()
print("said")
sys.exit(command_ended(7))
"""


@pytest.mark.parametrize(("work", "said"), [("goes-on", "said\n"), ("done", "said\nclosed down\n")])
def test_a_command_ends_with_its_code_and_whatever_it_said(work: str, said: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, work], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (7, said, "")
