"""zipped document -> the same without the time at which it was made: the same bytes every time"""

import io
import re
import zipfile

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""Of what a zip can tell."""
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</dcterms:(?:created|modified)>)")
_PROPERTIES = "docProps/core.xml"


def timeless_zip(document: bytes) -> bytes:
    """Of Word and Excel alike."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as read, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in read.namelist():
            part = read.read(name)
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, _TIME.sub(b"1980-01-01T00:00:00Z", part) if name == _PROPERTIES else part)
    return stream.getvalue()
