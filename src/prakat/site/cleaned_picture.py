"""publication -> its pictures without position, author and device, written into the site"""

from pathlib import Path

from prakat.item.picture_file import read_picture
from prakat.site.publication import Publication


def write_cleaned_pictures(publication: Publication, folder: Path, to: Path) -> None:
    """`folder`: where the approved pictures lie; `to`: the site's root. Every other file is served as it is stored."""
    for name in publication.cleaned:
        picture = read_picture((folder / name).read_bytes())
        assert picture is not None, "its facts were read from it"
        (to / publication.url).mkdir(parents=True, exist_ok=True)
        (to / publication.url / name).write_bytes(picture.published)
