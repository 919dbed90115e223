"""rows of an earlier audit, as they were kept -> each of them when somebody asks for it, and what is known without"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Generic, NamedTuple, TypeVar

AuditedRow = TypeVar("AuditedRow")


class RowFacts(NamedTuple):
    """What is asked of every row in every run."""

    commit: str | None
    time: int | None
    is_clean: bool
    """Whether it never had a violation."""
    regularises: Sequence[str]
    changes_office: bool


@dataclass(slots=True)
class EarlierRows(Generic[AuditedRow]):
    """None of them has an open violation. Most runs read a few, and there may be tens of thousands."""

    raw: Sequence[bytes] = ()
    """Each row on one line of JSON."""
    commits: Sequence[str | None] = ()
    times: Sequence[int | None] = ()
    wrong: Collection[str] = ()
    """Commits that had a violation."""
    vouched: dict[str, Sequence[str]] = field(default_factory=dict)
    """Clean commit -> the commits that it regularised."""
    of_office: Sequence[str] = ()
    """Commits that changed office.yml."""
    read: Callable[[bytes], AuditedRow] | None = None
    _known: dict[int, AuditedRow] = field(default_factory=dict)
    _text: tuple[bytes, Sequence[int]] | None = field(default=None, repr=False, compare=False)
    """All rows, and where each ends, once somebody has sought in them."""

    @classmethod
    def kept(
        cls, raw: Sequence[bytes], columns: Sequence[Any], read: Callable[[bytes], AuditedRow]
    ) -> "EarlierRows[AuditedRow]":
        """`columns` as `columns` gave them."""
        commits, times, wrong, vouched, of_office = columns
        return cls(raw, commits, times, wrong, vouched, of_office, read)

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, number: int) -> AuditedRow:
        """The same object every time."""
        if number not in self._known:
            assert self.read, "or there would be none"
            self._known[number] = self.read(self.raw[number])
        return self._known[number]

    def __iter__(self) -> Iterator[AuditedRow]:
        return map(self.__getitem__, range(len(self.raw)))

    @property
    def on_main(self) -> list[str]:
        """Every commit of main among them, in its order."""
        return [*filter(None, self.commits)]

    @property
    def clean(self) -> frozenset[str]:
        return frozenset(self.on_main) - frozenset(self.wrong)

    def of(self, commits: Collection[str]) -> Iterator[AuditedRow]:
        """The rows of these commits of main."""
        if commits:
            yield from (self[place] for place, commit in enumerate(self.commits) if commit in commits)

    def naming(self, words: Iterable[bytes]) -> set[int]:
        """The places of the rows in whose JSON any of these words stands."""
        if self._text is None:
            self._text = b"\n".join(self.raw), [*accumulate(len(each) + 1 for each in self.raw)]
        (text, ends), found = self._text, set()
        for word in words:
            place = text.find(word)
            while place >= 0:
                found.add(number := bisect_right(ends, place))
                place = text.find(word, ends[number])
        return found

    def grown(self, more: Iterable[tuple[bytes, RowFacts]]) -> "EarlierRows[AuditedRow]":
        """With these after them."""
        raw, facts = [*self.raw], []
        for each, told in more:
            raw.append(each)
            facts.append(told)
        clean = {each.commit: each.regularises for each in facts if each.commit and each.is_clean}
        return EarlierRows(
            raw,
            [*self.commits, *(each.commit for each in facts)],
            [*self.times, *(each.time for each in facts)],
            [*self.wrong, *(each.commit for each in facts if each.commit and not each.is_clean)],
            self.vouched | {commit: told for commit, told in clean.items() if told},
            [*self.of_office, *(each.commit for each in facts if each.commit and each.changes_office)],
            self.read,
        )

    def columns(self) -> list[Any]:
        """What is known without the rows, in a form that JSON can hold."""
        return [self.commits, self.times, self.wrong, self.vouched, self.of_office]


def interleaved(rows: Sequence[int | None], acts: Sequence[int | None]) -> Iterator[tuple[bool, int]]:
    """The times of rows and of acts -> the order in which they are told, each as whether it is an act, and its place:
    each act before the first row that is later."""
    told = 0
    for place, time in enumerate(rows):
        while told < len(acts) and (time is None or (acts[told] or 0) < time):
            yield True, told
            told += 1
        yield False, place
    yield from ((True, place) for place in range(told, len(acts)))
