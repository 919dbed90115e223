"""the house -> the order of its rooms: each imports only from floors below its own"""

FLOORS = (
    ("papers",),
    ("agenda",),
    ("founding", "hosting", "handbook"),
    ("release",),
    ("merging",),
    ("forge",),
    ("audit",),
    ("audit_log",),
    ("site", "request"),
    ("completeness",),
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
DESK_FLOORS = (
    ("server",),
    ("application",),
    ("pages",),
    ("visit", "wall"),
    ("deciding",),
    ("errand",),
    ("sending", "entry", "menu"),
    ("document_draft", "draft_form"),
    ("uploaded_file",),
    ("manuscript", "viewer", "words", "fitted_picture", "calendar_file"),
    ("desk", "blob_files"),
    ("auditing",),
    ("form", "intake", "preview", "keeping"),
)
"""The same of the desk, src/prakat_desk, which stands beside the house and calls all of its rooms."""
ROOMS = tuple(room for floor in FLOORS for room in floor)
