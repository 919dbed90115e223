"""this installed Prakat -> where others fetch the very same: its repository and commit, as one line of a workflow"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import metadata
from urllib.parse import urlsplit

from prakat import product
from prakat.cannot_work import CannotWork
from prakat.repository.object_id import OBJECT_ID
from prakat.repository.repository import head_of
from prakat.rules import data

_LABEL = "Source"


@dataclass(frozen=True, slots=True)
class PinnedProduct:
    source: str
    """https://host/owner/name"""
    commit: str
    version: str

    def uses(self, workflow: str) -> str:
        """What stands behind `uses:` to call a workflow of that repository at that commit and no other."""
        owner_name = urlsplit(self.source).path.strip("/").removesuffix(".git")
        return f"{owner_name}/.github/workflows/{workflow}.yml@{self.commit} # v{self.version}"


def pinned_product() -> PinnedProduct:
    """Of the Prakat that runs; in a checkout, its newest commit. Raises CannotWork where nobody knows the commit."""
    checkout = product.checkout()
    return pinned_at((head_of(checkout) or "") if checkout else product.built_from())


def pinned_at(commit: str) -> PinnedProduct:
    """Raises CannotWork unless it is a whole commit: a name could be moved to something else."""
    if not OBJECT_ID.fullmatch(commit):
        raise CannotWork("founding.no-commit")
    return PinnedProduct(_source(), commit, product.version())


def workflow_text(name: str, places: Mapping[str, str]) -> str:
    """A workflow of schemas/workflows/ with its places, as @commit@, filled in."""
    text = (data.folder() / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace(f"@{place}@", value)
    return text


def _source() -> str:
    """The package's own word on where its repository is."""
    told = (each.split(", ", 1) for each in metadata("prakat").get_all("Project-URL") or ())
    return str(next(address for label, address in told if label == _LABEL))
