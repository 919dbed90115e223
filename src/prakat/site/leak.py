"""hidden sentences x texts -> which texts say them; and, without those that a public text says too, which files leak"""

from collections.abc import Iterable, Iterator, Mapping

from prakat.site.needles import Needles


def proven_leaks(
    digests: Mapping[str, str],
    hidden: Mapping[str, str],
    said: Mapping[str, Iterable[str]],
    public: Iterable[str],
) -> Iterator[tuple[str, str]]:
    """Each leaking file with what it leaks, once: the `hidden` digests, and the hidden sentences that it `said`. One
    that also stands in a public text is no leak; `public` is read only as far as it takes to find that."""
    guilty = without_excuse({each for found in said.values() for each in found}, public)
    for file in dict.fromkeys((*digests, *said)):
        if place := hidden.get(digests.get(file, "")):
            yield file, place
        yield from ((file, each) for each in said.get(file, ()) if each in guilty)


def without_excuse(found: set[str], public: Iterable[str]) -> frozenset[str]:
    """Those that stand in no public text; read only as far as it takes to find the others."""
    needles, left = Needles(found), set(found)
    for text in public if left else ():
        left.difference_update(needles.said_in([text]))
        if not left:
            break
    return frozenset(left)
