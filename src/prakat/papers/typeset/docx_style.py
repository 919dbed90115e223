"""Word document -> the same with our page, font and sizes, for Thai letters too, for which Word has others"""

from typing import Any

from prakat.papers.paper import Paper, paper_texts

TEXT_WIDTH = 16.0
"""Between the margins of an upright page, in centimetres."""
_FONT = "Sarabun"
_SIZES = {"Normal": 12.0, "Title": 21.0, "Heading 1": 15.0, "Heading 2": 14.0, "Heading 3": 12.0, "Header": 12.0}
"""In points. Sarabun is drawn larger than TH Sarabun, whose 16 points the rules on correspondence ask for."""
_SMALL = 10.0
_POSTER = 1.6
_SHORT, _LONG = 21.0, 29.7
_MARGINS = {"top": 2.5, "bottom": 2.0, "left": 3.0, "right": 2.0}
_HEADER = 1.2
_THAI_DIGITS = frozenset(map(chr, range(0xE50, 0xE5A)))


def in_centimetres(length: float) -> Any:
    from docx.shared import Cm  # here: only where Word is written

    return Cm(length)


def set_pages(document: Any, paper: Paper) -> None:
    """Size, margins, styles, and a number on each page but the first."""
    from docx.enum.section import WD_ORIENT

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.is_landscape else WD_ORIENT.PORTRAIT
    wide, high = (_LONG, _SHORT) if paper.is_landscape else (_SHORT, _LONG)
    section.page_width, section.page_height = in_centimetres(wide), in_centimetres(high)
    for side, width in _MARGINS.items():
        setattr(section, f"{side}_margin", in_centimetres(width))
    section.header_distance = in_centimetres(_HEADER)
    section.different_first_page_header_footer = True
    _set_styles(document, _POSTER if paper.is_poster else 1)
    _number_pages(section, any(not _THAI_DIGITS.isdisjoint(each) for each in paper_texts(paper)))


def _set_styles(document: Any, scale: float) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    styles = document.styles
    for name, size in _SIZES.items():
        style = styles[name]
        element = style.element
        for old in element.xpath("w:rPr | w:pPr/w:pBdr | w:pPr/w:contextualSpacing"):
            old.getparent().remove(old)
        set_font(element, size * scale, is_bold=name in ("Title", "Heading 1", "Heading 2", "Heading 3"))
        style.paragraph_format.space_before = style.paragraph_format.space_after = in_centimetres(0.1)
        style.paragraph_format.line_spacing = 1.0
    set_font(styles.add_style("Small", WD_STYLE_TYPE.CHARACTER).element, _SMALL * scale)


def set_font(holder: Any, points: float, is_bold: bool = False) -> None:
    """`holder`: a style or the properties of a paragraph. Thai has its own name, size and weight in Word."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    told = OxmlElement("w:rPr")
    size = str(round(points * 2))
    attributes: dict[str, dict[str, str]] = {
        "w:rFonts": dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), _FONT),
        **({"w:b": {}, "w:bCs": {}} if is_bold else {}),
        "w:color": {"val": "auto"},
        "w:sz": {"val": size},
        "w:szCs": {"val": size},
        "w:lang": {"val": "en-US", "bidi": "th-TH"},
    }
    for name, values in attributes.items():
        part = OxmlElement(name)
        for key, value in values.items():
            part.set(qn(f"w:{key}"), value)
        told.append(part)
    holder.append(told)


def _number_pages(section: Any, has_thai_digits: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if has_thai_digits:
        told = OxmlElement("w:pgNumType")
        told.set(qn("w:fmt"), "thaiNumbers")
        section._sectPr.insert_element_before(told, "w:cols", "w:titlePg", "w:docGrid")
    line = section.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run("- ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    line._p.append(number)
    line.add_run(" -")


def set_widths(table: Any, width: float, shares: tuple[int, ...]) -> None:
    """Word reads them of the cells, LibreOffice of the columns."""
    table.autofit = False
    widths = [in_centimetres(width * share / sum(shares)) for share in shares]
    for column, each in zip(table.columns, widths, strict=True):
        column._gridCol.w = each
    for row in table.rows:
        for cell, each in zip(row.cells, widths, strict=True):
            cell.width = each
