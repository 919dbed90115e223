"""rules and violations with their explanations -> docs/rules.md and docs/violations.md, with an anchor for each id"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from prakat.handbook import explanation
from prakat.handbook.example import Example, example
from prakat.handbook.explanation import LEFT_OUT, Explanation
from prakat.handbook.markdown import anchor, block, both, escaped, opening, table
from prakat.rules.data import label
from prakat.rules.finding import Rule, rules
from prakat.rules.message import message
from prakat.rules.violation import ViolationKind, kinds
from prakat.rules.wording import LANGUAGES

REQUIREMENTS = "requirements.md"


def rule_page(items: Path) -> str:
    """The page of rules; `items` is the folder with the documents for examples."""
    parts = [opening("handbook.rules-title", "handbook.rules", "schemas/rules.yml, schemas/why/rules.yml, tests/items")]
    parts += _grouped(rules(), {each: _rule(rules()[each], explained, items) for each, explained in _rules()})
    return "\n".join(parts)


def violation_page() -> str:
    sources = "schemas/violations.yml, schemas/why/violations.yml"
    parts = [opening("handbook.violations-title", "handbook.violations", sources)]
    explained = explanation.of_violations()
    parts += _grouped(kinds(), {each: _violation(kind, explained[each]) for each, kind in kinds().items()})
    return "\n".join(parts)


def _rules() -> Iterator[tuple[str, Explanation]]:
    return ((each, explanation.of_rules()[each]) for each in rules())


def _grouped(ids: Iterable[str], sections: Mapping[str, str]) -> Iterator[str]:
    """An index by the first word of each id, then the sections in the same order."""
    groups = {name: list(found) for name, found in groupby(sorted(ids, key=_group), _group)}
    links = ((f"`{name}`", " ".join(f"[{each}](#{each})" for each in found)) for name, found in groups.items())
    yield table((both("handbook.group"), both("handbook.all")), links)
    yield from (sections[each] for found in groups.values() for each in found)


def _group(named: str) -> str:
    return named.partition(".")[0]


def _rule(rule: Rule, explained: Explanation, items: Path) -> str:
    facts = [" · ".join(label("severity", rule.severity, language) for language in LANGUAGES)]
    facts += [f"**{both(LEFT_OUT[rule.leaves_out].id)}**"] if rule.leaves_out in LEFT_OUT else []
    lines = [*_section(rule.id, [*facts, *_requirements(rule.requirements)]), *_told(rule.messages, explained)]
    return "\n".join([*lines, "", _shown(_example(rule.id, explained, items))])


def _violation(kind: ViolationKind, explained: Explanation) -> str:
    facts = [] if kind.blocks_merge else [f"**{both('handbook.stays-open')}**"]
    met = {language: label("met", explained.met, language) for language in LANGUAGES}
    lines = [*_section(kind.id, [*facts, *_requirements(kind.requirements)]), *_told(kind.messages, explained, met)]
    return "\n".join([*lines, "", _played(explained)])


def _played(explained: Explanation) -> str:
    assert explained.scene, "every violation has one"
    return f"{both('handbook.example')}\n\n{block(chr(10).join(map(explained.scene.text, LANGUAGES)))}"


def _section(named: str, facts: list[str]) -> list[str]:
    return [anchor(named), "", f"## {named}", "", *([", ".join(facts), ""] if facts else [])]


def _requirements(ids: Iterable[str]) -> list[str]:
    return [f"[{each}]({REQUIREMENTS}#{each})" for each in ids]


def _told(messages: Mapping[str, str], explained: Explanation, met: Mapping[str, str] | None = None) -> Iterator[str]:
    for language in LANGUAGES:
        parts = {"handbook.message": messages, "handbook.why": explained.why, "handbook.mend": explained.mend}
        for what, texts in parts.items():
            yield f"- **{message(what).text(language)}** {escaped(texts[language])}"
        if met:
            yield f"- **{message('handbook.met').text(language)}** {met[language]}"


def _example(rule: str, explained: Explanation, items: Path) -> Example:
    written = explained.written
    if written.keys() >= {"rejected", "accepted"}:
        return Example(**written)
    return example(items, rule, explained.cases)._replace(**written)


def example_list(items: Path) -> str:
    """The example of every rule in json, for those who have Prakat without its tests."""
    found = {each: _example(each, explained, items)._asdict() for each, explained in _rules()}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _shown(shown: Example) -> str:
    sides = {"handbook.rejected": shown.rejected, "handbook.accepted": shown.accepted}
    return "\n".join(f"{both(side)}\n\n{block(text)}" for side, text in sides.items())
