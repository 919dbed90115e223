"""items that are kept x those read anew -> the entries of a register; a kept one is read when it is asked for"""

from collections.abc import Iterator, Mapping

from prakat.content.registered_item import RegisteredItem
from prakat.site.kept_item import KeptItem


class KeptEntries(Mapping[str, RegisteredItem]):
    """By URL; of what was not read anew, each is read from what is kept when it is asked for."""

    def __init__(self, kept: Mapping[str, KeptItem], anew: Mapping[str, RegisteredItem]) -> None:
        self._kept, self._anew = kept, anew

    def __getitem__(self, url: str) -> RegisteredItem:
        if url in self._anew:
            return self._anew[url]
        found = self._kept[url]
        return RegisteredItem(found.item, found.beside)

    def __contains__(self, url: object) -> bool:
        return url in self._anew or url in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter((*self._kept, *self._anew))

    def __len__(self) -> int:
        return len(self._kept) + len(self._anew)
