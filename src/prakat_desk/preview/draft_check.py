"""an item as it is being written x main -> everything that the checks would find in it, before any request exists"""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import replace

from prakat.content import register
from prakat.content.register import Register
from prakat.content.site_link import SiteLink
from prakat.item.item_path import index_of
from prakat.repository.own_folder import own_folder
from prakat.request.change_note import missing_notes
from prakat.request.touched_items import ABOUT_OTHERS, leads
from prakat.rules.finding import Finding, in_order
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.surroundings import Surroundings, others_named


def draft_findings(draft: ItemDraft, around: Surroundings, day: datetime.date, base: str = "") -> list[Finding]:
    """Those about the item itself, in the order of its lines, as scripts/check.py and the door tell them; of links to
    other items, those that lead nowhere on main. `base` is the commit that it was taken from, if there was one.

    Costs what the item costs, however many items main has."""
    with own_folder() as tree:
        around.write_common(tree)
        draft.lay_out(tree)
        named = others_named(draft, around)
        around.write_items(named, tree)
        found = register.read(tree, day)
        return in_order([*_own(found, draft, around, named, day), *_notes(found, draft, around, base)])


def _own(
    found: Register, draft: ItemDraft, around: Surroundings, named: Collection[str], day: datetime.date
) -> Iterator[Finding]:
    """Of links to items that were not looked into, only those that lead nowhere."""
    folder = draft.path.folder
    known = {draft.path.file, *(index_of(each) for each in named)}
    site = SiteLink({}, (), around.office, day)
    there = {path: entry for path, entry in around.entries.items() if path not in known}
    for each in found.findings:
        is_of_item = each.path == folder or each.path.startswith(f"{folder}/")
        if is_of_item and not (each.rule in ABOUT_OTHERS and leads(_within_site(each, site), there)):
            yield each


def _within_site(finding: Finding, site: SiteLink) -> Finding:
    """The finding about a full address of this site, as if it had been written without the site's name."""
    own = site.own_path(str(finding.values.get("found", "")))
    return finding if own is None else replace(finding, values={**finding.values, "found": own})


def _notes(found: Register, draft: ItemDraft, around: Surroundings, base: str) -> list[Finding]:
    """Whether readers are told what changed."""
    own = {url: entry for url, entry in found.entries.items() if url == draft.path.url}
    return missing_notes(around.repository, base, replace(found, entries=own)) if base else []
