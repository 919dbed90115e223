"""path of the repository -> the kind of a request that changes it, which decides who signs (DESIGN: Requests)"""

import enum

from prakat.content.logbook import REGISTERS
from prakat.item.item_path import ROOT
from prakat.office import office


class RequestKind(enum.StrEnum):
    """What a path of the repository is part of; a request is of one kind."""

    CONTENT = "content"
    OFFICE = "office"
    TOOLING = "tooling"


def kind_of(path: str) -> RequestKind:
    if path == office.FILE:
        return RequestKind.OFFICE
    return RequestKind.CONTENT if path.partition("/")[0] in (ROOT, REGISTERS) else RequestKind.TOOLING
