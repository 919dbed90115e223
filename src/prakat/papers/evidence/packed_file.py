"""a file of a pack of evidence -> under which name it lies there, what it is, and from where it is"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from prakat.papers.evidence.file_chain import FileChain
from prakat.papers.paper import Verbatim
from prakat.papers.whole_text import WholeText
from prakat.rules.data import label
from prakat.rules.message import message

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class PackedFile:
    name: str
    """Of letters, digits and signs that every system can store, below the folder of its part."""
    content: bytes = field(repr=False)
    kind: str
    """Of labels.yml: evidence_file."""
    title: str
    """As its readers know it, harmless."""
    url: str = ""
    """Where it is read, or the page that it is of."""
    chain: FileChain | None = None
    """None for what was made for the pack."""

    @property
    def digest(self) -> str:
        return file_digest(self.content)

    @property
    def size(self) -> str:
        return message("papers_evidence.bytes", count=f"{len(self.content):,}").text()

    def fields(self) -> tuple[tuple[str, str], ...]:
        """What the index says of it, for people: (title, what stands there)."""
        chain = self.chain
        return _in_words(
            ("papers_evidence.field-file", Verbatim(self.name)),
            ("papers_evidence.field-kind", label("evidence_file", self.kind)),
            ("papers_evidence.field-title", self.title),
            ("papers_evidence.field-url", Verbatim(self.url)),
            ("papers_evidence.field-size", self.size),
            ("papers_evidence.field-digest", Verbatim(self.digest)),
            *self._proof(),
            ("papers_evidence.field-blob", Verbatim(f"{chain.blob} {WholeText(chain.path).text()}") if chain else ""),
        )

    def approval(self) -> tuple[tuple[str, str], ...]:
        """What holds of all files that one approval brought to one page."""
        return _in_words(("papers_evidence.field-url", Verbatim(self.url)), *self._proof())

    def _proof(self) -> Iterator[tuple[str, str]]:
        if chain := self.chain:
            yield "papers_evidence.field-approval", chain.told()
            yield from (("papers_evidence.field-signers", each) for each in chain.signed())
            yield "papers_evidence.field-commit", Verbatim(chain.commit)


def _in_words(*told: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((message(id_).text(), value) for id_, value in told if value)


def file_digest(content: bytes) -> str:
    """Its SHA-256, in hex."""
    return hashlib.sha256(content).hexdigest()


def safe_name(text: str) -> str:
    """Of a stored name, which of an earlier release may hold anything."""
    return _UNSAFE.sub("-", text).strip(".-")[-_LONGEST:] or "file"


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it; it is taken from then on."""
    found = next(each for each in _numbered(name) if each.casefold() not in taken)
    taken.add(found.casefold())
    return found


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem, dot, ending = name.rpartition(".")
    number = 2
    while True:
        yield f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"
        number += 1
