"""bytes of a .docx -> HTML by mammoth, with the numbers that Word gives its lists typed into their paragraphs"""

import io

import mammoth
from lxml import etree

from prakat.rules.message import message
from prakat_desk.intake.office_archive import cleaned, members_of, xml_of
from prakat_desk.intake.read_document import ReadDocument
from prakat_desk.intake.word_numbering import LEVELS, W, numbering_of

DOCUMENT = "word/document.xml"
_NUMBERING, _STYLES = "word/numbering.xml", "word/styles.xml"
_BULLETS = "999999"
"""A list of our own; Word counts its own from 1."""
_MAP = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => h2:fresh\nstrike => s"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}link"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def read_word(raw: bytes) -> ReadDocument:
    members = members_of(raw)
    found = ReadDocument()
    document = xml_of(members[DOCUMENT])
    numbering = xml_of(members[_NUMBERING]) if _NUMBERING in members else None
    styles = xml_of(members[_STYLES]) if _STYLES in members else None
    changed = {DOCUMENT: document}
    type_numbers(document, numbering, styles)
    if numbering is not None:
        _count_no_more(numbering)
        changed[_NUMBERING] = numbering
    linked = [each for each in document.iter() if each.get(_LINKED)]
    for each in linked:
        parent = each.getparent()
        if parent is not None:
            parent.remove(each)
    if linked:
        found.doubt(message("desk_intake.linked-pictures", number=len(linked)))
    if any(True for _ in document.iter(f"{W}ins", f"{W}del")):
        found.doubt(message("desk_intake.tracked"))
    found.html = mammoth.convert_to_html(io.BytesIO(cleaned(members, changed)), style_map=_MAP).value
    return found


def type_numbers(document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None) -> None:
    counted, depth = numbering_of(numbering, styles), -1
    for paragraph in document.iter(f"{W}p"):
        number, properties = counted.number_of(paragraph), paragraph.find(f"{W}pPr")
        depth = _bullet_depth(properties, depth) if number == "" else -1
        if not number:
            continue
        run = etree.Element(f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = number
        text.set(_SPACE, "preserve")
        paragraph.insert(0 if properties is None else 1, run)
        kept = None if properties is None else properties.find(f"{W}numPr")
        if kept is not None and properties is not None:
            properties.remove(kept)


def _bullet_depth(properties: etree._Element | None, before: int) -> int:
    """A bullet stands at most one step within the one before it, or mammoth makes empty ones around it."""
    level = None if properties is None else properties.find(f"{W}numPr/{W}ilvl")
    if level is None:
        return 0
    depth = min(int(level.get(f"{W}val", "0")), before + 1)
    kept = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    if kept is not None:
        level.set(f"{W}val", str(depth))
        kept.set(f"{W}val", _BULLETS)
    return depth


def _count_no_more(numbering: etree._Element) -> None:
    """No style makes an entry of a paragraph whose number is typed; one list has bullets on all of its levels."""
    for level in numbering.iter(f"{W}lvl"):
        form, style = level.find(f"{W}numFmt"), level.find(f"{W}pStyle")
        if style is not None and (form is None or form.get(f"{W}val") != "bullet"):
            level.remove(style)
    bullets = etree.Element(f"{W}abstractNum", {f"{W}abstractNumId": _BULLETS})
    for depth in range(LEVELS):
        level = etree.SubElement(bullets, f"{W}lvl", {f"{W}ilvl": str(depth)})
        etree.SubElement(level, f"{W}numFmt", {f"{W}val": "bullet"})
    listed = etree.Element(f"{W}num", {f"{W}numId": _BULLETS})
    etree.SubElement(listed, f"{W}abstractNumId", {f"{W}val": _BULLETS})
    numbering.extend([bullets, listed])
