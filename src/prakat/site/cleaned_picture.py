"""edition -> the pictures that lose position, author and device before they are served, written into the site"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from prakat.item.file_facts import FileFacts
from prakat.item.picture_file import read_picture
from prakat.site.edition import Edition


def cleaned_pictures(edition: Edition) -> Mapping[str, FileFacts]:
    """By path below the site's root; every other file is served as it is stored."""
    return {name: facts for name, facts, _ in _cleaned(edition)}


def _cleaned(edition: Edition) -> Iterator[tuple[str, FileFacts, Path]]:
    """Path below the site's root, facts, and where the approved picture lies."""
    for each in edition.publications:
        folder = edition.register.place(each.item.path.folder)
        for file in each.files:
            if file.facts.is_cleaned:
                yield f"{each.url}{file.facts.name}", file.facts, folder / file.facts.name


def write_cleaned_pictures(edition: Edition, to: Path) -> None:
    """One at a time, so that a site of many pictures needs the memory of one."""
    for name, _, stored in _cleaned(edition):
        picture = read_picture(stored.read_bytes())
        assert picture is not None, "its facts were read from it"
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(picture.published)
