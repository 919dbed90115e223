"""a branch here and as it was fetched from others -> the copy to be judged, and how the others differ"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prakat.repository.refs import FETCHED, HEADS, MAIN_BRANCH, ORIGIN, REMOTES
from prakat.repository.repository import GitFailed, Repository

_ASKED = rf"^(remote\..*\.(fetch|url|mirror)|branch\.{MAIN_BRANCH}\.remote)$"


@dataclass(frozen=True, slots=True)
class Remotes:
    """The repositories that this one fetches from, by its own configuration, which is read as data only."""

    fetches: Mapping[str, tuple[str, ...]]
    """Name -> what is fetched, as `source:target` each; the one that main follows stands first."""
    is_bare: bool = False
    """A bare repository keeps the branches of another only where it was told to; whatever else lies under refs/remotes
    may have come from anywhere."""
    only_sent_to: frozenset[str] = frozenset()
    """Names of those that are mirrors of this one."""

    def places(self, branch: str) -> Iterator[tuple[str, str]]:
        """Name and ref of each place where the branch of a remote may lie here; never the branch itself."""
        for name, specs in self.fetches.items():
            usual = branch.replace(HEADS, f"{REMOTES}{name}/")
            found = [place for each in specs if (place := _target(each, branch))]
            places = found if self.is_bare else [*found, usual]
            yield from ((name, place) for place in dict.fromkeys(places) if place and place != branch)
        if ORIGIN not in self.fetches and not self.is_bare:
            yield ORIGIN, branch.replace(HEADS, FETCHED)

    def brings(self, branch: str) -> bool:
        """Whether a plain fetch brings this branch."""
        return any(_target(each, branch) for specs in self.fetches.values() for each in specs)

    def writes(self, branch: str) -> bool:
        """Whether this repository's own branch is what was fetched: a mirror, or a bare clone, which names no fetch."""
        if any(_target(each, branch) == branch for specs in self.fetches.values() for each in specs):
            return True
        return self.is_bare and self.fetches.get(ORIGIN) == () and ORIGIN not in self.only_sent_to


def remotes_of(repository: Repository) -> Remotes:
    try:
        told = repository.run("config", "--local", "-z", "--get-regexp", _ASKED).decode("utf-8", "surrogateescape")
    except GitFailed:
        return Remotes({}, repository.is_bare)  # git says so where there are none
    found: dict[str, list[str]] = {}
    mirrors: set[str] = set()
    followed = ""
    for key, _, value in (each.partition("\n") for each in told.split("\0") if each):
        if key.startswith("remote."):
            name, _, kind = key.removeprefix("remote.").rpartition(".")
            found.setdefault(name, []).extend([value] if kind == "fetch" else [])
            mirrors |= {name} if kind == "mirror" and value.lower() not in ("false", "no", "off", "0") else set()
        else:
            followed = value
    order = sorted(found, key=lambda each: (each != followed, each != ORIGIN, each))
    return Remotes({name: tuple(found[name]) for name in order}, repository.is_bare, frozenset(mirrors))


def _target(spec: str, branch: str) -> str:
    """Where a fetch puts the branch; empty where it does not bring it."""
    source, _, target = spec.removeprefix("+").partition(":")
    if source in (branch, branch.removeprefix(HEADS)):
        return target
    before, star, after = source.partition("*")
    if not star or not (branch.startswith(before) and branch.endswith(after)):
        return ""
    return target.replace("*", branch[len(before) : len(branch) - len(after)], 1)


@dataclass(frozen=True, slots=True)
class BranchCopy:
    remote: str
    """Empty for the branch of this repository itself."""
    ref: str
    tip: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A copy of the branch that holds what the judged one does not."""

    copy: BranchCopy
    is_ahead: bool
    """Whether it only continues the judged one."""
    commits: tuple[str, ...]
    """By first parents, newest first: those that the judged one has not."""


@dataclass(frozen=True, slots=True)
class BranchCopies:
    remotes: Remotes
    judged: BranchCopy | None = None
    differences: tuple[Difference, ...] = ()
    is_fetched: bool = False
    """Whether the branch here is what another repository had when it was fetched."""

    @property
    def tip(self) -> str | None:
        return self.judged.tip if self.judged else None


def copies_of(repository: Repository, *branches: str) -> Iterator[BranchCopies]:
    """Of each branch; the settings are asked once, and all refs at one moment.

    The remote's branch is judged, since that is what everybody else sees (DESIGN: Audit): a clone's own stays behind
    if its owner only fetches, and stays as it was if the remote's was rewritten or cut short. Only in a bare
    repository, in which nobody works, an own branch that continues the remote's is the newer one."""
    remotes = remotes_of(repository)
    places = {branch: list(dict.fromkeys(remotes.places(branch))) for branch in branches}
    known = repository.refs(*branches, *(ref for found in places.values() for _, ref in found))
    for branch, found in places.items():
        yield _copies(repository, branch, remotes, found, known)


def _copies(
    repository: Repository,
    branch: str,
    remotes: Remotes,
    places: Sequence[tuple[str, str]],
    known: Mapping[str, str],
) -> BranchCopies:
    """Of one branch, which may lie at those places, as far as these refs are known."""
    own = BranchCopy("", branch, known[branch]) if branch in known else None
    theirs = [BranchCopy(name, ref, known[ref]) for name, ref in places if ref in known]
    judged = theirs[0] if theirs else own
    if own and judged and repository.is_bare and grown(repository, judged.tip, own.tip) is not None:
        judged = own
    is_fetched = bool(theirs and judged is theirs[0]) or (not theirs and remotes.writes(branch))
    if judged is None:
        return BranchCopies(remotes, is_fetched=is_fetched)
    others = [each for each in (own, *theirs) if each and each.tip != judged.tip]
    found = [_difference(repository, each, judged) for each in others]
    return BranchCopies(remotes, judged, tuple(each for each in found if each), is_fetched)


def only_copy(branch: str, tip: str | None) -> BranchCopies:
    """The branch of a repository that fetches from nowhere."""
    return BranchCopies(Remotes({}), BranchCopy("", branch, tip) if tip else None)


def _difference(repository: Repository, other: BranchCopy, judged: BranchCopy) -> Difference | None:
    if grown(repository, other.tip, judged.tip) is not None:
        return None
    ahead = grown(repository, judged.tip, other.tip)
    return Difference(other, ahead is not None, tuple(_line(repository, judged.tip, other.tip) or ()))


def newest_tip(repository: Repository, branch: str) -> str | None:
    """The tip of the branch that is judged."""
    return next(copies_of(repository, branch)).tip


def grown(repository: Repository, old: str, new: str) -> list[str] | None:
    """The commits by which `new` continues `old` along first parents, newest first; None where it does not."""
    if old == new:
        return []
    line = _line(repository, old, new, "--parents")
    if not line or line[-1].split()[1:2] != [old]:
        return None
    return [each.split()[0] for each in line]


def _line(repository: Repository, old: str, new: str, *how: str) -> list[str] | None:
    try:
        return repository.line("rev-list", "--first-parent", *how, new, f"^{old}", "--").splitlines()
    except GitFailed:
        return None
