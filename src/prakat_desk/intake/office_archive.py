"""bytes of a Word or Excel file -> its members, bounded before they are unpacked; XML without entities (R34)"""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from prakat.cannot_work import CannotWork

MOST_MEMBERS = 3_000
MOST_OF_ONE = 30_000_000
MOST_OF_ALL = 120_000_000
_XML = (".xml", ".rels", ".vml")


def members_of(raw: bytes) -> Mapping[str, bytes]:
    """Raises CannotWork for a bomb, and the errors of zipfile for what is no archive."""
    found: dict[str, bytes] = {}
    total = 0
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise CannotWork("desk_intake.too-large")
        for info in infos:
            with archive.open(info) as stream:
                content = stream.read(MOST_OF_ONE + 1)
            total += len(content)
            if len(content) > MOST_OF_ONE or total > MOST_OF_ALL:
                raise CannotWork("desk_intake.too-large")
            found[info.filename.replace("\\", "/").lstrip("/")] = content
    return found


def xml_of(raw: bytes) -> etree._Element:
    """Raises CannotWork for a document that declares anything: none of these programs writes such."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(raw, parser)
    if root.getroottree().docinfo.doctype:
        raise CannotWork("desk_intake.declared")
    return root


def cleaned(members: Mapping[str, bytes], changed: Mapping[str, etree._Element]) -> bytes:
    """An archive of the members alone that are XML as it should be, or pictures; some changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            if name in changed:
                archive.writestr(name, etree.tostring(changed[name], encoding="UTF-8", xml_declaration=True))
            elif name.endswith(_XML):
                archive.writestr(name, etree.tostring(xml_of(content), encoding="UTF-8", xml_declaration=True))
            elif "/media/" in name:
                archive.writestr(name, content)
    return stream.getvalue()
