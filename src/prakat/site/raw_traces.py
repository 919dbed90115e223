"""hidden sentences -> which of them a file's bytes may hold a trace of, told without reading it as a text"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

import ahocorasick

from prakat.site.built_file import GZIP
from prakat.site.typography import SHORTEST_TITLE

Gram = tuple[str, ...]
"""Some letters that follow one another."""
_PART = 24
"""Characters; half of it at least. Of a sentence that tags break, some such part stands whole, unless they break every
one."""
_PARTS = 3
"""Of a sentence."""
_GRAM = 7
"""Characters that are common where they stand in a sample of pages: an official text is full of formulas."""
_RUN = re.compile(r"""[^&<>"'\\\u200b\n]+""")
"""What is written alike in every kind of file."""
_MARKS = frozenset((">", '"'))
"""What a title begins with that is sought with what stands around it, since it is too short to be sought alone; a
longer sentence may begin so by itself, and pages then write that as a reference."""
_ODD = (
    rb"\xe2\x80\x8b",
    rb"\\u[0-9a-fA-F]{4}",
    rb"&(?:[A-Zb-fh-km-pr-z]|a[^m]|am[^p]|amp[^;]|g[^t]|gt[^;]|l[^t]|lt[^;]|q[^u]|qu[^o]|quo[^t]|quot[^;])",
    rb"&#(?:[^3]|3[^49]|3[49][^;])",
)
"""Ways to write a letter by which a sentence is not found as it stands: an invisible space, an escape of JSON, and any
reference but those to & < > " and '."""
_LONGEST = 200
"""Characters of the part by which a sentence is sought whose shorter parts are all common."""
_SHORTEST = 8
"""Characters of a part that is sought at all."""
_Search = Callable[[bytes | memoryview], Iterable[int]]
"""Raw bytes -> the numbers of what they hold, each once."""


class RawTraces:
    """All sentences are sought at once, each by a few telling parts. What is found is read in full by whoever asks; a
    file that is written in an unusual way counts as a trace of every sentence."""

    def __init__(self, pieces: Iterable[str], common: Set[Gram], *, is_plain: bool = False) -> None:
        """`common`: the grams of some pages. `is_plain`: whether what is searched writes every letter as itself."""
        self._pieces = tuple(sorted(pieces))
        owners: dict[bytes, list[str]] = {}
        telling = {piece: _telling(piece, common) for piece in self._pieces}
        for piece, parts in telling.items():
            for part in dict.fromkeys(parts):
                owners.setdefault(part.encode(), []).append(piece)
        self._anywhere = [piece for piece, parts in telling.items() if not parts]
        odd = [] if is_plain or not self._pieces else list(_ODD)
        self._found = [*owners.values(), *([self._pieces] * len(odd))]
        self._search = search_of([*owners], odd)

    def of(self, raw: bytes | memoryview) -> Sequence[str]:
        """The sentences of which it may hold a trace."""
        if not raw or not self._pieces:
            return ()
        if raw[: len(GZIP)] == GZIP:
            return self._pieces
        found = (piece for which in self._search(raw) for piece in self._found[which])
        return tuple(dict.fromkeys((*self._anywhere, *found)))


def search_of(literals: Sequence[bytes], expressions: Sequence[bytes]) -> _Search:
    """Of literals, numbered first, and of regular expressions: by hyperscan where it is installed, since that goes
    through 0.5 to 1 GB a second where the other way goes through 0.02."""
    try:
        return _by_hyperscan([*map(_literal, literals), *expressions])
    except ImportError:  # the extra `quick` is not installed
        return by_automaton(literals, expressions)


def _by_hyperscan(expressions: Sequence[bytes]) -> _Search:
    import hyperscan  # here: few runs seek anything

    count = len(expressions)
    if not count:
        return lambda _: ()
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = [hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL] * count
    database.compile(expressions=expressions, ids=list(range(count)), elements=count, flags=flags)

    def search(raw: bytes | memoryview) -> Iterable[int]:
        met: list[int] = []
        database.scan(raw, match_event_handler=lambda which, *_: met.append(which))  # type: ignore[type-var]
        return met

    return search


def by_automaton(literals: Sequence[bytes], expressions: Sequence[bytes]) -> _Search:
    """As `search_of`; each byte is a letter of Latin-1."""
    automaton = ahocorasick.Automaton()
    for number, each in enumerate(literals):
        automaton.add_word(each.decode("latin-1"), number)
    automaton.make_automaton()
    patterns = [re.compile(each, re.DOTALL) for each in expressions]

    def search(raw: bytes | memoryview) -> Iterable[int]:
        found = {number for _, number in automaton.iter(str(raw, "latin-1"))} if literals else set()
        return found | {number for number, each in enumerate(patterns, len(literals)) if each.search(raw)}

    return search


def _literal(part: bytes) -> bytes:
    return b"".join(b"\\x%02x" % each for each in part)


def _telling(piece: str, common: Set[Gram]) -> list[str]:
    """Parts of a sentence, one beside the other, that hold the most of what other pages hardly say; none where it has
    too few letters that are written alike everywhere."""
    if piece[:1] in _MARKS and len(piece) < SHORTEST_TITLE:
        return [piece]
    parts = [part for run in _RUN.findall(piece) for part in _split(run, max(2, len(run) // _PART))]
    if len(parts) < 2 and len(piece) >= _PART:
        return []
    rated = sorted(((_rarity(part, common), part) for part in parts), reverse=True)
    if rare := [part for rarity, part in rated[:_PARTS] if rarity]:
        return rare
    longest = max(_RUN.findall(piece), key=len, default="")
    return _split(longest[:_LONGEST], 2)


def _split(run: str, count: int) -> list[str]:
    """Into parts of one length, but for what is left behind the last; a short one stays whole."""
    size = len(run) // count
    if size >= _PART // 2:
        return [run[start : start + size] for start in range(0, size * count, size)]
    return [run] if len(run) >= _SHORTEST else []


def _rarity(part: str, common: Set[Gram]) -> int:
    return sum(gram not in common for gram in letter_grams(part))


def letter_grams(text: str) -> Iterator[Gram]:
    """A text's own, in their order, each as its letters, which is twice as fast as to cut them out."""
    return zip(*(text[start:] for start in range(_GRAM)), strict=False)
