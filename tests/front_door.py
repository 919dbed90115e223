"""Real pushes to a World's bare repository through its hook: over ssh, whose door knows the person, or by path."""

import os
import shlex
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from prakat.repository.receipt import set_clock
from programs import python
from sign_off_office import World, document

CHECKOUT = Path(__file__).resolve().parents[1]
_SSH = """\
#!/bin/sh
# What sshd does with a key's line of authorized_keys: its command is run, and told what the client asked for.
for last; do :; done
export SSH_ORIGINAL_COMMAND="$last"
exec {command}
"""


def guard_with_hook(world: World) -> World:
    hook = world.repository.git_dir / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    about = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "LC_", "LANG"))}
    own = shlex.join(f"{name}={value}" for name, value in about.items())  # lest a whole Python be started, see programs
    hook.write_text(f"#!/bin/sh\nexec env {own} {python()} {CHECKOUT / 'hooks' / 'pre_receive.py'}\n")
    hook.chmod(0o755)
    return world


@dataclass(frozen=True)
class Told:
    code: int
    text: str

    def __bool__(self) -> bool:
        return self.code == 0


@dataclass(frozen=True)
class Clerk:
    """Somebody with a key and a clone of their own; `is_known` is false for who pushes by the repository's path."""

    world: World
    name: str
    is_known: bool = True

    @property
    def mail(self) -> str:
        return f"{self.name}@office.example"

    @cached_property
    def clone(self) -> Path:
        place = self.world.place / f"clone-{self.name}{'' if self.is_known else '-by-path'}"
        folder = self.world.repository.folder
        self._run(self.world.place, "clone", "-q", f"git@server:{folder}" if self.is_known else str(folder), str(place))
        return place

    @property
    def _door(self) -> list[str]:
        """The command of this person's line in authorized_keys."""
        return [python(), str(CHECKOUT / "scripts" / "door.py"), "--repo", str(self.world.repository.folder), self.mail]

    def opens(self, asked: str) -> Told:
        """What the server answers to a command that the person's ssh sends."""
        own = {**os.environ, "SSH_ORIGINAL_COMMAND": asked}
        done = subprocess.run(self._door, env=own, input=b"0000", capture_output=True, check=False)
        return Told(done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace"))

    @cached_property
    def _ssh(self) -> str:
        place = self.world.place / f"ssh-{self.name}"
        place.write_text(_SSH.format(command=shlex.join(self._door)), encoding="utf-8")
        place.chmod(0o755)
        return str(place)

    def _run(self, place: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        own |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_SSH_VARIANT": "ssh"}
        own |= {"GIT_SSH_COMMAND": shlex.quote(self._ssh), **more}
        for role in ("AUTHOR", "COMMITTER"):
            own |= {f"GIT_{role}_NAME": self.name, f"GIT_{role}_EMAIL": self.mail}
        set_clock(self.world.repository.git_dir, self.world.later().isoformat())
        return subprocess.run(["git", *words], cwd=place, env=own, capture_output=True, text=True, check=False)

    def git(self, *words: str, **more: str) -> str:
        done = self._run(self.clone, *words, **more)
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout.strip()

    def types(self, line: str) -> Told:
        """A command of git, as a message names it."""
        words = shlex.split(line)
        assert words[0] == "git", line
        done = self._run(self.clone, *words[1:])
        return Told(done.returncode, done.stdout + done.stderr)

    def pushes(self, *refs: str, **more: str) -> Told:
        done = self._run(self.clone, "push", "-q", "origin", *refs, **more)
        return Told(done.returncode, done.stderr.replace("remote: ", ""))

    def writes(self, path: str, content: bytes | None = None, message: str = "Content: news", start: str = "") -> str:
        """A commit on a new branch from main, or from elsewhere."""
        if not start:
            self.git("fetch", "-q", "origin", "main")
        self.git("checkout", "-q", "--detach", start or "origin/main")
        (self.clone / path).parent.mkdir(parents=True, exist_ok=True)
        (self.clone / path).write_bytes(document("ข่าวประชาสัมพันธ์") if content is None else content)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)
        return self.git("rev-parse", "HEAD")

    def asks(self, number: int, path: str, content: bytes | None = None, message: str = "Content: news") -> Told:
        self.writes(path, content, message)
        return self.pushes(f"HEAD:refs/heads/request/{number}")

    def tags(self, number: int, step: str, message: str, target: str = "FETCH_HEAD") -> str:
        """Signs with the person's own key; returns the tag's full name."""
        self.world.staff.public_key(self.name)
        if target == "FETCH_HEAD":
            self.git("fetch", "-q", "origin", f"refs/heads/request/{number}")
        name, key = f"sign-off/{number}/{step}", f"user.signingkey={self.world.staff.keys / self.name}"
        self.git("-c", "gpg.format=ssh", "-c", key, "tag", "-f", "-s", "-m", message, name, target)
        return f"refs/tags/{name}"

    def signs(self, number: int, step: str, message: str = "Checked: correct, complete, current, lawful") -> Told:
        return self.pushes(f"+{self.tags(number, step, message)}")
