"""What `make quick` finds near a change, over this very house."""

import subprocess
import sys
from pathlib import Path

import pytest

import quick

CHECKOUT = Path(__file__).resolve().parents[1]


def steps(*paths: str) -> list[list[str]]:
    return list(quick.touched(paths))


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("src/prakat/thai/buddhist_era.py", "tests/test_dates.py"),
        ("src/prakat/request/word_change.py", "tests/test_word_change.py"),
        ("scripts/due.py", "tests/test_due.py"),
        ("hooks/pre_receive.py", "tests/test_reception.py"),
        ("tests/documents.py", "tests/test_parser.py"),
        ("tests/forge/faults.py", "tests/forge/test_merge_on_forgejo.py"),
        ("schemas/violations.yml", "tests/test_violations.py"),
        ("schemas/item.schema.json", "tests/test_parser.py"),
        ("schemas/messages/site.yml", "tests/test_messages.py"),
        ("theme/404.html", "tests/browser/test_readers_site.py"),
        ("docs/bare.md", "tests/test_office_with_neither.py"),
    ],
)
def test_what_is_nearest_comes_first(path: str, test: str) -> None:
    assert (CHECKOUT / path).is_file()
    assert test in [each for step in steps(path)[:3] for each in step]


def test_a_changed_test_is_the_nearest_of_all() -> None:
    assert steps("tests/test_dates.py")[0] == ["tests/test_dates.py"]


def test_what_a_whole_folder_is_given_touches_its_tests() -> None:
    assert "tests/forge/test_protect.py" in steps("tests/forge/conftest.py")[0]


def test_what_is_gone_or_new_to_everyone_is_no_error() -> None:
    assert steps("src/prakat/gone.py") == steps("src/prakat/gone.txt")
    assert steps("nobody" + "-names-this") == []


@pytest.mark.parametrize("path", [each for each in quick.modules() if each.startswith("src/")])
def test_every_module_is_reached_by_a_test(path: str) -> None:
    assert any(steps(path))


def test_as_many_are_chosen_as_there_is_time_for() -> None:
    assert quick.chosen_tests(["tests/test_dates.py"]) == ["tests/test_dates.py", *quick.WHOLE_HOUSE]
    changed = "src/prakat/thai/buddhist_era.py"
    far = quick.chosen_tests([changed])
    assert {"tests/test_dates.py", "tests/test_messages.py"} <= set(far)
    assert len(far) < len({each for step in steps(changed) for each in step})
    assert quick.chosen_tests([]) == quick.WHOLE_HOUSE


def test_a_branch_that_is_not_there_is_told() -> None:
    words = [sys.executable, "tests/quick.py", "--against", "no-such-branch"]
    told = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, encoding="utf-8")
    assert told.returncode == 1
    assert "make quick AGAINST=" in told.stderr
