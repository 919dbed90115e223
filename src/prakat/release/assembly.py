"""basis x day -> checked, built, verified and released site, and an account of it (R19, R37, R46)"""

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.content import register
from prakat.release import build, release
from prakat.release.basis import Basis
from prakat.release.release_folder import ReleaseFolder
from prakat.rules.finding import Finding
from prakat.rules.wording import visible
from prakat.site import edition, revision
from prakat.site.edition import Edition
from prakat.site.verification import BuiltSite, Problem

Steps = Callable[[str], AbstractContextManager[object]]
"""Shows a person which step is under way."""


@dataclass(frozen=True, slots=True)
class Assembly:
    release: str | None
    edition: Edition
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """1 if anything was left out, after the rest was released, or if the site was not fit to be released."""
        return int(bool(self.edition.register.left_out or self.problems))

    @property
    def summary(self) -> str:
        if self.release is None:
            return "ไม่ได้เผยแพร่: ผลที่สร้างขัดกับสถานะของรายการ เว็บไซต์เดิมยังอยู่ (not released; the site stands as it was)"
        found = self.edition
        lines = [
            f"เผยแพร่รุ่น {self.release}",
            f"แสดง {len(found.publications)} รายการ นำลงแล้ว {len(found.tombstones)} รอเผยแพร่ {len(found.scheduled)}",
        ]
        lines += [f"ไม่ได้เผยแพร่ {visible(folder, 400)} เพราะมีข้อผิดข้างต้น" for folder in found.register.left_out]
        return "\n".join(lines)


def publish(
    own_checkout: Path, basis: Basis, day: datetime.date, place: ReleaseFolder, keep: int, steps: Steps
) -> Assembly:
    """Releases `basis` as of `day`. Raises CannotWork where nothing can be built; `current` then stays as it is."""
    with steps("ตรวจ"):
        found = register.read(basis.tree, day)
    if found.office is None:
        texts = "\n".join(each.text() for each in found.errors)
        raise CannotWork(f"office.yml ใช้ไม่ได้ (office.yml is unusable)\n{texts}")
    commit = basis.commit or "HEAD"
    revisions = revision.revisions(basis.git, day, commit)
    compiled = edition.compile(found, found.office, revisions, basis.endorsements)
    built = place.staging / "site"
    with steps("สร้างเว็บไซต์"):
        build.run(own_checkout, basis, built, day)
    with steps("ตรวจทานผลที่สร้าง"):
        site = BuiltSite(built, compiled, own_checkout / "theme")
        problems = tuple(site.problems())
    if problems:
        return Assembly(None, compiled, found.findings, problems)
    with steps("สลับรุ่น"):
        landed = release.land(place, built, release.manifest(compiled, basis.origin, site.digests), keep)
    return Assembly(landed, compiled, found.findings, ())
