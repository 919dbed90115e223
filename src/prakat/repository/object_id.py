"""text -> whether it is the whole id of an object of git; and the ids that mean something by themselves"""

import re

OBJECT_ID = re.compile(r"[0-9a-f]{40}")
NOTHING = "0" * 40
"""Stands for no object: what was not there before, or is gone now."""
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
