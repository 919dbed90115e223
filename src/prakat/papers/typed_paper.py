"""the words that somebody types after `paper` -> which paper is meant, about what; or what has to be typed"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prakat.cannot_work import CannotWork
from prakat.papers.press import MEMOS
from prakat.rules.message import message

EVIDENCE_PACK, _MEMO = "evidence", "memo"
_ABOUT: Mapping[str, tuple[int, str]] = {
    "form": (1, "papers.about-form"),
    "record": (1, "papers.about-record"),
    _MEMO: (2, "papers.about-memo"),
    "annual": (1, "papers.about-annual"),
    "currency": (0, "papers.about-currency"),
    "board": (1, "papers.about-board"),
    "decision": (1, "papers.about-decision"),
    EVIDENCE_PACK: (2, "papers.about-evidence"),
}
"""Kind of paper -> how many words follow it, and which."""


@dataclass(frozen=True, slots=True)
class TypedPaper:
    kind: str
    """As `Press` knows it; or `evidence`."""
    about: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, about: Sequence[str]) -> "TypedPaper":
        """Raises CannotWork."""
        if kind not in _ABOUT:
            raise CannotWork("papers.no-kind", found=kind, known=", ".join(_ABOUT))
        count, id_ = _ABOUT[kind]
        if len(about) != count:
            raise CannotWork("papers.about", kind=kind, must=message(id_))
        if kind != _MEMO:
            return cls(kind, tuple(about))
        if about[0] not in MEMOS:
            raise CannotWork("papers.no-kind", found=f"{kind} {about[0]}", known=", ".join(MEMOS))
        return cls(f"{kind}-{about[0]}", tuple(about[1:]))
