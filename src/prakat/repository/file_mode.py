"""the modes that git gives to what a tree holds -> their names"""

PLAIN, EXECUTABLE = "100644", "100755"
SYMLINK, SUBMODULE = "120000", "160000"
SUBTREE = "040000"
ABSENT = "000000"
"""Stands for no file, as NOTHING for no object."""
