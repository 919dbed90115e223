"""refs x the person for whom the desk pushes -> taken whole by the office's door, or refused in its words (R34)"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from prakat.cannot_work import CannotWork
from prakat.hosting.key_door import AS, ASKED, admitted_by_desk
from prakat.hosting.reception import RefUpdate
from prakat.merging.first_look import office_of_main
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository, open_repository

_SAID = "remote: "


@dataclass(frozen=True, slots=True)
class DeskPush:
    is_accepted: bool
    is_overtaken: bool
    """Whether it was refused since a ref is not, or no longer, where the desk had seen it: a number that somebody else
    took meanwhile. With other numbers it may be accepted."""
    lines: tuple[str, ...]
    """What the door says: what was received, or why nothing was."""


@dataclass(frozen=True, slots=True)
class OfficeDoor:
    """Where the desk pushes to: the folder of a bare repository, or an address of SSH at which its key is known."""

    address: str
    key: Path | None = None
    """The desk's private key, for SSH."""
    language: str = "th"

    @property
    def _folder(self) -> Path | None:
        place = Path(self.address)
        return place if place.is_absolute() else None

    @property
    def host(self) -> str:
        """What ssh connects to: `git@localhost` of `git@localhost:/srv/prakat/office.git`, or an address of its own."""
        if self.address.startswith("ssh://"):
            return f"ssh://{urlsplit(self.address).netloc}"
        return self.address.partition(":")[0]

    @property
    def ssh_options(self) -> tuple[str, ...]:
        key = ("-i", str(self.key), "-o", "IdentitiesOnly=yes") if self.key else ()
        return ("-o", "BatchMode=yes", "-o", f"SetEnv=PRAKAT_LANG={self.language}", *key)

    def push_as(self, repository: Repository, person: str, updates: Sequence[RefUpdate]) -> DeskPush:
        """Moves all those refs or none. `old` is where each was seen, NOTHING where it must not be there yet; NOTHING
        as `new` deletes it. Raises CannotWork where the door cannot be reached."""
        leases = [f"--force-with-lease={each.ref}:{each.old if each.old != NOTHING else ''}" for each in updates]
        specs = [f"{each.new if each.new != NOTHING else ''}:{each.ref}" for each in updates]
        takes = f"--receive-pack={self._asked(person)}"
        command = ("push", "--atomic", "--no-verify", *leases, takes, self.address, *specs)
        is_accepted, text = repository.talk(*command, environment=self._environment(person))
        said = (line.removeprefix(_SAID).rstrip() for line in text.splitlines() if line.startswith(_SAID))
        lines = tuple(line for line in said if line)
        if is_accepted:
            return DeskPush(True, False, lines)
        is_overtaken = self._is_overtaken(repository, updates)
        if not lines and not is_overtaken:
            raise CannotWork("hosting.cannot-push", problem=text.strip())
        return DeskPush(False, is_overtaken, lines)

    def _is_overtaken(self, repository: Repository, updates: Sequence[RefUpdate]) -> bool:
        names = [each.ref for each in updates]
        listed = repository.run("ls-remote", self.address, *names, environment=self._environment("")).decode()
        there = {name: oid for oid, _, name in (line.partition("\t") for line in listed.splitlines())}
        return any(there.get(each.ref, NOTHING) != each.old for each in updates)

    def _asked(self, person: str) -> str:
        return "git-receive-pack" if self._folder else self._asked_by(person)

    def _asked_by(self, person: str) -> str:
        return f"{AS} {shlex.quote(person)} git-receive-pack"

    def _environment(self, person: str) -> Mapping[str, str]:
        """For a folder, with the very proof that the door at its key would give: the hook asks for nothing else."""
        if self._folder is None:
            return {"GIT_ALLOW_PROTOCOL": "ssh", "GIT_SSH_COMMAND": shlex.join(("ssh", *self.ssh_options))}
        own = {"GIT_ALLOW_PROTOCOL": "file", "PRAKAT_LANG": self.language}
        if not person:
            return own
        office = open_repository(self._folder)
        known = office_of_main(office)
        asked = f"{self._asked_by(person)} {shlex.quote(str(office.git_dir))}"
        return {**admitted_by_desk(office.git_dir, known.office.people if known else (), {ASKED: asked})[2], **own}
