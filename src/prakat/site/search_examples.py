"""edition -> the words that its search boxes name as examples; each finds first what it says, on a page for citizens"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prakat.rules import data
from prakat.site.edition import Edition
from prakat.site.example_words import NO_WORDS, SearchExample, folded_texts, offered_in, usual_examples
from prakat.site.publication import Publication

MOST_EXAMPLES = 3


@dataclass(frozen=True)
class SearchExamples:
    """Has no slots, so that the edition is gone through once for all languages."""

    edition: Edition

    def of(self, language: str) -> list[str]:
        """At most MOST_EXAMPLES, each with another page first; none if nothing that is shown today answers any."""
        relations = self.edition.relations
        for offered in (usual_examples(language), _kinds(self._for_citizens, language)):
            found: dict[str, str] = {}
            for each in offered:
                first = self._firsts.get(folded_texts((each.word,)))
                if first and not relations.is_past(first) and _is_promised(first, each, language):
                    found.setdefault(first.url, each.word)
            if found:
                return list(found.values())[:MOST_EXAMPLES]
        return []

    @cached_property
    def _for_citizens(self) -> Sequence[Publication]:
        found = (each for each in self.edition.publications if not each.category.for_staff)
        return sorted(found, key=self.edition.relations.is_past)

    @cached_property
    def _firsts(self) -> Mapping[str, Publication]:
        """Each word that might be an example -> what the search finds first: titles go before badges and both before
        all else, what is past behind what is not, newer before older, and pages for the office's own people behind
        (theme/assets/search/engine.js)."""
        titled: dict[str, Publication] = {}
        marked: dict[str, Publication] = {}
        for each in self._for_citizens:
            words, ended = each.example_words, self.edition.relations.ended_in_all_languages(each.url)
            if words is NO_WORDS and not ended:
                continue
            for word in words.titles:
                titled.setdefault(word, each)
            for word in words.badges | (offered_in(ended) if ended else words.closed):
                marked.setdefault(word, each)
        return {**marked, **titled}


def _kinds(publications: Iterable[Publication], language: str) -> Iterator[SearchExample]:
    """The names of their kinds, the most used first."""
    used = Counter(each.kind for each in publications if each.kind)
    for kind in sorted(used, key=lambda each: (-used[each], each)):
        if " " not in (name := data.label("kind", kind, language)):
            yield SearchExample(name, (kind,))


def _is_promised(first: Publication, example: SearchExample, language: str) -> bool:
    """Whether a reader of the language finds on the page what the example says."""
    is_readable = language == "th" or first.has_english
    return is_readable and (not example.kinds or first.kind in example.kinds)
