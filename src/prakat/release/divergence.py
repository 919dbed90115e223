"""current release x its manifest, or the same site made from nothing -> a finding that names what differs (rule 6)"""

from collections.abc import Iterator, Mapping

from prakat.release.release_folder import ReleaseFolder
from prakat.release.tree_agreement import altered
from prakat.rules.message import Message, message
from prakat.rules.wording import Listed, visible

_SHOWN = 5
_LONGEST = 400


def altered_release(release_folder: ReleaseFolder) -> Iterator[Message]:
    """What of the current release is not what was released; nothing where only its files are others, as after they were
    copied back. Reads all of them."""
    current, folder = release_folder.current_id(), release_folder.current_folder()
    if current and folder and (names := altered(folder, release_folder.manifest(current)["files"])):
        yield message("release.altered", release=current, count=len(names), files=_listed(names))


def divergence(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Message]:
    """`before`: name -> SHA-256 of the release that was made by what changed; `after`: of the same from nothing."""
    if names := sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)):
        yield message("release.diverged", count=len(names), files=_listed(names))


def _listed(names: list[str]) -> Listed:
    return Listed.of(visible(each, _LONGEST) for each in names[:_SHOWN])
