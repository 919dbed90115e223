"""an item as it is being written x main -> the items of main by which its links and relations are judged"""

import datetime
from collections.abc import Iterator

from prakat.content.address import ENGLISH
from prakat.content.site_link import SiteLink
from prakat.item.body import is_remote, render_markdown
from prakat.item.item import Item, parse_approved
from prakat.item.item_path import ItemPath, folder_of, parse_path
from prakat.item.link_target import target_of
from prakat_desk.preview.item_draft import ItemDraft
from prakat_desk.preview.surroundings import Surroundings

_MOST = 200
"""Items that are read beside one; of others only the names are asked."""


def neighbours(draft: ItemDraft, around: Surroundings) -> list[str]:
    """Folders: what it relates or links to, by their paths or former ones; what relates to it, stands at a former path
    of it, or has been at its own."""
    item, _ = parse_approved(draft.path, draft.index)
    if item is None:
        return []
    pages = dict.fromkeys((item.path.url, *_former(item), *_led_to(item, around)))
    found = dict.fromkeys(folder for url in pages for folder in (*_there(url, around), *around.namers(url)))
    return [each for each in found if each not in (draft.path.folder, draft.origin)][:_MOST]


def _there(url: str, around: Surroundings) -> Iterator[str]:
    if url in around.urls:
        yield folder_of(url)


def _former(item: Item) -> Iterator[str]:
    yield from (each.url for each in map(parse_path, item.former_paths) if each)


def _led_to(item: Item, around: Surroundings) -> Iterator[str]:
    yield from (each.url for each in (parse_path(each.to) for each in item.relates) if each)
    fields = (item.external_link, item.source.url if item.source else "")
    for written in (*filter(None, fields), *(each.target for each in render_markdown(item.body).links)):
        url = led_to(written, item.path, around).removeprefix(ENGLISH)
        if parse_path(url):
            yield url


def led_to(written: str, path: ItemPath, around: Surroundings) -> str:
    """The URL of the page of this site that a link leads to, or to a file of which; empty for one of another site."""
    inside = SiteLink({}, (), around.office, datetime.date.min).own_path(written)
    if inside is None and is_remote(written):
        return ""
    target = target_of(path, written if inside is None else inside)
    return target.page if target else ""
