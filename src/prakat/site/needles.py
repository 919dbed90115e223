"""hidden sentences, sought all at once -> which of them texts and the files of a search index say"""

from collections.abc import Iterable
from pathlib import Path

import ahocorasick

from prakat.search import folding
from prakat.search.index import texts_in

_HEAD = 32
"""Letters by which a sentence is sought: all of many would take a hundred megabytes."""


class Needles:
    """Hidden sentences, all sought at once: each by its first letters, and where those stand, whole."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = frozenset(pieces)
        self._automaton = ahocorasick.Automaton()
        heads: dict[str, list[str]] = {}
        for each in sorted(self._pieces):
            heads.setdefault(each[:_HEAD], []).append(each)
        for head, those in heads.items():
            self._automaton.add_word(head, (len(head), those))
        self._automaton.make_automaton()

    def said_in(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Each sentence once, in the order of the texts."""
        found: dict[str, None] = {}
        for text in texts if self._pieces else ():
            for end, (length, those) in self._automaton.iter(text):
                found |= dict.fromkeys(
                    each for each in those if each not in found and text.startswith(each, end + 1 - length)
                )
        return tuple(found)

    def said_in_index(self, index: Path) -> tuple[str, ...]:
        """The same of an index of the search, which spells alike what looks alike."""
        if not self._pieces or not index.is_dir():
            return ()
        spelled: dict[str, list[str]] = {}
        for each in sorted(self._pieces):
            spelled.setdefault(folding.shown(each), []).append(each)
        found = Needles(spelled.keys() - {""}).said_in(texts_in(index))
        return tuple(dict.fromkeys(piece for each in found for piece in spelled[each]))
