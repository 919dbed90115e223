"""A machine like one with Windows, as far as Linux can show it: Python behaves so (tests/as_on_windows), and PATH holds
nothing but git, ssh-keygen and the commands of Prakat: no env, sh, bash, make or tar."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_LIKE_WINDOWS = Path(__file__).with_name("as_on_windows")


@dataclass(frozen=True)
class Machine:
    home: Path
    is_windows: bool
    """Else it is this one, to compare with."""

    def prakat(self, *words: str, here: Path) -> "subprocess.CompletedProcess[str]":
        """`prakat ...`, as it is typed in that folder."""
        return subprocess.run(
            ["prakat", *words],
            executable=self.programs / "prakat",
            cwd=here,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def programs(self) -> Path:
        return self.home / "programs"

    @property
    def environment(self) -> dict[str, str]:
        plain = {"HOME": str(self.home), "PATH": str(self.programs), "TMPDIR": str(self.home / "temporary")}
        if not self.is_windows:
            return plain
        its_own = {"PYTHONPATH": str(_LIKE_WINDOWS), "PYTHONIOENCODING": "cp874", "PYTHONUTF8": "0"}
        return {**plain, **its_own, "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}


def machine(home: Path, is_windows: bool = True) -> Machine:
    """A new one, whose user has nothing yet."""
    made = Machine(home, is_windows)
    for folder in (made.programs, home / "temporary"):
        folder.mkdir(parents=True)
    for name in ("git", "ssh-keygen"):
        found = shutil.which(name)
        assert found
        (made.programs / name).symlink_to(found)
    installed = Path(sys.executable).with_name("prakat")
    (made.programs / "prakat").write_bytes(installed.read_bytes())
    (made.programs / "prakat").chmod(0o755)
    return made
