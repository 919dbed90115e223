"""an office's repository on GitHub x Prakat's commit -> the repository `publisher`: one workflow, its README"""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

from prakat.cannot_work import CannotWork
from prakat.forge.forge import split_url
from prakat.founding.pinned_product import PinnedProduct, workflow_text
from prakat.repository import objects
from prakat.repository.commit import PathChange
from prakat.repository.file_mode import PLAIN
from prakat.repository.object_id import EMPTY_TREE, NOTHING
from prakat.repository.objects import Who
from prakat.repository.refs import MAIN, move
from prakat.repository.repository import Repository
from prakat.rules.message import message

_WORKFLOW = ".github/workflows/publisher.yml"
_README = "README.md"


def publisher_files(office_address: str, publisher: str, pin: PinnedProduct) -> Mapping[str, bytes]:
    """Path -> text. `office_address` is https://github.com/owner/name, `publisher` the login that merges there."""
    _, owner, name = split_url(office_address)
    office = f"{owner}/{name}"
    quoted = {"office": json.dumps(office), "publisher": json.dumps(publisher)}
    text = workflow_text("publisher", {"name": office, "uses": pin.uses("publisher"), **quoted})
    readme = message(
        "founding.publisher-readme",
        office=office,
        address=office_address,
        publisher=publisher,
        uses=pin.uses("publisher"),
        repository=pin.source,
    )
    return {_WORKFLOW: text.encode(), _README: readme.text().encode()}


def found_publisher(
    office_address: str, folder: Path, publisher: str, pin: PinnedProduct, who: Who, moment: datetime.datetime
) -> Repository:
    """Makes `folder` a git repository whose one commit, on main, holds those texts, with its work tree.

    Raises CannotWork if the folder holds anything, or if the address is none."""
    written = publisher_files(office_address, publisher, pin)
    if folder.exists() and any(folder.iterdir()):
        raise CannotWork("repository.exists", place=folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = Repository(folder, folder / ".git", False)
    made.run("init", "-q", ".")
    made.run("symbolic-ref", "HEAD", MAIN)
    changes = [PathChange(path, "", PLAIN, "", objects.write(made, "blob", text)) for path, text in written.items()]
    made.run("hash-object", "-t", "tree", "-w", "--stdin")
    tree = objects.tree_with(made, EMPTY_TREE, changes)
    move(made, MAIN, objects.commit(made, tree, [], "Publisher: begin\n", who, moment), NOTHING)
    made.run("reset", "-q", "--hard", MAIN)
    return made
