"""the office's repository -> one of the desk's own beside it, in which a commit is made that nobody else sees yet"""

from collections.abc import Iterator
from contextlib import contextmanager

from prakat.office.authority import mail_of
from prakat.office.person import Person
from prakat.repository import objects
from prakat.repository.bare import init_bare
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import NOTHING
from prakat.repository.objects import Who
from prakat.repository.own_folder import own_folder
from prakat.repository.repository import Repository
from prakat.request.merge_message import one_line
from prakat_desk.sending.outlet import Letter

_GONE = "0"


@contextmanager
def workshop(repository: Repository) -> Iterator[Repository]:
    """Reads all that the office's repository holds, and writes only to a folder that is gone afterwards."""
    with own_folder() as folder:
        made = init_bare(folder)
        place = repository.git_dir.resolve() / "objects"
        (folder / "objects" / "info" / "alternates").write_bytes(f"{place}\n".encode())
        yield made


def written_commit(shop: Repository, letter: Letter, author: Person) -> str:
    """The letter's commit by its author. Of its message one line is the title, behind a word of ours, so that no text
    of a title becomes a line that means something there."""
    changes = [PathChange(path, "", *_written(shop, content)) for path, content in sorted(letter.changes.items())]
    tree = objects.tree_with(shop, letter.base, changes)
    lines = [f"Content: {one_line(letter.title)}", *(f"\nRegularises: {each}" for each in letter.regularises[:1])]
    lines += [f"Regularises: {each}" for each in letter.regularises[1:]]
    said = "".join(f"{line}\n" for line in lines)
    return objects.commit(shop, tree, [letter.base], said, name_of(author), letter.moment)


def name_of(person: Person) -> Who:
    """As git writes an author: a name in angle brackets would be a mail."""
    return one_line(person.name).translate({ord("<"): None, ord(">"): None}), mail_of(person)


def _written(shop: Repository, content: bytes | None) -> tuple[str, str, str]:
    """Mode, nothing for what was there before, and blob."""
    if content is None:
        return _GONE, "", NOTHING
    return PLAIN, "", objects.write(shop, "blob", content)
