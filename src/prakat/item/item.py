"""the bytes of one index.md -> item, or findings; the only parser, used by validation and the build alike"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prakat.item.closing import Closing, closing_of
from prakat.item.credit import Credit, credit_of, one_or_more
from prakat.item.front_matter import FrontMatter, read_front_matter
from prakat.item.item_path import ItemPath
from prakat.item.particulars import Particulars, particulars_of
from prakat.item.signed_document import SignedDocument, document_of
from prakat.rules import schema
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import YamlDocument
from prakat.rules.unreadable import Unreadable
from prakat.thai import buddhist_era

_day = datetime.date.fromisoformat


@dataclass(frozen=True, slots=True)
class Attachment:
    file: str
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    url: str
    date: datetime.date | datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """How the request reached the webmaster, if not by the form itself (DESIGN: The item)."""

    channel: str
    date: datetime.date


@dataclass(frozen=True, slots=True)
class Relation:
    """What this item does to another one of the site."""

    to: str
    """The other's path, as written: it may be a former one."""
    how: str

    @property
    def ends_other(self) -> bool:
        """Whether the other does not stand any more from then on, whatever its own dates say."""
        return self.how in ("replaces", "cancels")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    on: datetime.date
    reason: str
    hide_title: bool


@dataclass(frozen=True, slots=True)
class VerbalApproval:
    approver: str
    at: datetime.datetime
    """Asia/Bangkok."""
    channel: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Item:
    path: ItemPath
    title: str
    summary: str
    units: tuple[str, ...]
    """Of those that own it, the main one first."""
    provider: str
    received: Arrival | None
    period_start: datetime.date
    period_end: datetime.date | None
    source: Source | None
    """None stands for the office itself."""
    timing: str
    publish_on: datetime.date
    expires_on: datetime.date | None
    """The last day shown, in Bangkok; None stands for `never`."""
    review_by: datetime.date | None
    attachments: tuple[Attachment, ...]
    credits: tuple[Credit, ...]
    document: SignedDocument | None
    closes: Closing | None
    relates: tuple[Relation, ...]
    change_note: str
    """What its last change was, for readers."""
    external_link: str
    particulars: Particulars
    """What only items of some categories say."""
    remarks: str
    channels: tuple[str, ...]
    kind: str
    fulfils: tuple[str, ...]
    former_paths: tuple[str, ...]
    withdrawn: Withdrawal | None
    verbal: VerbalApproval | None
    ignored: Mapping[str, str]
    title_en: str
    summary_en: str
    body: str
    body_line: int
    source_lines: YamlDocument = field(repr=False)

    def line(self, *pointer: str | int) -> int:
        """The line of index.md, from 1, on which a key of the front matter stands."""
        return self.source_lines.line(*pointer)


def parse_item(path: ItemPath, raw: bytes) -> Item | list[Finding]:
    """The item, or why its schema refuses it; rules that a schema cannot express are in `item_rules`."""
    item, findings = parse_approved(path, raw)
    return findings or item or []


def parse_approved(path: ItemPath, raw: bytes) -> tuple[Item | None, list[Finding]]:
    """The item, if today's schema or that of an earlier release accepts it; and why today's refuses it."""
    try:
        parts, document = read_front_matter(raw)
    except Unreadable as problem:
        return None, [Finding(path.file, problem.line, problem.rule, problem.values)]
    if not isinstance(document.data, dict):
        return None, [Finding(path.file, 2, "front-matter.not-mapping", {})]
    findings = list(schema.named("item").findings(path.file, document))
    if extra := schema.for_category(path.category):
        findings += extra.findings(path.file, document)
    if findings and not schema.accepted_earlier("item", document.data, path.category):
        return None, findings
    return _item(path, document, parts), findings


def _date(text: str | None) -> datetime.date | None:
    return None if text is None or text == "never" else _day(text)


def _moment(text: str | None) -> datetime.date | datetime.datetime | None:
    found = None if text is None else buddhist_era.parse_with_time(text)
    assert not isinstance(found, buddhist_era.DateProblem), "the schema has accepted it"
    return found


def _item(path: ItemPath, document: YamlDocument, parts: FrontMatter) -> Item:
    found: dict[str, Any] = document.data
    return Item(
        path=path,
        title=found["title"].strip(),
        summary=found["summary"].strip(),
        units=one_or_more(found["owner"]["unit"]),
        provider=found["owner"]["provider"],
        received=_received(found.get("received")),
        source=_source(found.get("source")),
        timing=found["timing"],
        **_days(found),
        attachments=tuple(Attachment(each["file"], each["title"].strip()) for each in found.get("attachments", ())),
        credits=tuple(credit_of(each) for each in found.get("credits", ())),
        document=document_of(found.get("document")),
        closes=closing_of(found.get("closes")),
        relates=tuple(Relation(each["to"], each["how"]) for each in found.get("relates", ())),
        change_note=found.get("change_note", "").strip(),
        external_link=found.get("external_link", ""),
        particulars=particulars_of(found),
        remarks=found.get("remarks", "").strip(),
        channels=tuple(found.get("channels", ())),
        kind=found.get("kind", ""),
        fulfils=tuple(found.get("fulfils", ())),
        former_paths=tuple(found.get("former_paths", ())),
        withdrawn=_withdrawal(found.get("withdrawn")),
        verbal=_verbal(found.get("verbal")),
        ignored={each["rule"]: each["why"] for each in found.get("ignore", ())},
        title_en=found.get("title_en", "").strip(),
        summary_en=found.get("summary_en", "").strip(),
        body=parts.body,
        body_line=parts.body_line,
        source_lines=document,
    )


def _days(found: Mapping[str, Any]) -> dict[str, Any]:
    """When it is shown, and of when the information is: of the same days where nothing else is said."""
    publish_on, expires_on = _day(found["publish_on"]), _date(found["expires_on"])
    period = found.get("period")
    return {
        "publish_on": publish_on,
        "expires_on": expires_on,
        "review_by": _date(found.get("review_by")),
        "period_start": _day(period["start"]) if period else publish_on,
        "period_end": _date(period.get("end")) if period else expires_on,
    }


def _source(found: Mapping[str, str] | None) -> Source | None:
    return None if found is None else Source(found["name"].strip(), found.get("url", ""), _moment(found.get("date")))


def _received(found: Mapping[str, str] | None) -> Arrival | None:
    return None if found is None else Arrival(found["channel"], _day(found["date"]))


def _withdrawal(found: Mapping[str, Any] | None) -> Withdrawal | None:
    if found is None:
        return None
    return Withdrawal(_day(found["on"]), found["reason"].strip(), found.get("hide_title", False))


def _verbal(found: Mapping[str, str] | None) -> VerbalApproval | None:
    if found is None:
        return None
    at = _moment(found["at"])
    assert isinstance(at, datetime.datetime), "the schema demands a time"
    return VerbalApproval(found["approver"], at, found["channel"], found["recorded_by"])
