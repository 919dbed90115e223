"""a repository's git folder -> the publisher's own key in it, and the lock that one publisher holds at a time"""

from contextlib import AbstractContextManager
from pathlib import Path

from prakat.repository.receipt import OWN_FOLDER, only_one

_NAME = "publisher"


def publisher_key(git_dir: Path) -> Path:
    """The private key that the publisher signs with unless another is named."""
    return git_dir / OWN_FOLDER / _NAME


def publisher_lock(git_dir: Path) -> AbstractContextManager[None]:
    """Raises CannotWork while another publisher is at work there."""
    return only_one(git_dir, _NAME)
