"""folder of the auditor -> signatures and objects found right, heads seen, how far each history was judged"""

import hashlib
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from prakat.audit.checkpoint import Checkpoint
from prakat.audit.epoch import Trust
from prakat.audit.kept_checkpoint import checkpoint_of, written_checkpoint
from prakat.audit.rules_digest import rules_digest
from prakat.audit.seen import Seen
from prakat.repository.evidence import Evidence
from prakat.repository.object_files import ObjectFiles
from prakat.repository.own_file import is_only_ours
from prakat.repository.program import IS_WINDOWS
from prakat.repository.repository import Repository
from prakat.repository.signature import Verified


def default_folder() -> Path:
    """This user's cache folder, where each system keeps it; XDG_CACHE_HOME has its say where that is usual."""
    import platformdirs  # here: not where somebody names a folder

    return platformdirs.user_cache_path("prakat", appauthor=False)


@dataclass(frozen=True, slots=True)
class AuditorMemory:
    folder: Path
    keeps_rows: bool = True
    """Whether an audit resumes where the last one ended; else all is judged again, and only the rest is remembered."""
    rules: str = field(default_factory=lambda: rules_digest(), compare=False)
    """By which this run judges; an upgrade that comes meanwhile does not make its verdicts those of the new rules."""

    def verified(self) -> Verified:
        """The signatures that ssh-keygen has found right; wrong ones are not kept but checked every time."""
        path = self.folder / "signatures"
        known = path.read_text(encoding="ascii", errors="replace").split() if self._is_own(path) else []
        return Verified(dict.fromkeys(known, True))

    def keep_verified(self, verified: Verified) -> None:
        right = (digest for digest, is_right in verified.verdicts.items() if is_right)
        self._write("signatures", "".join(f"{digest}\n" for digest in right).encode("ascii"))

    def seen(self, repository: Repository) -> Seen:
        """The heads that were judged here before, by whatever version of Prakat and whatever the verdict."""
        path = self.folder / self._name_of("seen", repository)
        return _seen_in(path) if self._is_own(path) else Seen(memory=path)

    def keep_seen(self, repository: Repository, seen: Seen) -> None:
        self._write(self._name_of("seen", repository), orjson.dumps(seen.kept()))

    def evidence(self, repository: Repository) -> Evidence:
        """The objects that were found whole here."""
        path = self.folder / self._name_of("whole", repository)
        heads, _, rest = path.read_bytes().partition(b"\n\n") if self._is_own(path) else (b"", b"", b"")
        listed, mark, whole = rest.partition(b"\n\n")
        if not mark:  # as Prakat 0.3.0 and older wrote it
            listed, whole = b"", rest
        told, lies = (each.decode("ascii", "replace").split() for each in (heads, listed))
        return Evidence(tuple(told), whole, files=ObjectFiles(lies))

    def keep_evidence(self, repository: Repository, evidence: Evidence) -> None:
        told, lies = ("\n".join(each).encode("ascii", "replace") for each in (evidence.heads, sorted(evidence.files)))
        self._write(self._name_of("whole", repository), b"\n\n".join((told, lies, evidence.whole)))

    def checkpoint(self, repository: Repository, trust: Trust) -> Checkpoint | None:
        """Where an audit of this history may resume, if main and the audit-log have only grown since. None if it was
        never judged, or was judged by another version of Prakat."""
        path = self.folder / self._name(repository, trust)
        if not self.keeps_rows or not self._is_own(path):
            return None
        return checkpoint_of(path.read_bytes())

    def keep(self, repository: Repository, trust: Trust, checkpoint: Checkpoint) -> None:
        """Keeps nothing if a file name is not valid text: such a history is judged in full each time."""
        if not self.keeps_rows or checkpoint.is_kept:
            return
        with suppress(orjson.JSONEncodeError):
            self._write(self._name(repository, trust), written_checkpoint(checkpoint))

    def told(self, repository: Repository, trust: Trust) -> bytes:
        """What `keep_told` has kept; empty where that is nothing."""
        path = self.folder / self._name(repository, trust, ".told")
        return path.read_bytes() if self.keeps_rows and self._is_own(path) else b""

    def keep_told(self, repository: Repository, trust: Trust, told: bytes) -> None:
        """Keeps the rows as they were told, for the next run."""
        if self.keeps_rows:
            self._write(self._name(repository, trust, ".told"), told)

    def _name(self, repository: Repository, trust: Trust, ending: str = ".rows") -> str:
        about = [str(repository.git_dir.resolve()), trust.epoch, *sorted(trust.keys), self.rules]
        return hashlib.sha256("\0".join(about).encode("utf-8", "surrogateescape")).hexdigest() + ending

    def _name_of(self, what: str, repository: Repository) -> str:
        """Neither the version nor the trust is part of it: what was once seen stays seen."""
        place = str(repository.git_dir.resolve()).encode("utf-8", "surrogateescape")
        return f"{what}-{hashlib.sha256(place).hexdigest()[:32]}"

    def _is_own(self, path: Path) -> bool:
        """Whether nobody but this user could have written it; a file that others can write is not used.

        Windows tells no owner here: there it must lie in the user's own profile, which Windows closes to all others."""
        if sys.platform == "win32" or IS_WINDOWS or not hasattr(os, "getuid"):
            return path.is_file() and path.resolve().is_relative_to(Path.home().resolve())
        about = [each.stat() for each in (self.folder, path) if each.exists()]
        return len(about) == 2 and is_only_ours(*about)

    def _write(self, name: str, content: bytes) -> None:
        """Writes nothing where the disk refuses: the next audit then judges everything again."""
        new = self.folder / f"{name}.{secrets.token_hex(8)}"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            new.write_bytes(content)
            new.chmod(0o600)
            new.replace(self.folder / name)  # Windows refuses while another audit reads the old one
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _seen_in(path: Path) -> Seen:
    """Nothing where it cannot be read."""
    try:
        return Seen.read(orjson.loads(path.read_bytes()), path)
    except (OSError, ValueError, KeyError, TypeError):
        return Seen(memory=path)
