"""paths that a request brings -> findings about names outside content/ that Windows cannot store (R46)"""

from collections.abc import Iterable, Iterator

from prakat.item.item_path import ROOT
from prakat.repository.commit import PathChange
from prakat.repository.object_id import NOTHING
from prakat.rules import file_name
from prakat.rules.finding import Finding


def unfit_names(changes: Iterable[PathChange]) -> Iterator[Finding]:
    """One such name, and nobody can clone the repository on Windows any more. The rules of items judge those below
    content/; what is on main already stays as it is."""
    for change in changes:
        if change.new != NOTHING and change.old == NOTHING and not change.path.startswith(f"{ROOT}/"):
            for name in change.path.split("/"):
                if not file_name.fits_windows(name):
                    values = {"found": name, "suggestion": file_name.for_windows(name)}
                    yield Finding(change.path, 1, "path.windows", values)
