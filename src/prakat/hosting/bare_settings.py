"""bare repository x home of its account -> git's settings there that are wrong, or could run a program (R34)"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from prakat.hosting.drift import MISSING, Drift
from prakat.repository.bare import LIMITS, SETTINGS, configure
from prakat.repository.refs import MAIN
from prakat.repository.repository import GitFailed, Repository
from prakat.rules.message import message

_OWN = {each.lower(): value for each, value in (SETTINGS | LIMITS).items()}
_LIMITS = {each.lower() for each in LIMITS}
_COUNT = re.compile(r"([0-9]{1,18})([kmg]?)", re.ASCII | re.IGNORECASE)
_SCALE = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_HARMLESS = re.compile(
    r"core\.(repositoryformatversion|filemode|bare|ignorecase|precomposeunicode|symlinks|compression)"
    r"|gc\.(auto|autodetach|autopacklimit|logexpiry|bigpackthreshold|pruneexpire|packrefs)"
    r"|(pack|maintenance|repack|index|user|branch|fetch|push|init)\..*"
    r"|receive\.(autogc|unpacklimit|keepalive|denycurrentbranch|denynonfastforwards)"
    r"|remote\..*\.(url|fetch|push|mirror|tagopt|prune)"
)
"""Of a repository's own settings. Every other one is named: too many run a program, hide a ref or spare a check."""
_NEEDED = re.compile(r"extensions\..*")
"""Without which git may not be able to read the repository: nobody but people take them out."""
_COUNTS = re.compile(
    r"include\.path|includeif\..*|core\.(hookspath|alternaterefscommand|worktree|fsmonitor|gitproxy|askpass)"
    r"|receive\..*|transfer\..*|uploadpack\..*|gc\.recentobjectshook"
)
"""Of the settings of the machine and of the account, what acts at a push or a fetch."""


@dataclass(frozen=True)
class BareSettings:
    repository: Repository
    home: Path

    def drifts(self) -> Iterator[Drift]:
        own = list(self._listed("--local", "--no-includes"))
        found = dict(own)
        for name in self._wrong(found):
            value = found.get(name.lower()) or message("hosting.no-value")
            yield Drift("config", name, _OWN[name.lower()], value)
        for name, value in own:
            if _is_foreign(name, value):
                by_hand = message("hosting.mend-by-thought") if _NEEDED.fullmatch(name) else None
                yield Drift("config", name, MISSING, value or message("hosting.no-value"), by_hand)
        yield from self._around()
        if self._head() != MAIN:
            yield Drift("HEAD", "", MAIN, self._head() or message("hosting.no-value"))

    def apply(self) -> None:
        """What an administrator limits more narrowly stays as it is."""
        own = list(self._listed("--local", "--no-includes"))
        for name in {name for name, value in own if _is_foreign(name, value)}:
            if not _NEEDED.fullmatch(name):
                self.repository.run("config", "--local", "--unset-all", name)
        configure(self.repository, self._wrong(dict(own)))
        self.repository.run("symbolic-ref", "HEAD", MAIN)

    def _wrong(self, found: Mapping[str, str]) -> list[str]:
        return [name for name in (*SETTINGS, *LIMITS) if not _is_kept(name.lower(), found.get(name.lower(), ""))]

    def _around(self) -> Iterator[Drift]:
        """What the machine's and the account's own settings would do to a push here."""
        files = (self.home / ".gitconfig", self.home / ".config" / "git" / "config")
        for path in filter(Path.is_file, files):
            yield from self._counting(str(path), "--file", str(path))
        yield from self._counting("gitconfig", "--system")

    def _counting(self, place: str, *which: str) -> Iterator[Drift]:
        for name, value in self._listed(*which, "--includes"):
            if _COUNTS.fullmatch(name) and not _is_kept(name, value):
                by_hand = message("hosting.mend-account-setting", place=place, name=name)
                yield Drift(place, name, MISSING, value or message("hosting.no-value"), by_hand)

    def _listed(self, *which: str) -> Iterator[tuple[str, str]]:
        """Name and value, in git's order: the last of a name is in force. A name's section and end are lower case."""
        try:
            out = self.repository.run("config", *which, "--list", "-z", environment={"GIT_CONFIG_NOSYSTEM": "0"})
        except GitFailed:
            return  # there is no such file
        for entry in out.decode("utf-8", "replace").split("\0"):
            name, _, value = entry.partition("\n")
            if name:
                yield name, value

    def _head(self) -> str:
        try:
            return self.repository.line("symbolic-ref", "-q", "HEAD")
        except GitFailed:
            return ""


def _is_kept(name: str, value: str) -> bool:
    """Whether the value is what we set, or limits more narrowly; to git, 0 and less than 0 bound no push."""
    if name not in _LIMITS or (count := _count(value)) is None:
        return _OWN.get(name) == value
    most = _count(_OWN[name])
    return most is not None and 0 < count <= most


def _count(value: str) -> int | None:
    """As git reads a number with its scale."""
    found = _COUNT.fullmatch(value)
    return int(found[1]) * _SCALE[found[2].lower()] if found else None


def _is_foreign(name: str, value: str) -> bool:
    if name in _OWN:
        return False
    runs = name.startswith("remote.") and ("::" in value or value.startswith("-"))
    return runs or not _HARMLESS.fullmatch(name)
