"""built and verified site -> a release: named by its content, put live in one step, kept, and rolled back"""

import datetime
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from prakat.cannot_work import CannotWork
from prakat.item.state import State
from prakat.release import spare_tree
from prakat.release.inventory import is_folder
from prakat.release.release_folder import RELEASE, ReleaseFolder
from prakat.release.shared_tree import SharedTree
from prakat.release.to_disk import flush
from prakat.release.walked_trees import WalkedTrees
from prakat.rules.wording import Listed, visible
from prakat.site.edition import Edition

KEEP = 10
_TEXT = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
ITEMS_SHOWN = 5
"""How many of the items are named that keep an older release from coming back."""
_VERSIONED = ("prakat", "mkdocs", "mkdocs-material", "markdown-it-py", "Jinja2", "feedgen", "PyYAML")


def manifest(edition: Edition, origin: Mapping[str, str | None], files: Mapping[str, str]) -> dict[str, Any]:
    """What the release consists of; the same commit, day and versions give the same bytes. `origin` says what was
    built, `stored` which pictures were approved with more in them than `files` has: the digests before and after."""
    earlier = edition.versions
    items: list[dict[str, Any]] = [
        {
            "path": each.folder,
            "url": each.url,
            "state": each.state.value,
            "visible_until": until.isoformat() if (until := each.visible_until) else None,
        }
        | ({"version": earlier[each.folder]} if each.folder in earlier else {})
        for each in edition.publications
    ]
    items += [
        {
            "path": each.folder,
            "url": each.url,
            "state": each.state.value,
            "since": each.since.isoformat(),
            "title_hidden": each.is_title_hidden,
        }
        for each in edition.tombstones
    ]
    return {
        "day": edition.day.isoformat(),
        **origin,
        "builder": {name: _version(name) for name in _VERSIONED} | {"python": ".".join(map(str, sys.version_info[:3]))},
        "left_out": [visible(folder, 400) for folder in edition.register.left_out],
        "items": sorted(items, key=itemgetter("path")),
        "files": dict(sorted(files.items())),
        "stored": dict(sorted(_stored(edition))),
    }


def _stored(edition: Edition) -> Iterator[tuple[str, str]]:
    for each in edition.publications:
        yield from ((f"{each.url}{name}", digest) for name, digest in each.cleaned.items())


def _version(name: str) -> str:
    import importlib.metadata  # here: few runs of a command make a manifest

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def land(
    release_folder: ReleaseFolder,
    fresh: Path,
    content: Mapping[str, Any],
    keep: int = KEEP,
    examine: Callable[[Path], object] | None = None,
    walked: WalkedTrees | None = None,
) -> str:
    """Makes what `content` says the current release; returns its id. Idempotent.

    `fresh`, a folder of the staging area, holds its files: all of them, or those that differ from the current release's
    and perhaps more. `examine` is given the whole tree before it is named; what it raises leaves all as it was. What
    was `walked` through already is not again, but for the whole tree by `examine`. Raises NotShared where the current
    release lacks a file that `fresh` leaves to it."""
    text = orjson.dumps(content, option=_TEXT)
    release = f"{content['day']}.{hashlib.sha256(text).hexdigest()[:12]}"
    shared = SharedTree.of(release_folder, fresh, content["files"], walked.current if walked else None)
    target = release_folder.releases / release
    tree = target if release_folder.current_folder() == target else _to_begin_with(release_folder, target) or fresh
    made = shared.make(tree, walked.spare if walked and tree == spare_tree.place_of(release_folder) else None)
    if examine:
        examine(tree)
    temporary = release_folder.staging / f"{release}.json"
    temporary.parent.mkdir(exist_ok=True)
    temporary.write_bytes(text)
    flush([*made, temporary])
    if tree != target:
        tree.rename(target)
    temporary.rename(release_folder.manifest_file(release))
    os.utime(release_folder.manifest_file(release))
    flush([release_folder.releases])
    switch(release_folder, release)
    flush([release_folder.root])
    _prune(release_folder, keep)
    return release


def _to_begin_with(release_folder: ReleaseFolder, target: Path) -> Path | None:
    """A tree in the staging area that is much like the release: an older one of the same id, or a spare one."""
    if not is_folder(target):
        return spare_tree.taken(release_folder)
    release_folder.staging.mkdir(exist_ok=True)
    return target.rename(release_folder.staging / "older")


def switch(release_folder: ReleaseFolder, release: str) -> None:
    """Switches by one rename, so that readers get the old or the new site at any moment, never none."""
    temporary = release_folder.root / "current.new"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("releases") / release)
    temporary.rename(release_folder.current)


def _prune(release_folder: ReleaseFolder, keep: int) -> None:
    """The newest release that is no longer kept becomes the spare tree, if there is none; the rest goes to the staging
    area, whose removal nobody waits for."""
    current = release_folder.current_id()
    for release in release_folder.known()[max(keep, 1) :]:
        if release != current:
            _put_away(release_folder, release_folder.releases / release)
            release_folder.manifest_file(release).unlink()
    whole = {*release_folder.known(), current}
    for each in list(release_folder.releases.iterdir()):
        if RELEASE.fullmatch(each.name) and each.name not in whole:
            _put_away(release_folder, each)
        elif each.suffix == ".json" and RELEASE.fullmatch(each.stem) and each.stem not in whole:
            each.unlink()


def _put_away(release_folder: ReleaseFolder, folder: Path) -> None:
    """By one rename, so that half a release never passes for a whole one."""
    if is_folder(folder) and not any(spare_tree.spare_trees(release_folder)):
        spare_tree.keep_spare(release_folder, folder, folder.name)
    else:
        folder.rename(release_folder.staging / f"{folder.name}.gone")


def roll_back(release_folder: ReleaseFolder, day: datetime.date) -> str:
    """Switches to the release before the current one. Raises CannotWork if that would show an item that came down."""
    known, current = release_folder.known(), release_folder.current_id()
    if current not in known or known.index(current) + 1 >= len(known):
        raise CannotWork("release.none-before", place=release_folder.root)
    release = known[known.index(current) + 1]
    then, now = release_folder.manifest(release), release_folder.manifest(current)
    if then["day"] > day.isoformat() or then["source"] != now["source"]:
        raise CannotWork("release.of-another-day", release=release)
    if past := _come_down(then["items"], now, day):
        raise CannotWork("release.would-show", release=release, items=Listed.of(past[:ITEMS_SHOWN]))
    switch(release_folder, release)
    return release


def _come_down(then: Sequence[Mapping[str, Any]], now: Mapping[str, Any], day: datetime.date) -> list[str]:
    """What the older release shows but the public may no longer see, by its date or by the current release.

    Items that the current release left out are not counted: to show them again is the purpose of going back.
    """
    shown = {each["path"]: each for each in now["items"]}
    return [each["path"] for each in then if _is_gone(each, shown.get(each["path"]), now, day)]


def _is_gone(
    then: Mapping[str, Any], now: Mapping[str, Any] | None, current: Mapping[str, Any], day: datetime.date
) -> bool:
    if not State(then["state"]).is_public:
        return bool(now and now.get("title_hidden") and not then.get("title_hidden"))
    if now is None:
        return then["path"] not in current["left_out"]
    return not State(now["state"]).is_public or bool(then["visible_until"] and then["visible_until"] < day.isoformat())
