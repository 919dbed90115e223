"""The stand-in that starts programs without importing anything twice does as Python does; each script truly starts."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import office_builder
from programs import python

CHECKOUT = Path(__file__).resolve().parents[1]
IMPORTED = (
    "attended_office",
    "audit_rows",
    "checking",
    "desk_links",
    "interview",
    "merge_rows",
    "publication",
    "desk_sample",
    "said_once",
    "terminal",
    "terminal_help",
    "terminal_log",
    "terminal_parser",
    "terminal_run",
    "terminal_step",
    "terminal_wrong_use",
)
"""By the others, and never started."""
SCRIPTS = sorted(path.name for path in (CHECKOUT / "scripts").glob("*.py") if path.stem not in IMPORTED)


def both(*words: str, **process: object) -> list[tuple[int, bytes, bytes]]:
    """Exit code, stdout and stderr by Python itself and by its stand-in."""
    done = [
        subprocess.run([each, *words], capture_output=True, check=False, **process)  # type: ignore[call-overload]
        for each in (sys.executable, python())
    ]
    return [(each.returncode, each.stdout, each.stderr) for each in done]


@pytest.mark.parametrize("script", SCRIPTS)
def test_each_script_starts_from_any_folder_and_says_how_it_is_called(script: str, tmp_path: Path) -> None:
    truly, quickly = both(str(CHECKOUT / "scripts" / script), "--help", cwd=tmp_path)
    assert truly == quickly
    assert truly[0] == 0 and re.match(f"วิธีใช้: (prakat คำสั่ง|{script})", truly[1].decode()), truly


def test_what_is_found_and_said_is_the_same(tmp_path: Path) -> None:
    office = office_builder.office(tmp_path / "office")
    office_builder.item(office, "law/wrong", publish_on="2569-10-01")
    check = str(CHECKOUT / "scripts" / "check.py")
    for words in (["--date", "2026-11-20"], ["--format", "json"], ["--date", "tomorrow"], ["nowhere"]):
        truly, quickly = both(check, "--repo", str(office), *words, env={**os.environ, "PRAKAT_DATE": "2026-10-15"})
        assert truly == quickly
        assert truly[0] in (1, 2)


def test_a_program_that_fails_ends_or_is_killed_ends_the_same(tmp_path: Path) -> None:
    for text in (
        "raise ValueError('ผิด')",
        "import sys; print('out'); sys.exit('words')",
        "import sys; sys.exit(300)",
        "import sys; sys.stdout.write(sys.stdin.read() * 2); sys.exit()",
        "import os, sys; print(os.getcwd(), sys.argv, __name__, sys.path[0], os.environ['HERE'])",
        "import os; os.kill(os.getpid(), 9)",
    ):
        program = tmp_path / "program.py"
        program.write_text(text, encoding="utf-8")
        environment = {**os.environ, "HERE": "ที่นี่"}
        (code, out, err), quickly = both(str(program), "a", "-b", cwd=tmp_path, env=environment, input=b"said")
        assert (code, out) == quickly[:2]
        assert err.splitlines()[-1:] == quickly[2].splitlines()[-1:]
    assert code == -signal.SIGKILL


def test_what_concerns_the_interpreter_is_left_to_it() -> None:
    code = "import sys; print('รายการ', sys.stdout.encoding, sys.executable)"
    for words, encoding in ((("-c", code), "cp874"), (("-X", "utf8", "-c", code), "utf-8")):
        truly, quickly = both(*words, env={**os.environ, "PYTHONIOENCODING": encoding})
        assert truly == quickly and sys.executable.encode() in truly[1]
