"""the house -> the order of its rooms: each imports only from floors below its own"""

FLOORS = (
    ("founding", "hosting", "handbook"),
    ("release",),
    ("merging",),
    ("forge",),
    ("audit",),
    ("audit_log",),
    ("site", "request"),
    ("content",),
    ("item",),
    ("office",),
    ("network",),
    ("repository",),
    ("rules",),
    ("search",),
    ("thai",),
    ("cannot_work", "product"),
)
"""tests/test_architecture.py proves it; README and docs/modules.md draw it (DESIGN: The house)."""
ROOMS = tuple(room for floor in FLOORS for room in floor)
