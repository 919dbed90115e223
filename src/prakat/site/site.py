"""edition -> the site's pages by URL, what each shows, and the files beside them; knows no site builder"""

import os
import weakref
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.content import address, register
from prakat.content.item_folder import ItemFolder
from prakat.content.register import Register
from prakat.content.succession import StandIn
from prakat.item import item_path
from prakat.item.category import categories
from prakat.office import office as office_file
from prakat.office.office import Office
from prakat.repository.own_folder import own_folder
from prakat.rules.message import why
from prakat.rules.wording import chosen_language
from prakat.site import (
    edition,
    endorsement,
    feed,
    findable,
    public_register,
    revision,
    stand_in,
)
from prakat.site.cleaned_picture import cleaned_pictures, write_cleaned_pictures
from prakat.site.edition import Edition
from prakat.site.evidence_pages import EvidencePages
from prakat.site.listing import listings
from prakat.site.open_data import OpenData, open_data_by_url, write_open_data
from prakat.site.record_pages import RecordPages
from prakat.site.view import (
    View,
    english_view,
    evidence_views,
    listing_view,
    newest_change,
    publication_view,
    record_views,
    redirect_view,
    tombstone_view,
    word,
)
from prakat.thai import buddhist_era

TREE, GIT, COMMIT, PROVEN = "PRAKAT_TREE", "PRAKAT_GIT", "PRAKAT_COMMIT", "PRAKAT_PROVEN"
VERSIONS = "PRAKAT_VERSIONS"
APPROVED_TREE = "PRAKAT_APPROVED"
"""Environment variables of a build: the tree to build, the repository with its history, the tree's commit, the files of
the merges that the audit has proven and of the items that are shown in an earlier version; and, unless empty, that the
tree is approved."""


@dataclass(frozen=True)
class Site:
    edition: Edition
    is_preview: bool

    @property
    def office(self) -> Office:
        return self.edition.office

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Path below the site's root -> the file to serve there as it is."""
        place, cleaned = self.edition.register.place, cleaned_pictures(self.edition)
        served = (
            (f"{each.url}{file.facts.name}", place(each.item.path.folder) / file.facts.name)
            for each in self.edition.publications
            for file in each.files
        )
        return {name: file for name, file in served if name not in cleaned}

    @cached_property
    def evidence(self) -> EvidencePages:
        return EvidencePages(self.edition)

    @cached_property
    def records(self) -> RecordPages:
        return RecordPages(self.edition)

    @cached_property
    def open_data(self) -> Mapping[str, OpenData]:
        """By URL of the item."""
        return open_data_by_url(self.edition)

    @property
    def navigation(self) -> list[View]:
        return [self.pages[url] for url in ("", *(f"{category}/" for category in categories()))]

    @cached_property
    def pages(self) -> Mapping[str, View]:
        name, name_en = self.office.name, self.office.name_en or self.office.name
        changed = newest_change(self.edition.publications)
        views = [
            View(address.HOME, "home.html", name, word("about").format(name=name), changed=changed),
            View(address.ENGLISH, "home-en.html", name_en, word("about", "en"), changed=changed, language="en"),
            View(address.SEARCH, "search.html", word("search"), is_indexed=False),
            View(address.ENGLISH_SEARCH, "search-en.html", word("search", "en"), is_indexed=False, language="en"),
            View(address.HISTORY, "history.html", word("history"), word("history_about"), changed=changed),
        ]
        views += evidence_views(self.evidence.years)
        views += record_views(self.records.all_pages())
        views += [listing_view(each) for each in listings(self.edition)]
        views += [publication_view(each) for each in self.edition.publications]
        views += [english_view(each) for each in self.edition.publications if each.item.title_en]
        views += [tombstone_view(each) for each in self.edition.tombstones]
        views += [
            redirect_view(address.ENGLISH + each.url, each.url)
            for each in self.edition.tombstones
            if each.item.title_en
        ]
        views += [redirect_view(url, target) for url, target in self.edition.redirects.items()]
        return {view.url: view for view in views}

    @cached_property
    def views(self) -> Mapping[str, View]:
        """The pages by the file that the site builder is given as their source."""
        return {view.markdown_file: view for view in self.pages.values()}

    @property
    def indexed(self) -> list[View]:
        """What the sitemap lists."""
        return [each for each in self.pages.values() if each.is_indexed]

    def write(self, to: Path) -> None:
        """Writes what is served beside the pages: the search index, feeds, the public register, cleaned pictures."""
        findable.write_search(self.edition, to)
        (to / address.REGISTER_JSON).write_text(public_register.as_json(self.edition), encoding="utf-8", newline="\n")
        (to / address.REGISTER_CSV).write_text(public_register.as_csv(self.edition), encoding="utf-8", newline="")
        (to / address.ATOM).write_bytes(feed.atom(self.edition))
        (to / address.RSS).write_bytes(feed.rss(self.edition))
        write_cleaned_pictures(self.edition, to)
        write_open_data(self.open_data, to)


def language() -> str:
    """The language of a build's messages."""
    return chosen_language(os.environ)


Say = Callable[[str], object]


def read(
    default_tree: Path, is_preview: bool, *, error: Say, warning: Say, failure: Callable[[str], Exception]
) -> Site:
    """The site of PRAKAT_TREE (else `default_tree`) on PRAKAT_DATE's day (else today in Bangkok).

    Every finding is passed to `error` or `warning`. Where the site cannot be made, raises what `failure` makes of why.
    """
    try:
        return _read(Path(os.environ.get(TREE, default_tree)), is_preview, error, warning)
    except CannotWork as problem:
        raise failure(why(problem, language())) from None


def _read(tree: Path, is_preview: bool, error: Say, warning: Say) -> Site:
    day, is_approved = buddhist_era.chosen_day(None, os.environ), bool(os.environ.get(APPROVED_TREE))
    told = os.environ.get(VERSIONS)
    stand_ins = stand_in.read(Path(told)) if told else {}
    found = register.read(tree, day, is_approved=is_approved, is_checked=bool(told), instead=_folders(stand_ins))
    for finding in found.findings:
        (error if finding.is_error else warning)(finding.text(language()))
    if found.office is None:
        raise CannotWork("site.office-unusable")
    with ExitStack() as stack:
        if not told:
            git, to = Path(os.environ.get(GIT, tree)), stack.enter_context(own_folder())
            stand_ins = stand_in.find(found, git, os.environ.get(COMMIT, "HEAD"), to)
            stand_ins = stand_in.beside(stand_ins, found) if is_preview else stand_ins
        if stand_ins and not told:
            found = register.read(tree, day, is_approved=is_approved, instead=_folders(stand_ins))
        made = Site(_compiled(found, tree, stand_ins, is_preview=is_preview), is_preview)
        weakref.finalize(made, stack.pop_all().close)
        return made


def _folders(stand_ins: Mapping[str, StandIn]) -> Mapping[str, ItemFolder]:
    return {newest: each.folder for newest, each in stand_ins.items()}


def _compiled(found: Register, tree: Path, stand_ins: Mapping[str, StandIn], *, is_preview: bool) -> Edition:
    assert found.office, "the caller has seen to it"
    known = revision.revisions(Path(os.environ.get(GIT, tree)), found.day, os.environ.get(COMMIT, "HEAD"))
    proven = endorsement.read(Path(os.environ[PROVEN])) if PROVEN in os.environ else {}
    commits = {each.folder.path.folder: each.commit for each in stand_ins.values()}
    revisions = stand_in.known_by(stand_ins, known)
    return edition.compile(found, found.office, revisions, proven, commits=commits, is_preview=is_preview)


def watch(default_tree: Path, begin: Callable[[str], object]) -> None:
    """Tells `begin` each file or folder whose change makes a preview anew."""
    tree = Path(os.environ.get(TREE, default_tree))
    for each in (tree / item_path.ROOT, tree / office_file.FILE, product.part("schemas"), product.part("theme")):
        begin(str(each))
