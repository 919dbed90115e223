"""a bare repository -> what a publisher that waits there keeps between its runs, each piece good for what git says"""

from dataclasses import dataclass, field

from prakat.audit.run_memory import RunMemory
from prakat.merging.known_folders import KnownFolders
from prakat.repository.signature import Verified


@dataclass(slots=True)
class PublisherMemory(RunMemory):
    folders: KnownFolders = field(default_factory=KnownFolders)
    recorded: str = ""
    """The release that is known to be recorded."""

    def begin(self) -> None:
        """Before each run: a signature that was found wrong may have been so for want of memory or of a disk."""
        right = {digest: True for digest, is_right in self.signatures.verdicts.items() if is_right}
        self.signatures = Verified(right)


def folders_known_to(memory: RunMemory) -> KnownFolders:
    """None of a memory of one run."""
    return memory.folders if isinstance(memory, PublisherMemory) else KnownFolders()
