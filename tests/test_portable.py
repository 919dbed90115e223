"""What staff and auditors run keeps to what Windows and macOS have, too: by types, by what stands in the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
STAFF = ("audit", "audit_rows", "by_name", "check", "due", "preview", "request_report", "verify_kit")
"""Commands that run on staff's and auditors' own machines, with what they import of scripts/."""
SHARED = ("terminal", "terminal_log", "terminal_parser")
PUBLISHER = {
    "src/prakat/release/release.py": "switches the web root by a symbolic link",
    "src/prakat/release/to_disk.py": "lets the disk write at once, and makes read-only what releases share",
    "src/prakat/repository/bare.py": "guards a bare repository with a hook, which git runs by sh",
    "src/prakat/hosting/bare_files.py": "takes the rights of others away from a bare repository on its server",
    "src/prakat/hosting/bare_protection.py": "takes from other programs beside the door the right to be run",
}
"""Module that only the publisher's machine runs, or whose named act only it asks for -> what it does there."""
FALLS_BACK = {
    "src/prakat/repository/snapshot.py": "says which path is a link that this machine cannot write",
    "src/prakat/audit/auditor_memory.py": "chmod is of no effect on Windows, where it must lie in the user's profile",
}
"""Module that tries what Windows refuses -> what it does then."""
PLACES = [
    *sorted((CHECKOUT / "src" / "prakat").rglob("*.py")),
    *(CHECKOUT / "scripts" / f"{name}.py" for name in (*STAFF, *SHARED)),
    CHECKOUT / "hooks" / "builder.py",
]
TREES = {path.relative_to(CHECKOUT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in PLACES}
LINKING = {"symlink_to", "hardlink_to", "symlink", "chmod", "lchmod", "chown", "mkfifo"}
BY_THE_MACHINE = {"fromtimestamp", "ZoneInfo", "gettempdir", "NamedTemporaryFile", "get_context", "setlocale"}
"""What answers otherwise, or not at all, on another system."""
TOOLS = {"env", "sh", "bash", "tar", "cp", "mv", "rm", "cat", "make", "git", "ssh-keygen", "python", "python3"}
ASKS_WHERE_IT_IS = {
    "src/prakat/repository/refs.py": "when the machine was started; where nothing says so, no lock is old"
}
"""Module that reads a file which only one system has -> what for, and what it does on the others."""
POSIX_PLACES = ("/tmp", "/dev/", "/bin/", "/usr/", "/etc/", "/proc/", "/var/")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_types_hold_on_that_system(system: str) -> None:
    """The type checker knows of each function of the standard library on which systems it is there."""
    command = [sys.executable, "-m", "mypy", "--platform", system, "--cache-dir", str(CHECKOUT / ".cache" / system)]
    done = subprocess.run(
        [*command, "src", "scripts", "hooks"], cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False
    )
    assert "Found" in done.stdout or "Success" in done.stdout, done.stdout + done.stderr
    others = [line for line in done.stdout.splitlines() if "error:" in line and not line.startswith("benchmark/")]
    assert others == []


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def given(call: ast.Call, name: str) -> bool:
    return any(each.arg == name for each in call.keywords)


def mode_of(call: ast.Call, name: str) -> str:
    """What `open` is asked for; `file.open(mode)` and `open(file, mode)` have it at different places."""
    place = 0 if isinstance(call.func, ast.Attribute) else 1
    modes = [each.value for each in call.keywords if each.arg == "mode"] + call.args[place : place + 1]
    return str(next((each.value for each in modes if isinstance(each, ast.Constant)), "r"))


@pytest.mark.parametrize("shown", TREES)
def test_no_text_is_read_or_written_by_the_machines_own_encoding_or_line_ends(shown: str) -> None:
    for call, name in calls(TREES[shown]):
        if name == "open" and ast.unparse(call.func).split(".")[0] not in {"Image", "os", "archive"}:
            mode = mode_of(call, name)
            assert "b" in mode or given(call, "encoding"), f"line {call.lineno}"
            assert not set(mode) & set("wax+") or "b" in mode or given(call, "newline"), f"line {call.lineno}"
        if name in ("read_text", "write_text") and ast.unparse(call.func) != "distribution('prakat').read_text":
            assert given(call, "encoding"), f"line {call.lineno}"
            assert name == "read_text" or given(call, "newline"), f"line {call.lineno}"


@pytest.mark.parametrize("shown", TREES)
def test_programs_are_found_by_name_in_one_place_and_answer_in_bytes_or_utf_8(shown: str) -> None:
    tree = TREES[shown]
    for call, name in calls(tree):
        if name in ("run", "Popen", "check_output", "call", "safer_popen") and "subprocess" in ast.unparse(call.func):
            assert not given(call, "shell"), f"line {call.lineno}"
            assert not (given(call, "text") or given(call, "universal_newlines")), f"line {call.lineno}"
    for node in ast.walk(tree):
        if isinstance(node, ast.List) and node.elts and isinstance(node.elts[0], ast.Constant):
            is_command = node.elts[0].value in TOOLS and len(node.elts) > 1
            assert not is_command, f"line {node.lineno}: prakat.repository.program knows where it is"


@pytest.mark.parametrize("shown", TREES)
def test_nothing_is_asked_of_the_system_that_others_do_not_have(shown: str) -> None:
    for call, name in calls(TREES[shown]):
        assert name not in BY_THE_MACHINE, f"line {call.lineno}: {name}"
        assert name not in LINKING or shown in PUBLISHER.keys() | FALLS_BACK.keys(), f"line {call.lineno}: {name}"


@pytest.mark.parametrize("shown", TREES)
def test_no_place_is_named_that_only_posix_has(shown: str) -> None:
    documented = {id(node.value) for node in ast.walk(TREES[shown]) if isinstance(node, ast.Expr)}
    for node in ast.walk(TREES[shown]):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            is_allowed = shown in PUBLISHER.keys() | ASKS_WHERE_IT_IS.keys()
            assert not any(each in node.value for each in POSIX_PLACES) or is_allowed, f"line {node.lineno}"


def test_every_exception_is_one() -> None:
    for shown in PUBLISHER.keys() | FALLS_BACK.keys():
        assert any(name in LINKING for _, name in calls(TREES[shown])), shown
    for shown in ASKS_WHERE_IT_IS:
        named = {node.value for node in ast.walk(TREES[shown]) if isinstance(node, ast.Constant)}
        assert any(each in str(name) for each in POSIX_PLACES for name in named), shown


def test_staff_run_no_module_of_the_publisher_alone() -> None:
    """None of their commands imports what releases."""
    program = "import sys; sys.path.insert(0, 'scripts'); [__import__(each) for each in sys.argv[1:]]; "
    program += "print(*(each for each in sys.modules if each.startswith('prakat.')))"
    command = [sys.executable, "-c", program, *STAFF]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=True)
    assert "prakat.content.register" in done.stdout.split()
    assert "prakat.release.release" not in done.stdout.split()
