"""repository x its audit x fiscal year -> the zip that assessors are sent: index, files, digests, pictures (R50)"""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from prakat.agenda.holdings import of_main
from prakat.audit.account import Accounts
from prakat.audit.audit_row import Audit
from prakat.cannot_work import CannotWork
from prakat.completeness.exhibit import Exhibit
from prakat.content import address
from prakat.item.item_path import index_of
from prakat.papers.evidence.approved_office import ApprovedOffice
from prakat.papers.evidence.evidence_index import EvidenceIndex
from prakat.papers.evidence.evidence_part import asked_evidence
from prakat.papers.evidence.file_chain import file_chains
from prakat.papers.evidence.packed_file import PackedFile, file_digest
from prakat.papers.evidence.packed_part import PartPacker, showable
from prakat.papers.evidence.site_pictures import SitePictures
from prakat.papers.item_files import CommitFiles
from prakat.papers.paper import Paper
from prakat.papers.press import Press
from prakat.repository.evidence import surviving
from prakat.repository.repository import Repository
from prakat.rules.message import Message, message

_EPOCH, _UNIX = (1980, 1, 1, 0, 0, 0), 3


@dataclass(frozen=True, slots=True)
class PackedEvidence:
    content: bytes = field(repr=False)
    """Of the zip: the same for the same history, day and machine."""
    told: tuple[Message, ...]
    """What is missing and how to close it; the pack's SHA-256 last."""


@dataclass(frozen=True, slots=True)
class EvidencePack:
    repository: Repository
    audited: Audit
    day: datetime.date
    """In Bangkok, on which it is made."""
    make: Callable[[str, str], Paper]
    """A kind of paper x what it is about -> the paper, of what is on main. Raises CannotWork where there is none."""
    name: str
    """Of schemas/evidence/: moit-1."""

    def packed(self, year: int) -> PackedEvidence:
        """`year` is a fiscal year of the Buddhist era. Raises CannotWork where the office does not answer to such a
        list, or the machine lacks what papers need."""
        index = self.index(year)
        content = _zipped([*index.files, *index.own_files()])
        return PackedEvidence(content, (*index.told, message("papers_evidence.digest", digest=file_digest(content))))

    def index(self, year: int) -> EvidenceIndex:
        """All that is packed. Raises CannotWork."""
        known = ApprovedOffice.of(self.repository, self.audited, self.day)
        asked = asked_evidence(self.name, known.covered(year), year)
        served = {each.no: showable(known, each.exhibits) for each in asked.parts}
        exhibits = {each.url: each for found in served.values() for each in found}
        own = address.evidence(year, asked.of_list.asked.id)
        public = [url for url, each in exhibits.items() if known.state(each.item).is_public]
        drawn = SitePictures.of(known, self.audited, [*public, own], self.day)
        packer = self._packer(known, [*exhibits.values()], drawn)
        parts = tuple(packer.packed(each, served.get(each.of, ())) for each in asked.parts)
        beside = _page_of_list(drawn, own, known.office.site_url, asked.of_list.asked.title)
        return EvidenceIndex(known, asked, self.day, self.audited.heads, parts, beside, drawn.told)

    def _packer(self, known: ApprovedOffice, exhibits: Sequence[Exhibit], drawn: SitePictures) -> PartPacker:
        paths = [path for each in exhibits for path in _paths(each) if path in known.entries]
        read = surviving(self.repository, [known.entries[each][1] for each in paths])
        contents = {path: raw for path, (_, kind, raw) in zip(paths, read, strict=True) if kind == "blob"}
        accounts = Accounts(self.repository, self.audited)
        chains = file_chains(self.repository, known.commit, paths, self.audited, accounts)
        return PartPacker(known, contents, chains, drawn.by_url, self.make)


def evidence_pack(press: Press, name: str, year: int) -> PackedEvidence:
    """Of what is on main, whatever lies in a work tree. Raises CannotWork."""
    repository = press.held.repository
    if repository is None or not press.held.commit:
        raise CannotWork("papers_evidence.no-history")
    held = of_main(repository)
    of_its_main = replace(press, held=held, files=CommitFiles(repository, held.commit))
    of_its_main.audited = press.audited  # lest the same history be judged again
    return EvidencePack(repository, press.audited, press.day, of_its_main.paper, name).packed(year)


def _paths(exhibit: Exhibit) -> list[str]:
    """In the repository: of what was approved, its text and the documents that it lists."""
    folder = exhibit.item.path.folder
    return [index_of(folder), *(f"{folder}/{each.file}" for each in exhibit.item.attachments)]


def _page_of_list(drawn: SitePictures, url: str, site: str, title: str) -> tuple[PackedFile, ...]:
    """The picture of the page on which the site itself shows what it has of the list."""
    found = drawn.by_url.get(url)
    name = f"pages/{url.strip('/').replace('/', '-')}.png"
    return (PackedFile(name, found, "picture", title, site + url),) if found else ()


def _zipped(files: Sequence[PackedFile]) -> bytes:
    """The same bytes for the same files, on every system and day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for each in sorted(files, key=lambda each: each.name):
            member = zipfile.ZipInfo(each.name, _EPOCH)
            member.create_system = _UNIX
            pack.writestr(member, each.content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
