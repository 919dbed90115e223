"""an item as it is being written x main -> everything that the checks would find in it, before any request exists"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from prakat.content import register
from prakat.content.address import ENGLISH
from prakat.content.register import Register
from prakat.item.item_facts import ItemFacts
from prakat.item.item_path import folder_of, index_of, parse_path
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import ABSENT
from prakat.repository.object_id import NOTHING
from prakat.repository.own_folder import own_folder
from prakat.request.change_note import missing_notes
from prakat.request.touched_items import ABOUT_OTHERS, leads
from prakat.request.vanished_page import vanished_pages
from prakat.rules.finding import Finding, in_order
from prakat.rules.nearest import nearest
from prakat.rules.wording import Listed
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.neighbours import led_to, neighbours
from prakat_desk.preview.surroundings import Surroundings

_RELATION, _TAKEN = "relates.missing", "url.taken"


def draft_findings(draft: ItemDraft, around: Surroundings, day: datetime.date, base: str = "") -> list[Finding]:
    """Those about the item itself, in the order of its lines, as scripts/check.py and the door tell them. `base` is the
    commit that it was taken from, if there was one.

    Costs what the item and those that it names cost, however many items main has."""
    beside = neighbours(draft, around)
    with own_folder() as tree:
        around.write_common(tree)
        draft.lay_out(tree)
        around.write_items(beside, tree)
        found = register.read(tree, day)
        own = (*_own(found, draft, around, beside), *_taken(found, draft))
        return in_order([*own, *_notes(found, draft, around, base), *_vanished(draft, around, day)])


def _own(found: Register, draft: ItemDraft, around: Surroundings, beside: Collection[str]) -> Iterator[Finding]:
    folder = draft.path.folder
    for each in found.findings:
        is_own = each.path == folder or each.path.startswith(f"{folder}/")
        if is_own and not (each.rule in ABOUT_OTHERS and _leads(each, draft, around, beside)):
            yield _with_nearest(each, (*around.urls, draft.path.url)) if each.rule == _RELATION else each


def _leads(finding: Finding, draft: ItemDraft, around: Surroundings, beside: Collection[str]) -> bool:
    """Whether a link that seems broken leads to what was not read: a list of main, or one of very many items."""
    written = str(finding.values["found"])
    url = written if finding.rule == _RELATION else led_to(written, draft.path, around).removeprefix(ENGLISH)
    page = parse_path(url)
    if page is None:
        return url in around.listings
    return page.folder not in (*beside, draft.path.folder) and leads(finding, around.entries)


def _with_nearest(finding: Finding, urls: Iterable[str]) -> Finding:
    """Named from among all items of main."""
    near = nearest(str(finding.values["found"]), (url.rstrip("/") for url in urls)) or ["—"]
    return replace(finding, values={**finding.values, "near": Listed.of(near)})


def _taken(found: Register, draft: ItemDraft) -> Iterator[Finding]:
    """That a former path of another item is one of this: the checks tell it of whichever comes second."""
    for each in found.findings:
        former = parse_path(str(each.values["found"])) if each.rule == _TAKEN else None
        folder = each.path.rpartition("/")[0]
        if former and folder != draft.path.folder and draft.path.folder in (former.folder, each.values["other"]):
            yield replace(each, path=draft.path.file, line=1, values={**each.values, "other": folder})


def _notes(found: Register, draft: ItemDraft, around: Surroundings, base: str) -> list[Finding]:
    """Whether readers are told what changed."""
    own = {url: entry for url, entry in found.entries.items() if url == draft.path.url}
    return missing_notes(around.repository, base, replace(found, entries=own)) if base else []


def _vanished(draft: ItemDraft, around: Surroundings, day: datetime.date) -> Iterator[Finding]:
    """Whether readers of an item that moves are led to its new place."""
    former = map(folder_of, ItemFacts(draft.index).former_paths)
    left = around.entries.get(index_of(draft.origin)) if draft.origin not in ("", draft.path.folder, *former) else None
    if left:
        gone = PathChange(index_of(draft.origin), left[0], ABSENT, left[1], NOTHING)
        for each in vanished_pages(around.repository, around.main, [gone], day):
            yield replace(each, path=draft.path.file)
