"""the commits of main, read once -> the history of every item that it ever held, in one pass and one batch of blobs"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from prakat.content.action import Action
from prakat.content.item_action import ItemAction, Touch, item_actions, touches
from prakat.item.file_type import type_of
from prakat.item.front_matter import read_front_matter
from prakat.item.item_facts import ItemFacts, text_at
from prakat.item.item_path import item_folder
from prakat.papers.happened.item_history import ItemHistory, LandedVersion
from prakat.repository.commit import Commit, PathChange
from prakat.repository.evidence import surviving
from prakat.repository.object_id import NOTHING
from prakat.repository.repository import Repository
from prakat.rules.unreadable import Unreadable
from prakat.site.revision import Revision
from prakat.site.term import term_of

_LOST = ItemFacts(b"")
"""Of a text that nobody can read any more."""
_RARE = (b"review_by", b"hide_title", b"\\")
"""Front matter without these bytes cannot hold those keys in any spelling."""


class _Step(NamedTuple):
    commit: Commit
    touched: Mapping[str, Touch]

    @property
    def asks(self) -> list[str]:
        """The blobs that tell what was done, and what each version says."""
        found = [oid for each in self.touched.values() for oid in (*each.asks, each.new) if oid not in ("", NOTHING)]
        return list(dict.fromkeys(found))


def item_histories(
    repository: Repository, commits: Sequence[Commit], progress: Callable[[Iterable[_Step]], Iterable[_Step]] = iter
) -> list[ItemHistory]:
    """`commits`: main's own, oldest first. A text that is lost leaves its version, with the dates of the one before."""
    steps = [_Step(each, touches(each.changes)) for each in commits]
    read = surviving(repository, (oid for each in steps for oid in each.asks))
    noted = _Noted()
    for height, step in enumerate(progress(steps)):
        given = islice(read, len(step.asks))
        noted.note(height, step, {oid: ItemFacts(raw) for oid, kind, raw in given if kind == "blob"})
    return noted.found


@dataclass(slots=True)
class _Noted:
    found: list[ItemHistory] = field(default_factory=list)
    here: dict[str, ItemHistory] = field(default_factory=dict)
    """Item folder -> the item that lies there, or lay there last."""
    files: dict[str, set[str]] = field(default_factory=dict)
    """Item folder -> the paths of its files."""

    def note(self, height: int, step: _Step, facts: Mapping[str, ItemFacts]) -> None:
        for change in step.commit.changes:
            self._count(change)
        done = item_actions(step.touched, lambda oid: facts.get(oid, _LOST))
        for folder, act in done.items():
            history = self._history(folder, act, step.touched[folder])
            if history is None:
                continue
            before = history.versions[-1] if history.versions else None
            if before and (old := facts.get(before.blob)) and (new := facts.get(step.touched[folder].new)):
                history.versions[-1] = _put_off(before, old, new, step, folder)
            history.versions.append(self._version(height, step, folder, act, before, facts))

    def _count(self, change: PathChange) -> None:
        if folder := item_folder(change.path):
            held = self.files.setdefault(folder, set())
            held.discard(change.path) if change.new == NOTHING else held.add(change.path)

    def _history(self, folder: str, act: ItemAction, touch: Touch) -> ItemHistory | None:
        """None for what an item left when it moved, and for files without an item."""
        if act.action is Action.MOVED and not act.origin:
            return None
        known = self.here.pop(act.origin, None) if act.origin else self.here.get(folder)
        if touch.new in ("", NOTHING):
            return None if known is None or known.versions[-1].revision.is_gone else known
        if known is None:
            known = ItemHistory()
            self.found.append(known)
        self.here[folder] = known
        return known

    def _version(
        self,
        height: int,
        step: _Step,
        folder: str,
        act: ItemAction,
        before: LandedVersion | None,
        facts: Mapping[str, ItemFacts],
    ) -> LandedVersion:
        commit, touch = step.commit, step.touched[folder]
        revision = Revision(commit.id, height, commit.day, act.action, act.origin, has_note=act.has_note)
        if touch.new == NOTHING:
            return LandedVersion(replace(revision, is_gone=True), folder, before.blob if before else "", commit.moment)
        made = LandedVersion(revision, folder, touch.new, commit.moment, *self._files(folder))
        if new := facts.get(touch.new):
            revision = replace(revision, term=term_of(new, commit.day))
            review_by, hides_title = _rare(new.raw)
            return made._replace(revision=revision, spoken=new.verbal, review_by=review_by, hides_title=hides_title)
        if before is None or before.revision.is_gone:
            return made._replace(revision=replace(revision, term=term_of(_LOST, commit.day)))
        action = (
            Action.AMENDED if act.action is Action.RATIFIED else act.action
        )  # nobody can read that it was put in writing
        revision = replace(revision, action=action, term=before.revision.term)
        made = made._replace(revision=revision, blob=touch.new or before.blob, spoken=before.spoken)
        return made._replace(review_by=before.review_by, hides_title=before.hides_title)

    def _files(self, folder: str) -> tuple[int, int]:
        """So many documents, and so many pictures."""
        kinds = [kind for path in self.files.get(folder, ()) if (kind := type_of(path))]
        pictures = sum(each.is_picture for each in kinds)
        return len(kinds) - pictures, pictures


def _put_off(before: LandedVersion, old: ItemFacts, new: ItemFacts, step: _Step, folder: str) -> LandedVersion:
    """Marked where the next version only gives it a later day, before its own has come: then it never goes up."""
    term = before.revision.term
    is_early = term is not None and step.commit.day < term.first and step.touched[folder].is_alone
    is_postponed = is_early and new.is_postponement_of(old)
    return before._replace(revision=replace(before.revision, is_postponed=is_postponed))


def _rare(raw: bytes) -> tuple[datetime.date | None, bool]:
    """By when it is to be looked at again, and whether it is withdrawn with its title."""
    if not any(each in raw for each in _RARE):
        return None, False
    try:
        data = read_front_matter(raw)[1].data
    except Unreadable:
        return None, False
    away = data.get("withdrawn") if isinstance(data, dict) else None
    try:
        review_by = datetime.date.fromisoformat(text_at(data, "review_by"))
    except ValueError:
        review_by = None
    return review_by, isinstance(away, dict) and away.get("hide_title") is True
