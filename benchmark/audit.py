"""A number of requests -> what their audit costs beside a bare `git log` and beside GitPython, signatures apart."""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmark.bounds import Bound
from benchmark.measure import Cost, measure
from benchmark.signed_history import write_signed
from prakat.audit.auditor_memory import AuditorMemory
from prakat.repository.repository import Repository
from prakat.repository.signature import Signature, Verified, is_genuine

ROOT = Path(__file__).parents[1]
NEW = 10
"""Requests that come between the first run and the second."""
SAMPLE_OF_SIGNATURES, SAMPLE_OF_PATHS = 200, 20
BY_PATH = """
import sys, time, git
repository, start = git.Repo(sys.argv[1]), time.perf_counter()
for path in sys.argv[2:]:
    list(repository.iter_commits("main", paths=path))
print(time.perf_counter() - start)
"""
STEPS_AND_RECORD = 4
"""Signatures a request: three sign-offs, and the publisher's on the record."""


@dataclass(frozen=True, slots=True)
class AuditCost:
    requests: int
    bare: Cost
    """`git log --raw -z` of everything that the audit reads: main and the audit-log."""
    bare_main: Cost
    """The same of main alone."""
    audit: Cost
    """From nothing, with every signature known to be right."""
    second: Cost
    """After NEW requests more."""
    signature: float
    """Seconds to check one, alone on a processor."""
    per_path: float
    """Seconds of GitPython's iter_commits(paths=...) for one item; our one pass does them all."""

    @property
    def bounds(self) -> Sequence[Bound]:
        return (
            Bound(f"CPU of the audit of {self.requests:,} requests / git log --all", self.audit.cpu / self.bare.cpu, 8),
            Bound("the same / git log of main, without the records", self.audit.cpu / self.bare_main.cpu, 8),
            Bound(f"seconds of a second audit after {NEW} new requests", self.second.wall, 0.4),
        )

    def table(self) -> str:
        """Markdown."""
        signatures = self.requests * STEPS_AND_RECORD
        rows = [
            ("`git log --raw -z --all`", self.bare.cpu, self.bare.wall),
            ("`git log --raw -z main`", self.bare_main.cpu, self.bare_main.wall),
            ("audit.py, signatures aside", self.audit.cpu, self.audit.wall),
            (f"audit.py again after {NEW} requests", self.second.cpu, self.second.wall),
            (f"checking {signatures:,} signatures, once ever", self.signature * signatures, None),
            (f"GitPython, a path at a time, {self.requests:,} items", self.per_path * self.requests, None),
        ]
        lines = ["| what | CPU s | wall s |", "|---|---:|---:|"]
        lines += [f"| {name} | {cpu:,.1f} | {'' if wall is None else f'{wall:,.2f}'} |" for name, cpu, wall in rows]
        return "\n".join(
            [*lines, "", *(f"- {bound}: {'holds' if bound.holds else 'does not hold'}." for bound in self.bounds)]
        )


def compared(place: Path, count: int, seed: int) -> AuditCost:
    """Generates, then measures; each command is a process of its own."""
    repository, signed = write_signed(place, count + NEW, seed)
    cache = AuditorMemory(place / "cache")
    cache.keep_verified(Verified({each.digest: True for each in signed}))
    later = {ref: repository.ref(ref) for ref in ("refs/heads/main", "refs/heads/audit-log")}
    _back(repository)
    root = repository.line("rev-list", "--max-parents=0", "main")
    (place / "trust.yml").write_text(f"epoch: {root}\n", encoding="utf-8")
    office = place / "office"
    bare = [("git", "-C", str(office), "log", "--raw", "-z", what) for what in ("--all", "main")]
    ours = (
        *(sys.executable, str(ROOT / "scripts" / "audit.py"), "--repo", str(office), "--format", "json"),
        *("--trust", str(place / "trust.yml"), "--cache", str(cache.folder)),
    )
    whole, main_alone = (measure(each, place, {}) for each in bare)
    first = measure(ours, place, {})
    for ref, oid in later.items():
        repository.run("update-ref", ref, oid or "")
    second = measure(ours, place, {})
    signature, path = _signature_seconds(signed), _path_seconds(repository)
    return AuditCost(count, whole, main_alone, first, second, signature, path)


def _back(repository: Repository) -> None:
    """Before the last NEW requests."""
    for ref in ("refs/heads/main", "refs/heads/audit-log"):
        repository.run("update-ref", ref, repository.line("rev-parse", f"{ref}~{NEW}"))


def _signature_seconds(signed: Sequence[Signature]) -> float:
    sample = signed[:: max(1, len(signed) // SAMPLE_OF_SIGNATURES)]
    start = time.perf_counter()
    assert all(is_genuine(each) for each in sample), "the generator signs rightly"
    return (time.perf_counter() - start) / len(sample)


def _path_seconds(repository: Repository) -> float:
    """In a process of its own: history alone imports git here."""
    paths = repository.line("ls-tree", "-r", "--name-only", "main", "content").splitlines()
    found = [path for path in paths if path.endswith("index.md")]
    sample = found[:: max(1, len(found) // SAMPLE_OF_PATHS)]
    command = [sys.executable, "-c", BY_PATH, str(repository.folder), *sample]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(told) / len(sample)


def main(argv: Sequence[str] | None = None) -> int:
    """0 if the bounds hold, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the repository there and leave it")
    options = parser.parse_args(argv)
    with TemporaryDirectory(prefix="prakat-bench-") as temporary:
        place = options.keep or Path(temporary)
        shutil.rmtree(place / "office", ignore_errors=True)
        found = compared(place, options.requests, options.seed)
    print(found.table())
    return int(not all(bound.holds for bound in found.bounds))


if __name__ == "__main__":
    sys.exit(main())
