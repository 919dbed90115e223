"""a part of the evidence x what is approved -> its files: documents, approved texts, pages, pictures and papers"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prakat.cannot_work import CannotWork
from prakat.completeness.exhibit import Exhibit
from prakat.item.item import parse_approved
from prakat.item.item_path import folder_of, index_of
from prakat.item.state import State
from prakat.papers.evidence.approved_office import ApprovedOffice
from prakat.papers.evidence.evidence_part import EvidencePart
from prakat.papers.evidence.file_chain import FileChain
from prakat.papers.evidence.item_paper import item_paper
from prakat.papers.evidence.packed_file import PackedFile, free_name, safe_name
from prakat.papers.paper import Paper, with_thai_digits
from prakat.papers.typeset import formats
from prakat.papers.whole_text import WholeText
from prakat.rules.message import Message, message


@dataclass(frozen=True, slots=True)
class PackedPart:
    part: EvidencePart
    files: tuple[PackedFile, ...] = ()
    told: tuple[Message, ...] = ()
    """What is missing of it, and how to close it; what is only a draft."""


@dataclass(frozen=True, slots=True)
class PartPacker:
    known: ApprovedOffice
    contents: Mapping[str, bytes]
    """Of every file that may be packed, by its path in the repository; without those that are lost."""
    chains: Mapping[str, FileChain]
    pages: Mapping[str, bytes]
    make: Callable[[str, str], Paper]
    taken: set[str] = field(default_factory=set)

    def packed(self, part: EvidencePart, about: Sequence[Exhibit]) -> PackedPart:
        """`about`: what serves the part that a paper of this one would be about."""
        told: list[Message] = []
        files = [found for each in showable(self.known, part.exhibits) for found in self._of_item(part, each, told)]
        gone = (each for each in part.exhibits if _is_hidden(self.known, each))
        told += (message("papers_evidence.left-out", no=part.no, path=each.url) for each in gone)
        files += self._papers(part, about, told, is_served=bool(files))
        if not files:
            told.append(message("papers_evidence.missing", words=WholeText(part.words), close=part.to_close))
        return PackedPart(part, tuple(files), tuple(told))

    def _of_item(self, part: EvidencePart, exhibit: Exhibit, told: list[Message]) -> Iterator[PackedFile]:
        item, site = exhibit.item, self.known.office.site_url
        title, url, name = WholeText(item.title).text(), site + exhibit.url, _name_of(exhibit)
        index = index_of(item.path.folder)
        documents = {f"{item.path.folder}/{each.file}": each.title for each in item.attachments}
        for path, its_title in {**documents, index: title}.items():
            if path not in self.contents:
                told.append(message("papers_evidence.lost-file", path=path))
                continue
            is_text = path == index
            own = f"{name}.md" if is_text else f"{name}-{safe_name(path.rpartition('/')[2])}"
            kind = "text" if is_text else "document"
            its_title = WholeText(its_title).text()
            yield self._file(part, own, self.contents[path], kind, its_title, url, self.chains.get(path))
        whole = parse_approved(item.path, self.contents.get(index, b""))[0]
        page = self._printed(item_paper(self.known.office, whole)) if whole else b""
        for ending, kind, content in (("pdf", "page", page), ("png", "picture", self.pages.get(exhibit.url))):
            if content:
                yield self._file(part, f"{name}-page.{ending}", content, kind, title, url, self.chains.get(index))

    def _papers(
        self, part: EvidencePart, about: Sequence[Exhibit], told: list[Message], *, is_served: bool
    ) -> Iterator[PackedFile]:
        if not part.paper or (is_served and not part.of):
            return
        kind = "paper" if part.of else "draft"
        whose = [(each.url.strip("/"), _name_of(each), self.known.office.site_url + each.url) for each in about]
        for subject, name, url in whose if part.of else [(part.about, part.about, "")]:
            try:
                paper = self.make(part.paper, subject)
                content = self._printed(paper)
            except CannotWork as problem:
                told.append(message("papers_evidence.no-paper", no=part.no, problem=problem))
                continue
            title = WholeText(paper.title).text()
            chain = self.chains.get(index_of(folder_of(subject)))
            made = self._file(part, f"{part.paper}-{name}.pdf", content, kind, title, url, chain)
            told += [message("papers_evidence.draft", no=part.no, name=made.name)] if kind == "draft" else []
            yield made

    def _printed(self, paper: Paper) -> bytes:
        return formats.write(with_thai_digits(paper), "pdf")

    def _file(
        self, part: EvidencePart, name: str, content: bytes, kind: str, title: str, url: str, chain: FileChain | None
    ) -> PackedFile:
        free = free_name(f"{part.no}-{part.name}/{safe_name(name)}", self.taken)
        return PackedFile(free, content, kind, title, url, chain)


def _name_of(exhibit: Exhibit) -> str:
    return "-".join(filter(None, (exhibit.item.path.year, exhibit.item.path.slug)))


def showable(known: ApprovedOffice, exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """Without what was taken down since for another reason than its own last day: it goes into no pack either."""
    return [each for each in exhibits if not _is_hidden(known, each)]


def _is_hidden(known: ApprovedOffice, exhibit: Exhibit) -> bool:
    state = known.state(exhibit.item)
    return not state.is_public and state is not State.EXPIRED
