"""what the publisher did -> one file of the audit-log, and back; each names the SHA-256 of the one before it"""

import datetime
import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from prakat.rules.message import Message, message
from prakat.thai.buddhist_era import moment_text

FIRST = "0" * 64
"""Stands in the first record in place of the digest of the one before it."""
_FOLDER = "records"
_SPELLING = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


class RecordKind(enum.StrEnum):
    MERGE = "merge"
    REJECTION = "rejection"
    NOTICE = "notice"
    CONFIRMATION = "confirmation"
    HANDOVER = "handover"
    TAKEDOWN = "takedown"
    DEPLOYMENT = "deployment"
    HEARTBEAT = "heartbeat"


class Reason(enum.StrEnum):
    """Why a request is refused (R08)."""

    OFF_MISSION = "off-mission"
    WRONG_FILE_FORMAT = "wrong-file-format"
    INCORRECT = "incorrect"
    INCOMPLETE = "incomplete"
    UNLAWFUL = "unlawful"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Record:
    kind: RecordKind
    sequence: int
    """From 1."""
    previous: str
    """SHA-256 of the bytes of the record before."""
    at: datetime.datetime
    """In Bangkok."""
    main: str
    """The commit of main that the publisher saw."""
    facts: Mapping[str, Any]
    """The fields of this kind of record, as JSON holds them."""

    def encode(self) -> bytes:
        """Sorted keys, LF, UTF-8: equal facts give equal bytes, and so equal digests."""
        common = {
            "kind": self.kind.value,
            "sequence": self.sequence,
            "previous": self.previous,
            "at": moment_text(self.at),
            "main": self.main,
        }
        return orjson.dumps({**self.facts, **common}, option=_SPELLING)


class Malformed(Exception):
    """The bytes are not a record; `why` says what is wrong with them."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.id)
        self.why = why


def decode(raw: bytes) -> Record:
    """Raises Malformed for anything that `encode` would not have written."""
    try:
        facts = orjson.loads(raw)
        record = Record(
            kind=RecordKind(facts.pop("kind")),
            sequence=facts.pop("sequence"),
            previous=facts.pop("previous"),
            at=datetime.datetime.fromisoformat(facts.pop("at")),
            main=facts.pop("main"),
            facts=facts,
        )
        spelt = record.encode()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Malformed(message("audit_log.no-record")) from None
    if not isinstance(record.sequence, int) or not isinstance(record.main, str):
        raise Malformed(message("audit_log.no-record"))
    if spelt != raw:
        raise Malformed(message("audit_log.spelling"))
    return record


def file_name(sequence: int) -> str:
    """Where a record is written, so that each writes anew the tree of its own folder only (DESIGN: Audit)."""
    name = f"{sequence:08}"
    return f"{_FOLDER}/{name[:4]}/{name}.json"


def flat_file_name(sequence: int) -> str:
    """Where Prakat 0.2.0 and older wrote it; it stays there."""
    return f"{_FOLDER}/{sequence:08}.json"


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
