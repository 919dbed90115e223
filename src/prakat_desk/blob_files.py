"""files of the repository by name -> the same on disk beside the drafts, written once for each content"""

from collections.abc import Mapping
from pathlib import Path

from prakat.repository.repository import Repository
from prakat_desk.keeping import small_file

FOLDER = "blobs"


def blob_files(repository: Repository, state: Path, files: Mapping[str, str]) -> dict[str, Path]:
    """`files` has the id of each; `state` is the small folder."""
    places = {name: state / FOLDER / oid for name, oid in files.items()}
    missing = {name: oid for name, oid in files.items() if not places[name].is_file()}
    for name, (_, _, raw) in zip(missing, repository.objects(missing.values()), strict=True):
        small_file.put(places[name], raw)
    return places
