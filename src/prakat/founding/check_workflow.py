"""forge x Prakat's commit -> the workflow of an office's repository that shows people what is wrong with a request"""

from collections.abc import Mapping

from prakat.founding.pinned_product import PinnedProduct, workflow_text

_PATHS = {"github": ".github/workflows/check.yml", "forgejo": ".forgejo/workflows/check.yml"}


def check_workflow(forge: str, pin: PinnedProduct) -> Mapping[str, bytes]:
    """Path -> text; none for an office on a bare repository."""
    if forge not in _PATHS:
        return {}
    places = {"uses": pin.uses("check"), "source": pin.source, "commit": pin.commit, "version": pin.version}
    return {_PATHS[forge]: workflow_text(f"check-{forge}", places).encode()}
