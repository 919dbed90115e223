"""front matter -> the signed paper behind an item (DESIGN: The item)"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignedDocument:
    no: str
    date: datetime.date
    signed_by: str
    position: str


def document_of(found: Mapping[str, str] | None) -> SignedDocument | None:
    if found is None:
        return None
    no, signed_by, position = (found.get(each, "").strip() for each in ("no", "signed_by", "position"))
    return SignedDocument(no, datetime.date.fromisoformat(found["date"]), signed_by, position)
