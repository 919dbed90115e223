"""what the system tells of files and folders -> whether nobody but this user can have written any of them"""

# Only what Python itself has loaded when it starts: whoever answers from what was kept asks this first of all.
import os
import sys


def is_only_ours(*told: os.stat_result) -> bool:
    """All are this user's, and neither their group nor others may write; never so where the system tells no owner
    (Windows)."""
    if sys.platform == "win32" or not hasattr(os, "geteuid"):
        return False
    return all(each.st_uid == os.geteuid() and not each.st_mode & 0o022 for each in told)
