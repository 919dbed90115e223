"""edition -> the pictures that lose position, author and device before they are served, written into the site"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from prakat.item.file_facts import FileFacts
from prakat.item.item_path import ROOT
from prakat.item.picture_file import read_picture
from prakat.site.edition import Edition


def cleaned_pictures(edition: Edition) -> Mapping[str, FileFacts]:
    """By path below the site's root; every other file is served as it is stored."""
    return {name: facts for name, facts in _served(edition) if facts.is_cleaned}


def _served(edition: Edition) -> Iterator[tuple[str, FileFacts]]:
    for each in edition.publications:
        yield from ((f"{each.url}{file.facts.name}", file.facts) for file in each.files)


def write_cleaned_pictures(edition: Edition, to: Path) -> None:
    """One at a time, so that a site of many pictures needs the memory of one."""
    for name in cleaned_pictures(edition):
        picture = read_picture((edition.register.repo / ROOT / name).read_bytes())
        assert picture is not None, "its facts were read from it"
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(picture.published)
