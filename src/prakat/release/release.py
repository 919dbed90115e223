"""built and verified site -> a release: named by its content, put live in one step, kept, and rolled back"""

import datetime
import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from prakat.cannot_work import CannotWork
from prakat.item.state import State
from prakat.release.release_folder import RELEASE, ReleaseFolder
from prakat.rules.wording import Listed, visible
from prakat.site.edition import Edition

KEEP = 10
ITEMS_SHOWN = 5
"""How many of the items are named that keep an older release from coming back."""
_VERSIONED = ("prakat", "mkdocs", "mkdocs-material", "markdown-it-py", "Jinja2", "feedgen", "PyYAML")


def manifest(edition: Edition, origin: Mapping[str, str | None], files: Mapping[str, str]) -> dict[str, Any]:
    """What the release consists of; the same commit, day and versions give the same bytes. `origin` says what was
    built."""
    items: list[dict[str, Any]] = [
        {
            "path": each.item.path.folder,
            "url": each.url,
            "state": each.state.value,
            "visible_until": each.visible_until.isoformat() if each.visible_until else None,
        }
        for each in edition.publications
    ]
    items += [
        {
            "path": each.item.path.folder,
            "url": each.url,
            "state": each.state.value,
            "since": each.since.isoformat(),
            "title_hidden": not each.title,
        }
        for each in edition.tombstones
    ]
    return {
        "day": edition.day.isoformat(),
        **origin,
        "builder": {name: _version(name) for name in _VERSIONED} | {"python": platform.python_version()},
        "left_out": [visible(folder, 400) for folder in edition.register.left_out],
        "items": sorted(items, key=lambda item: str(item["path"])),
        "files": dict(sorted(files.items())),
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "?"


def land(release_folder: ReleaseFolder, built: Path, content: Mapping[str, Any], keep: int = KEEP) -> str:
    """Makes `built`, a folder of the staging area, the current release; returns its id. Idempotent."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    release = f"{content['day']}.{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    target = release_folder.releases / release
    if target.is_dir() and not release_folder.manifest_file(release).is_file():
        target.rename(release_folder.staging / "half")
    if not target.is_dir():
        _flush(built)
        built.rename(target)
    temporary = release_folder.staging / f"{release}.json"
    temporary.parent.mkdir(exist_ok=True)
    temporary.write_text(text, encoding="utf-8", newline="\n")
    _flush(temporary)
    temporary.rename(release_folder.manifest_file(release))
    os.utime(release_folder.manifest_file(release))
    switch(release_folder, release)
    _prune(release_folder, keep)
    return release


def _flush(path: Path) -> None:
    """Writes it to the disk before anything names it, lest a power cut leave a release of empty files."""
    if sys.platform == "win32":
        raise CannotWork("release.not-on-windows")
    os.sync()  # all at once, so that fsync only reports errors: 15,700 files take 2 to 7 s; by fsync alone 44 to 67 s
    for each in (path, *path.rglob("*")):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def switch(release_folder: ReleaseFolder, release: str) -> None:
    """Switches by one rename, so that readers get the old or the new site at any moment, never none."""
    temporary = release_folder.root / "current.new"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("releases") / release)
    temporary.rename(release_folder.current)


def _prune(release_folder: ReleaseFolder, keep: int) -> None:
    for release in release_folder.known()[max(keep, 1) :]:
        if release != release_folder.current_id():
            _remove(release_folder, release_folder.releases / release)
            release_folder.manifest_file(release).unlink()
    whole = set(release_folder.known())
    for folder in list(release_folder.releases.iterdir()):
        if RELEASE.fullmatch(folder.name) and folder.name not in whole | {release_folder.current_id()}:
            _remove(release_folder, folder)


def _remove(release_folder: ReleaseFolder, folder: Path) -> None:
    """Renames the folder before it is deleted, so that half a release never passes for a whole one."""
    gone = release_folder.staging / f"{folder.name}.gone"
    folder.rename(gone)
    shutil.rmtree(gone)


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
