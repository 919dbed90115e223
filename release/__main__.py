"""make release: build what people install, twice and the same, and say which tag to set; sets none, sends nothing"""

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from release import build, sbom
from release.changelog import Changelog
from release.checkout import Checkout
from release.not_ready import NotReady

HERE = Path(__file__).resolve().parents[1]
SUMS = "SHA256SUMS"
NOTES = "RELEASE_NOTES.md"
PINNED = "prakat.txt"
"""The line by which pip installs that wheel and no other."""


def main(root: Path = HERE) -> int:
    """0 once dist/ holds the release; 1 if this checkout cannot be released."""
    try:
        checkout = Checkout(root)
        changelog = Changelog((root / "CHANGELOG.md").read_text(encoding="utf-8"), checkout.version)
        refuse([*checkout.problems(), *changelog.problems()])
        with TemporaryDirectory(prefix="prakat-release-") as place:
            made = fill(Path(place) / "dist", checkout, changelog)
            shutil.rmtree(root / "dist", ignore_errors=True)
            shutil.copytree(made, root / "dist")
    except NotReady as why:
        print(why, file=sys.stderr)
        return 1
    print("\n".join(said(root / "dist", checkout)))
    return 0


def refuse(problems: list[str]) -> None:
    """All at once, so that nobody mends one and meets the next."""
    if problems:
        raise NotReady("\n".join(["This checkout cannot be released:", *(f"- {each}" for each in problems)]))


def fill(to: Path, checkout: Checkout, changelog: Changelog) -> Path:
    to.mkdir()
    wheel = build.reproduced(checkout, to)
    (to / f"prakat-{checkout.version}.cdx.json").write_text(sbom.text(checkout, wheel), encoding="utf-8")
    line = f"prakat=={checkout.version} --hash=sha256:{_sha256(wheel)}\n"
    (to / PINNED).write_text(line, encoding="ascii")
    told = f"\n## To install\n\n`{PINNED}` (docs/bare.md, docs/upgrade.md) holds this line:\n\n    {line}"
    told += f"\nIts commit, for the repository `publisher` on GitHub: {checkout.commit}\n"
    (to / NOTES).write_text(changelog.notes() + told, encoding="utf-8")
    lines = [f"{_sha256(path)}  {path.name}\n" for path in sorted(to.iterdir())]
    (to / SUMS).write_text("".join(lines), encoding="ascii")
    return to


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def said(dist: Path, checkout: Checkout) -> Iterator[str]:
    yield f"Prakat {checkout.version} of commit {checkout.commit}, built twice, byte for byte the same:"
    for path in sorted(dist.iterdir()):
        yield f"  {path.stat().st_size:>9,} bytes  {path.name}"
    yield "Nothing is tagged or sent yet. Whoever releases does that, and signs it:"
    yield f'  git tag -s {checkout.tag} -m "Prakat {checkout.version}" {checkout.commit}'
    yield f"  git push origin {checkout.tag}"


if __name__ == "__main__":
    sys.exit(main())
