"""release -> what is kept of it for the next one"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from prakat import product
from prakat.office import office
from prakat.office.settings import Settings
from prakat.release.basis import Basis
from prakat.release.change import clean_before, office_digest
from prakat.release.fresh_files import FreshFiles
from prakat.release.increment import Increment
from prakat.release.kept_site import KeptAbout, KeptRow, keep_site
from prakat.release.reading import TreeReading
from prakat.release.release_folder import ReleaseFolder
from prakat.release.release_stock import stock_of
from prakat.release.sealed_tree import SealedTree
from prakat.repository.repository import open_repository
from prakat.site.appearance import history_of
from prakat.site.card import Card, card_of, next_turn, whole_json
from prakat.site.page_sources import PageSources
from prakat.site.publication import Publication
from prakat.site.revision import Revision
from prakat.site.site import Site
from prakat.site.tombstone import Tombstone


def keep_whole(release_folder: ReleaseFolder, found: TreeReading, site: Site, basis: Basis, release: str) -> None:
    """Keeps what was made from nothing; nothing where main has commits of a later day, since the clock went
    back: what they did is not known yet. A disk that refuses is said by OSError."""
    made, settings = found.edition, found.edition.office.settings
    landed = [each.day for each in open_repository(basis.git).log(str(basis.commit), first_parent=True)]
    if max(landed) > made.day:
        release_folder.kept.unlink(missing_ok=True)
        return
    appearing = [*made.shown, *made.scheduled]
    cards = {each.folder: _card(each, found, settings) for each in appearing}
    sources = PageSources(site, {card.url: card for card in cards.values()})
    about = KeptAbout(
        release=release,
        seal=SealedTree.of(release_folder.releases / release).seal,
        program=product.stamp(),
        kind=basis.kind,
        day=made.day.isoformat(),
        commit=str(basis.commit),
        heights=len(landed),
        office=office_digest((basis.tree / office.FILE).read_bytes()),
        frame=sources.frame,
        clean=clean_before(basis.clean, ()),
        next=_next(cards),
        stock=replace(stock_of(made), coming=()),
        waiting=found.waiting,
        waiting_until=next_turn(found.coming, settings, made.day),
        tallies=site.evidence.all_tallies,
        register_years=made.register_years,
        versions=made.versions,
    )
    rows = _rows(appearing, cards, found.revisions)
    keep_site(release_folder.kept, about, cards.values(), rows, sources.all(), site.register_lines)


def _rows(
    appearing: Sequence[Publication | Tombstone],
    cards: Mapping[str, Card],
    known: Mapping[str, tuple[Revision, ...]],
) -> Iterator[KeptRow]:
    for each in appearing:
        yield KeptRow(each.folder, known.get(each.folder, ()), whole_json(each))
    yield from (KeptRow(folder, each) for folder, each in known.items() if folder not in cards)


def _card(appears: Publication | Tombstone, found: TreeReading, settings: Settings) -> Card:
    links = found.edition.led.get(appears.url, ())
    return card_of(appears, links, settings, found.edition.day, history_of(appears.item, found.revisions))


def next_about(
    known: KeptAbout, found: Increment, fresh: FreshFiles, basis: Basis, release: str, seal: str
) -> KeptAbout:
    """What `known` is for the release that was made of it, and its seal."""
    made = found.site.edition
    return replace(
        known,
        release=release,
        seal=seal,
        day=made.day.isoformat(),
        commit=str(basis.commit),
        heights=found.heights,
        clean=clean_before(basis.clean, ()),
        next=_next(found.cards),
        stock=replace(stock_of(made), coming=(), kept=_kept(known, found)),
        tallies=fresh.tallies,
        register_years=made.register_years,
    )


def _kept(known: KeptAbout, found: Increment) -> tuple[str, ...]:
    """As it was, where it was not read anew."""
    anew = {each.folder for each in found.rows}
    return tuple(sorted({*known.stock.kept} - anew | {*found.site.edition.register.kept}))


def _next(cards: Mapping[str, Card]) -> str:
    return min((card.next for card in cards.values() if card.next), default="")
