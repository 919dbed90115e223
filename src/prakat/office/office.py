"""office.yml -> units, people with dated appointments, settings; or findings (R38, R39)"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from prakat.office.completeness_terms import CompletenessTerms, completeness_terms
from prakat.office.forge_terms import ForgeTerms, forge_terms
from prakat.office.person import Person, person_of
from prakat.office.settings import Settings
from prakat.repository.object_id import OBJECT_ID
from prakat.rules import schema
from prakat.rules.conflict_marker import conflict_markers
from prakat.rules.data import label
from prakat.rules.finding import Finding
from prakat.rules.strict_yaml import YamlDocument, read_yaml_bytes
from prakat.rules.system_problem import system_problem
from prakat.rules.text_decoding import decode_text, head
from prakat.rules.unreadable import Unreadable

FILE = "office.yml"
OFFICE_SCHEMA = "office"
MAX_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Office:
    name: str
    name_en: str
    agency_type: str
    contact: Mapping[str, str]
    site_url: str
    desk: str
    """The origin of the office's desk, as browsers name it; empty where it has none."""
    document_prefix: str
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    publisher: Mapping[str, Any]
    forge: ForgeTerms
    sign_off: tuple[str, ...]
    sign_off_valid_days: int
    """For how long after its receipt a sign-off counts."""
    immediate_within_hours: int
    settings: Settings
    completeness: CompletenessTerms
    audit_since: str
    prakat: str
    """The version that the office agreed to, as pip pins it; empty where it says none."""
    source_lines: YamlDocument = field(repr=False)

    @property
    def desk_host(self) -> str:
        """For which browsers make its people's passkeys."""
        return urlsplit(self.desk).hostname or ""

    def line(self, *pointer: str | int) -> int:
        return self.source_lines.line(*pointer)

    def unit_names(self, units: Iterable[str]) -> str:
        """Of several, the main one first."""
        *others, last = map(self.unit_name, units)
        return label("page", "several").format(others=", ".join(others), last=last) if others else last

    def unit_names_en(self, units: Iterable[str]) -> str:
        """Empty where one of them has no English name."""
        names = [self.units[each].name_en if each in self.units else "" for each in units]
        return ", ".join(names) if all(names) else ""

    def unit_name(self, unit: str) -> str:
        """The unit's name, or its id where office.yml does not know it, so that its pages stay."""
        return self.units[unit].name if unit in self.units else unit


def load_office(repo: Path) -> Office | list[Finding]:
    """office.yml of a work tree."""
    known, findings = load_approved_office(repo)
    return findings or known or []


def load_approved_office(repo: Path) -> tuple[Office | None, list[Finding]]:
    """office.yml of a work tree, as `approved_office` reads it."""
    path = repo / FILE
    try:
        if path.is_symlink() or not path.is_file():
            return None, [Finding(FILE, 1, "office.missing", {})]
        raw = head(path, MAX_BYTES)
    except OSError as error:
        return None, [Finding(FILE, 1, "file.unreadable", {"problem": system_problem(error)})]
    known, findings = approved_office(raw)
    left = [*conflict_markers(FILE, raw)]
    return known, [*findings, *left] if known else left or findings


def office_damage(repo: Path) -> list[Finding]:
    """What is damaged in the text of an office.yml that can be read; it is the office's all the same."""
    try:
        text = decode_text(head(repo / FILE, MAX_BYTES), MAX_BYTES)
    except (OSError, Unreadable):
        return []
    from prakat.rules.damaged_yaml import damaged_yaml  # here: it loads the spelling of Thai, and few commands ask

    return list(damaged_yaml(FILE, text, [schema.named(OFFICE_SCHEMA)]))


def parse_office(raw: bytes) -> Office | list[Finding]:
    """The office that `raw` describes, or why its schema refuses it."""
    known, findings = approved_office(raw)
    return findings or known or []


def approved_office(raw: bytes) -> tuple[Office | None, list[Finding]]:
    """The office, if today's schema or that of an earlier release accepts it; and why today's refuses it.

    So an office.yml gives authority for as long as it is in force, and every later audit reads it."""
    try:
        document = read_yaml_bytes(raw, MAX_BYTES)
    except Unreadable as problem:
        return None, [Finding(FILE, problem.line, problem.rule, problem.values)]
    if not isinstance(document.data, dict):
        return None, [Finding(FILE, 1, "front-matter.not-mapping", {})]
    findings = list(schema.named(OFFICE_SCHEMA).findings(FILE, document))
    if findings and not schema.accepted_earlier(OFFICE_SCHEMA, document.data):
        return None, findings
    if repeated := list(_repeated_ids(document)):
        return None, [*findings, *repeated]
    return _office(document), findings


def accepted_office(raw: bytes) -> Office:
    """The office of a text that `approved_office` has accepted before: read without its schema, since to load what
    judges by it takes longer than to read a hundred offices. Raises Unreadable or KeyError for any other text."""
    return _office(read_yaml_bytes(raw, MAX_BYTES))


def audit_since(raw: bytes) -> str:
    """audit.since of an office.yml, even if nothing else of it can be read; empty where there is none."""
    try:
        data = read_yaml_bytes(raw, MAX_BYTES).data
    except Unreadable:
        return ""
    audit: Any = data.get("audit") if isinstance(data, dict) else None
    value = audit.get("since") if isinstance(audit, dict) else None
    return value if isinstance(value, str) and OBJECT_ID.fullmatch(value) else ""


def _repeated_ids(document: YamlDocument) -> Iterator[Finding]:
    for group in ("units", "people"):
        seen: set[str] = set()
        for index, entry in enumerate(document.data[group]):
            if entry["id"] in seen:
                line = document.line(group, index, "id")
                yield Finding(FILE, line, "office.id-repeated", {"field": group, "found": entry["id"]})
            seen.add(entry["id"])


def _office(document: YamlDocument) -> Office:
    found: dict[str, Any] = document.data
    return Office(
        name=found["name"],
        name_en=found.get("name_en", ""),
        agency_type=found.get("agency_type", "other"),
        contact=found["contact"],
        site_url=found["site_url"].rstrip("/") + "/",
        desk=found.get("desk", {}).get("url", ""),
        document_prefix=found.get("document_prefix", ""),
        units={each["id"]: Unit(each["id"], each["name"], each.get("name_en", "")) for each in found["units"]},
        people={each["id"]: person_of(each) for each in found["people"]},
        publisher=found.get("publisher", {}),
        forge=forge_terms(found.get("forge", {})),
        sign_off=tuple(found.get("sign_off", ("reviewer", "approver", "webmaster"))),
        sign_off_valid_days=found.get("sign_off_valid_days", 30),
        immediate_within_hours=found.get("immediate_within_hours", 24),
        settings=Settings(
            expiring_within_days=found.get("expiring_within_days", 14),
            ratify_within_working_days=found.get("urgent", {}).get("ratify_within_working_days", 1),
            extra_holidays=frozenset(datetime.date.fromisoformat(day) for day in found.get("extra_holidays", ())),
            confirm_within_working_days=found.get("confirm_within_working_days", 3),
            **_quiet_hours(found.get("mail", {}).get("quiet_hours", {})),
        ),
        completeness=completeness_terms(found),
        audit_since=found.get("audit", {}).get("since", ""),
        prakat=found.get("prakat", ""),
        source_lines=document,
    )


def _quiet_hours(found: Mapping[str, str]) -> dict[str, datetime.time]:
    return {f"quiet_{end}": datetime.time.fromisoformat(time) for end, time in found.items()}
