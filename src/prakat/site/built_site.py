"""built folder x edition -> every page, file, index, feed, sitemap, listing or register that contradicts the states"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from prakat.site import leak
from prakat.site.digest import file_names
from prakat.site.edition import Edition
from prakat.site.hidden_words import HiddenWords, hidden_words
from prakat.site.listing import listings
from prakat.site.needles import Needles
from prakat.site.problem import Problem, problem
from prakat.site.public_lists import PublicLists
from prakat.site.public_texts import public_texts
from prakat.site.site_examination import ExaminedFile, SiteExamination
from prakat.site.site_links import SiteLinks


@dataclass(frozen=True)
class BuiltSite:
    root: Path
    edition: Edition
    theme: Path
    """The templates that drew the site; their words are no item's text."""

    @cached_property
    def hidden(self) -> HiddenWords:
        return hidden_words(self.edition)

    @cached_property
    def examined(self) -> Sequence[ExaminedFile]:
        """The search index, and then every file."""
        names = file_names(self.root)
        links = SiteLinks(frozenset(names), urlsplit(self.edition.office.site_url).path)
        needles = Needles(self.hidden.pieces)
        return SiteExamination(self.root, self.edition, links, self._lists.keys(), needles, self.edition.by_url).of(
            names
        )

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every file, by POSIX path."""
        return {each.name: each.digest for each in self.examined if each.digest}

    def problems(self) -> Iterator[Problem]:
        """Every reason not to release the site; none if it is right."""
        yield from self._states()
        yield from PublicLists(self.root, frozenset(self.digests), self.edition).problems()
        yield from self._listings()
        yield from (Problem(each.name, one) for each in self.examined for one in each.messages)
        yield from self.leaks()

    def _states(self) -> Iterator[Problem]:
        for each in self.edition.publications:
            if f"{each.url}index.html" not in self.digests:
                yield problem(each.url, "site.page-missing")
            for file in each.files:
                if self.digests.get(f"{each.url}{file.facts.name}") != file.facts.sha256:
                    yield problem(each.url + file.facts.name, "site.file-differs")
            for file in each.withheld:
                if f"{each.url}{file.facts.name}" in self.digests:
                    yield problem(each.url + file.facts.name, "site.file-withheld")
        hidden = {each.url for each in self.edition.scheduled}
        for name in self.digests:
            if f"{PurePosixPath(name).parent}/" in hidden:
                yield problem(name, "site.too-early")
        for tombstone in self.edition.tombstones:
            if f"{tombstone.url}index.html" not in self.digests:
                yield problem(tombstone.url, "site.tombstone-missing")
            for name in self.edition.register.entries[tombstone.url].files:
                if tombstone.url + name in self.digests:
                    yield problem(tombstone.url + name, "site.file-of-tombstone")

    def _listings(self) -> Iterator[Problem]:
        """The listings lead to every live item, and no list leads to a tombstone (R10, R19)."""
        linked: set[str] = set()
        for each in self.examined:
            for url in sorted(each.listed & self.edition.tombstone_urls):
                yield problem(each.name, "site.lists-tombstone", url=url)
            linked |= each.listed if self._lists.get(each.name) else set()
        for url in sorted(self.edition.by_url.keys() - linked):
            yield problem(url, "site.unlisted")

    @cached_property
    def _lists(self) -> Mapping[str, bool]:
        return item_lists(self.edition)

    def leaks(self) -> Iterator[Problem]:
        """Files that hold the text or the bytes of an item that the public must not see; compressed and segmented
        indexes are searched as well. What a public text or a template says too is no leak (R19, R37)."""
        said = {each.name: each.said for each in self.examined}
        public = public_texts(self.edition, self.theme)
        for file, found in leak.proven_leaks(self.digests, self.hidden.files, said, public):
            yield problem(file, "site.leak", found=found)


def item_lists(edition: Edition) -> Mapping[str, bool]:
    """The names of the pages that list items; of each, whether it is one of those that list all."""
    found = {f"{each.url}index.html": each.year is None for each in listings(edition)}
    return {"index.html": False, "en/index.html": False, **found}
